import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { RestoreProgress } from '../../components/restore-progress.tsx'
import { useDates } from '../../lib/instants.ts'
import { problemWords } from '../../lib/problem.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { BackupFile } from './backup-settings.tsx'

/** Brings a backup back after the word for it was typed; the office of now is backed up first. */
export function RestoreDialog({ file, onClose }: { file: BackupFile; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const dates = useDates()
  const { run, busy, error, reset } = useCommand('restoreBackup')
  const [typed, setTyped] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [begun, setBegun] = useState(false)
  const when = dates.when(file.at, true)
  const word = t('settings.backup.restore_word')
  const ready = typed.trim().toLowerCase() === word.toLowerCase() && (!file.asks || passphrase.trim() !== '')
  const restore = async () => {
    if (!ready || busy) return
    const { folder, name } = file
    await run({ body: { folder, name, ...(file.asks && { passphrase }) } }).then(
      () => setBegun(true),
      () => undefined,
    )
  }
  if (begun)
    return (
      <Dialog opened onClose={() => undefined} title={t('settings.backup.restoring')} size={520}>
        <RestoreProgress onBack={onClose} />
      </Dialog>
    )
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('settings.backup.restore_title', { when })}
      size={520}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
          <Button loading={busy} disabled={!ready} onClick={() => void restore()}>
            {t('settings.backup.restore_go')}
          </Button>
        </>
      }
    >
      <form
        className="sp-settings-form"
        onSubmit={(event) => {
          event.preventDefault()
          void restore()
        }}
      >
        <p>{t('settings.backup.restore_text', { when })}</p>
        {file.drill?.ok === false && <p className="sp-bad">{t('settings.backup.restore_unproved')}</p>}
        {file.asks && (
          <PasswordInput
            label={t('settings.backup.passphrase')}
            value={passphrase}
            onChange={(event) => {
              setPassphrase(event.currentTarget.value)
              reset()
            }}
            autoComplete="off"
            data-autofocus
          />
        )}
        <TextInput
          label={t('settings.backup.restore_type', { word })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          {...(!file.asks && { 'data-autofocus': true })}
        />
        {error && (
          <p className="sp-bad" role="alert">
            {problemWords(words, error).text}
          </p>
        )}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
