import { Button } from '@mantine/core'
import { useRef } from 'react'
import { ActionKey } from '../../components/action-key.tsx'
import { useActions } from '../../lib/actions.ts'
import { useDates } from '../../lib/instants.ts'
import { useWords } from '../../lib/words.ts'

type Props = {
  label: string
  changed: boolean
  busy: boolean
  /** The instant (ISO) of the last save; told by the office's clock. */
  savedAt: string | undefined
  problem?: string | undefined
  onSave: () => void
  /** Throws away what was changed. */
  onDiscard?: () => void
}

/** The verb that saves a form, and how things stand: not saved yet, saved when, or why not. */
export function SaveLine({ label, changed, busy, savedAt, problem, onSave, onDiscard }: Props) {
  const { t } = useWords()
  const { timeOf } = useDates()
  const line = useRef<HTMLDivElement>(null)
  // What keeps the key from saving may stand below what one sees.
  const save = () => (problem === undefined ? onSave() : void line.current?.scrollIntoView({ block: 'nearest' }))
  useActions({ save }, { always: true, enabled: changed && !busy })
  const said =
    problem ??
    (changed ? t('settings.unsaved') : savedAt ? t('settings.saved_at', { time: timeOf(savedAt) }) : t('settings.unchanged'))
  return (
    <div ref={line} className="sp-row sp-save-line" data-foot>
      <Button
        onClick={onSave}
        loading={busy}
        disabled={!changed || problem !== undefined}
        rightSection={<ActionKey id="save" onFill={changed && problem === undefined} />}
      >
        {label}
      </Button>
      {changed && onDiscard && (
        <Button variant="default" onClick={onDiscard}>
          {t('action.discard')}
        </Button>
      )}
      <span
        role="status"
        className={problem ? 'sp-bad sp-table-text' : changed ? 'sp-warn sp-table-text' : 'sp-t2 sp-table-text'}
      >
        {said}
      </span>
    </div>
  )
}
