import { Button } from '@mantine/core'
import { useState } from 'react'
import { desktopBridge } from '../../../core/desktop-bridge.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { BackupFile } from './backup-settings.tsx'
import { PassphraseField } from './passphrase-field.tsx'

/** Opens a backup beside the living office, in a window of its own. */
export function LookDialog({ file, onClose }: { file: BackupFile; onClose: () => void }) {
  const { t } = useWords()
  const dates = useDates()
  const { run, busy, error, reset } = useCommand('lookIntoBackup')
  const [passphrase, setPassphrase] = useState('')
  const [opened, setOpened] = useState<CallReply<'lookIntoBackup'>>()
  const bridge = desktopBridge()
  const when = dates.when(file.at, true)
  const ready = !file.asks || passphrase.trim() !== ''
  const address = opened && `http://127.0.0.1:${opened.port}/?token=${opened.token}`
  const open = async () => {
    const { folder, name } = file
    const copy = await run({ body: { folder, name, ...(file.asks && { passphrase }) } }).catch(() => undefined)
    setOpened(copy)
    if (copy && bridge) await bridge.openCopy(copy)
  }
  const done =
    opened &&
    (bridge ? (
      <Button onClick={() => void bridge.openCopy(opened)}>{t('settings.backup.look_open')}</Button>
    ) : (
      <Button component="a" href={address} target="_blank" rel="noreferrer" autoFocus>
        {t('settings.backup.look_open')}
      </Button>
    ))
  return (
    <FormDialog
      title={t('settings.backup.look_title', { when })}
      verb={t('settings.backup.look_go')}
      leave={t('action.close')}
      busy={busy}
      ready={ready}
      onSubmit={() => void open()}
      onClose={onClose}
      error={error}
      plain={!file.asks}
      done={done}
    >
      <p>{t('settings.backup.look_text')}</p>
      {opened && <p role="status">{t('settings.backup.look_ready')}</p>}
      {file.asks && !opened && (
        <PassphraseField
          value={passphrase}
          onChange={(next) => {
            setPassphrase(next)
            reset()
          }}
        />
      )}
    </FormDialog>
  )
}
