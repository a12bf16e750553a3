import { Button, TextInput } from '@mantine/core'
import { IconFolder } from '@tabler/icons-react'
import { useState } from 'react'
import { desktopBridge } from '../../../core/desktop-bridge.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'
import type { BackupFile } from './backup-settings.tsx'

/** Copies one backup with every file it needs into a folder, from where it can be brought back alone. */
export function CarryDialog({ file: { at, folder, name }, onClose }: { file: BackupFile; onClose: () => void }) {
  const { t } = useWords()
  const dates = useDates()
  const toast = useToast()
  const { run, busy, error, reset } = useCommand('carryBackup')
  const [to, setTo] = useState('')
  const bridge = desktopBridge()
  const put = (next: string) => {
    setTo(next)
    reset()
  }
  const carry = () =>
    run({ body: { folder, name, to: to.trim() } }).then(
      (copied) => {
        toast.show({ text: t('settings.backup.carried', { folder: copied.folder }) })
        onClose()
      },
      // The refusal stands below the field.
      () => undefined,
    )
  const choose = async () => {
    const chosen = await bridge?.chooseFolder({ title: t('settings.backup.carry_to') })
    if (chosen) put(chosen)
  }
  return (
    <FormDialog
      title={t('settings.backup.carry_title', { when: dates.when(at, true) })}
      verb={t('settings.backup.carry_go')}
      busy={busy}
      ready={to.trim() !== ''}
      onSubmit={() => void carry()}
      onClose={onClose}
      error={error}
      leave={t('action.close')}
    >
      <p>{t('settings.backup.carry_text')}</p>
      <TextInput
        label={t('settings.backup.carry_to')}
        description={t('settings.backup.carry_hint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={to}
        onChange={(event) => put(event.currentTarget.value)}
        autoComplete="off"
        data-autofocus
      />
      {bridge && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFolder size={14} aria-hidden />}
          onClick={() => void choose()}
        >
          {t('settings.backup.carry_choose')}
        </Button>
      )}
    </FormDialog>
  )
}
