import { Button, TextInput } from '@mantine/core'
import { IconFolder } from '@tabler/icons-react'
import { useState } from 'react'
import { desktopBridge } from '../../../core/desktop-bridge.ts'
import { useToast } from '../../components/toast.tsx'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'

/** Where backups go: chosen in the desktop app's dialog, or typed where there is none. */
export function BackupFolder({ folder, defaultFolder }: { folder: string; defaultFolder: string }) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('setBackupFolder')
  const [typed, setTyped] = useState<string>()
  const bridge = desktopBridge()
  const use = async (next: string) => {
    try {
      await run({ body: { folder: next } })
      setTyped(undefined)
      toast.show({ text: t('settings.backup.folder_saved', { folder: next }) })
    } catch (error) {
      toast.problem(error)
    }
  }
  const choose = async () => {
    const chosen = await bridge?.chooseFolder({ title: t('settings.backup.folder_choose') })
    if (chosen) await use(chosen)
  }
  return (
    <>
      {typed === undefined ? (
        <div className="sp-row sp-wrap">
          <span className="sp-strong">{folder}</span>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconFolder size={14} aria-hidden />}
            loading={busy}
            onClick={() => (bridge ? void choose() : setTyped(folder))}
          >
            {t('settings.backup.folder_choose')}
          </Button>
        </div>
      ) : (
        <form
          className="sp-row"
          onSubmit={(event) => {
            event.preventDefault()
            void use(typed.trim())
          }}
        >
          <TextInput
            className="sp-grow"
            aria-label={t('settings.backup.folder_type')}
            placeholder={t('settings.backup.folder_type')}
            value={typed}
            autoFocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" loading={busy} disabled={typed.trim() === '' || typed.trim() === folder}>
            {t('settings.backup.folder_save')}
          </Button>
          <Button variant="default" onClick={() => setTyped(undefined)}>
            {t('action.discard')}
          </Button>
        </form>
      )}
      {folder === defaultFolder && <p className="sp-warn sp-table-text">{t('settings.backup.same_disk')}</p>}
    </>
  )
}
