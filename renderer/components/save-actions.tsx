import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useActions } from '../lib/actions.ts'
import { useWords } from '../lib/words.ts'
import { ActionKey } from './action-key.tsx'

type Props = {
  /** The verb of the result: `เพิ่มลูกค้า`. */
  save: string
  onSave: () => void
  onDiscard: () => void
  busy: boolean
  disabled?: boolean
  icon?: ReactNode
  /** True where there is no field to begin in: the verb has the focus. */
  plain?: boolean
}

/** The verbs of a dialog that goes on to something: not to do it, and to do it, which is also done by key. */
export function SaveActions({ save, onSave, onDiscard, busy, disabled = false, icon, plain }: Props) {
  const { t } = useWords()
  useActions({ save: () => busy || disabled || onSave() }, { always: true, onTop: true })
  return (
    <>
      <Button variant="default" onClick={onDiscard}>
        {t('action.discard')}
      </Button>
      <Button
        loading={busy}
        disabled={disabled}
        onClick={onSave}
        leftSection={icon}
        rightSection={<ActionKey id="save" onFill />}
        data-autofocus={plain}
      >
        {save}
      </Button>
    </>
  )
}
