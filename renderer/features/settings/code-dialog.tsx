import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { Dialog } from '../../components/dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useDates } from '../../lib/instants.ts'
import { useWords } from '../../lib/words.ts'

/** A code that was just made, to be told to its person; the server shows it this once. */
export type HandedCode = { name: string; code: string; endsAt: string }

/** The one-use code in letters that are read from afar, and what its person does with it. */
export function CodeDialog({ name, code, endsAt, onClose }: HandedCode & { onClose: () => void }) {
  const { t } = useWords()
  const dates = useDates()
  const toast = useToast()
  const copy = () =>
    void navigator.clipboard
      .writeText(code)
      .then(() => toast.show({ text: t('settings.people.code_copied') }))
      .catch((error: unknown) => toast.problem(error))
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('settings.people.code_title', { name })}
      size={480}
      actions={
        <>
          {navigator.clipboard && (
            <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
              {t('settings.people.code_copy')}
            </Button>
          )}
          <Button onClick={onClose} data-autofocus>
            {t('action.close')}
          </Button>
        </>
      }
    >
      <p>{t('settings.people.code_text', { name })}</p>
      <output className="sp-code">{code}</output>
      <p className="sp-t2 sp-table-text">{t('settings.people.code_until', { when: dates.when(endsAt, true) })}</p>
    </Dialog>
  )
}
