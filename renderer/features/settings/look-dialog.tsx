import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { desktopBridge } from '../../../core/desktop-bridge.ts'
import { Dialog } from '../../components/dialog.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { problemWords } from '../../lib/problem.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { BackupFile } from './backup-settings.tsx'

/** Opens a backup beside the living office, in a window of its own. */
export function LookDialog({ file, onClose }: { file: BackupFile; onClose: () => void }) {
  const words = useWords()
  const { t } = words
  const dates = useDates()
  const { run, busy, error, reset } = useCommand('lookIntoBackup')
  const [passphrase, setPassphrase] = useState('')
  const [opened, setOpened] = useState<CallReply<'lookIntoBackup'>>()
  const bridge = desktopBridge()
  const when = dates.when(file.at, true)
  const ready = !file.asks || passphrase.trim() !== ''
  const address = opened && `http://127.0.0.1:${opened.port}/?token=${opened.token}`
  const open = async () => {
    if (!ready || busy) return
    const { folder, name } = file
    const copy = await run({ body: { folder, name, ...(file.asks && { passphrase }) } }).catch(() => undefined)
    setOpened(copy)
    if (copy && bridge) await bridge.openCopy(copy)
  }
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('settings.backup.look_title', { when })}
      size={480}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.close')}
          </Button>
          {opened ? (
            bridge ? (
              <Button onClick={() => void bridge.openCopy(opened)}>{t('settings.backup.look_open')}</Button>
            ) : (
              <Button component="a" href={address} target="_blank" rel="noreferrer" autoFocus>
                {t('settings.backup.look_open')}
              </Button>
            )
          ) : (
            <Button loading={busy} disabled={!ready} onClick={() => void open()} data-autofocus>
              {t('settings.backup.look_go')}
            </Button>
          )}
        </>
      }
    >
      <form
        className="sp-settings-form"
        onSubmit={(event) => {
          event.preventDefault()
          void open()
        }}
      >
        <p>{t('settings.backup.look_text')}</p>
        {opened && <p role="status">{t('settings.backup.look_ready')}</p>}
        {file.asks && !opened && (
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
        {error && (
          <p className="sp-bad" role="alert">
            {problemWords(words, error).text}
          </p>
        )}
      </form>
    </Dialog>
  )
}
