import { Button, type ModalProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useActions } from '../lib/actions.ts'
import { problemWords } from '../lib/problem.ts'
import { useWords } from '../lib/words.ts'
import { ActionKey } from './action-key.tsx'
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
  /** Not doing it, where that forgets what was typed, too; closing keeps it. */
  onDiscard?: () => void
  /** What stands at the left of the foot. */
  note?: ReactNode
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

/** A dialog that asks for something and does one thing with it, by its button, Enter or the key that saves, once. */
export function FormDialog({
  title,
  size = 480,
  verb,
  busy,
  ready,
  onSubmit,
  onClose,
  onDiscard = onClose,
  note,
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
  useActions({ save: submit }, { always: true, onTop: true })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      size={size}
      note={note}
      actions={
        <>
          <Button variant="default" onClick={onDiscard} {...(hold && { 'data-autofocus': true })}>
            {leave ?? t('action.discard')}
          </Button>
          {done ?? (
            <Button
              loading={busy}
              disabled={!ready}
              onClick={submit}
              {...(plain ? { 'data-autofocus': true } : { rightSection: <ActionKey id="save" onFill /> })}
            >
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
