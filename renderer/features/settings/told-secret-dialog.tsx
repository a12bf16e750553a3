import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Dialog } from '../../components/dialog.tsx'
import { useToast } from '../../components/toast.tsx'
import { useWords } from '../../lib/words.ts'

type ToldSecretDialogProps = {
  title: string
  text: string
  copy: string
  secret: string
  onClose: () => void
  children?: ReactNode
}

/** Something that the server tells this once, to be copied into the program that needs it. */
export function ToldSecretDialog({ title, text, copy, secret, onClose, children }: ToldSecretDialogProps) {
  const { t } = useWords()
  const toast = useToast()
  const take = () =>
    void navigator.clipboard
      .writeText(secret)
      .then(() => toast.show({ text: t('api.told_copied') }))
      .catch((error: unknown) => toast.problem(error))
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      size={560}
      actions={
        <>
          {navigator.clipboard && (
            <Button variant="default" leftSection={<IconCopy size={16} aria-hidden />} onClick={take}>
              {copy}
            </Button>
          )}
          <Button onClick={onClose} data-autofocus>
            {t('action.close')}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      <output className="sp-told-key">{secret}</output>
      {children}
    </Dialog>
  )
}
