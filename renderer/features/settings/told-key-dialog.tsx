import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { Dialog } from '../../components/dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useWords } from '../../lib/words.ts'

/** A key that was just made; the server tells it this once. */
export type ToldKey = { name: string; told: string }

const exampleOf = (key: string) =>
  `curl ${location.origin}/api/records/customer/list \\\n  -H 'authorization: Bearer ${key.slice(0, 10)}…' \\\n  -H 'content-type: application/json' -d '{}'`

/** The key to copy, and how a program uses it. */
export function ToldKeyDialog({ name, told, onClose }: ToldKey & { onClose: () => void }) {
  const { t } = useWords()
  const toast = useToast()
  const copy = () =>
    void navigator.clipboard
      .writeText(told)
      .then(() => toast.show({ text: t('api.told_copied') }))
      .catch((error: unknown) => toast.problem(error))
  return (
    <Dialog
      opened
      onClose={onClose}
      title={t('api.told_title', { name })}
      size={560}
      actions={
        <>
          {navigator.clipboard && (
            <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={copy}>
              {t('api.told_copy')}
            </Button>
          )}
          <Button onClick={onClose} data-autofocus>
            {t('action.close')}
          </Button>
        </>
      }
    >
      <p>{t('api.told_text')}</p>
      <output className="sp-told-key">{told}</output>
      <p className="sp-t2 sp-table-text">{t('api.told_how')}</p>
      <pre className="sp-told-how">{exampleOf(told)}</pre>
    </Dialog>
  )
}
