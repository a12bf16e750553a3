import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { RestoreProgress } from '../../components/restore-progress.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { BackupFile } from './backup-settings.tsx'
import { PassphraseField } from './passphrase-field.tsx'

/** Brings a backup back after the word for it was typed; the office of now is backed up first. */
export function RestoreDialog({ file, onClose }: { file: BackupFile; onClose: () => void }) {
  const { t } = useWords()
  const dates = useDates()
  const { run, busy, error, reset } = useCommand('restoreBackup')
  const [typed, setTyped] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [begun, setBegun] = useState(false)
  const when = dates.when(file.at, true)
  const word = t('settings.backup.restore_word')
  const ready = typed.trim().toLowerCase() === word.toLowerCase() && (!file.asks || passphrase.trim() !== '')
  const restore = async () => {
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
    <FormDialog
      title={t('settings.backup.restore_title', { when })}
      size={520}
      verb={t('settings.backup.restore_go')}
      leave={t('action.back')}
      busy={busy}
      ready={ready}
      onSubmit={() => void restore()}
      onClose={onClose}
      error={error}
    >
      <p>{t('settings.backup.restore_text', { when })}</p>
      {file.drill?.ok === false && <p className="sp-bad">{t('settings.backup.restore_unproved')}</p>}
      {file.asks && (
        <PassphraseField
          value={passphrase}
          onChange={(next) => {
            setPassphrase(next)
            reset()
          }}
        />
      )}
      <TextInput
        label={t('settings.backup.restore_type', { word })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        {...(!file.asks && { 'data-autofocus': true })}
      />
    </FormDialog>
  )
}
