import { Button, type ModalProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { problemWords } from '../lib/problem.ts'
import { useWords } from '../lib/words.ts'
import { Dialog } from './dialog.tsx'

type FormDialogProps = {
  title: ReactNode
  size?: ModalProps['size']
  /** What is done, on the button and by Enter. */
  verb: string
  busy: boolean
  /** False while something is still to be filled in. */
  ready: boolean
  onSubmit: () => void
  onClose: () => void
  /** What was refused, told below the fields. */
  error?: unknown
  /** True where there is no field to begin in: the verb has the focus. */
  plain?: boolean
  /** True where the focus is to be on not doing it. */
  hold?: boolean
  /** The word for not doing it, where nothing would be saved anyway. */
  leave?: string
  /** Stands in the verb's place once it was done. */
  done?: ReactNode
  children: ReactNode
}

/** A dialog that asks for something and does one thing with it, by its button or Enter, once. */
export function FormDialog({
  title,
  size = 480,
  verb,
  busy,
  ready,
  onSubmit,
  onClose,
  error,
  plain,
  leave,
  hold,
  done,
  children,
}: FormDialogProps) {
  const words = useWords()
  const { t } = words
  const submit = () => ready && !busy && !done && onSubmit()
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      size={size}
      actions={
        <>
          <Button variant="default" onClick={onClose} {...(hold && { 'data-autofocus': true })}>
            {leave ?? t('action.discard')}
          </Button>
          {done ?? (
            <Button loading={busy} disabled={!ready} onClick={submit} {...(plain && { 'data-autofocus': true })}>
              {verb}
            </Button>
          )}
        </>
      }
    >
      <form
        className="sp-dialog-form"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {children}
        {error !== undefined && error !== null && (
          <p className="sp-bad" role="alert">
            {problemWords(words, error).text}
          </p>
        )}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}
