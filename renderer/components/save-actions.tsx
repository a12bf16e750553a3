import { Button } from '@mantine/core'
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
}

/** The verbs of a dialog in which something is written: not to save it, and to save it, which is also done by key. */
export function SaveActions({ save, onSave, onDiscard, busy, disabled }: Props) {
  const { t } = useWords()
  useActions({ save: onSave }, { always: true, onTop: true })
  return (
    <>
      <Button variant="default" onClick={onDiscard}>
        {t('action.discard')}
      </Button>
      <Button loading={busy} disabled={disabled ?? false} onClick={onSave} rightSection={<ActionKey id="save" onFill />}>
        {save}
      </Button>
    </>
  )
}
