import { type RefObject, useEffect, useRef, useState } from 'react'
import type { FieldInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { readTyped, typedText } from './cell-text.ts'

/** Where the cursor goes once a cell is left: Enter down, Tab right, with Shift the other way; nowhere after Esc or a click elsewhere. */
export type Leave = 'down' | 'up' | 'right' | 'left' | 'stay'

type Props = {
  entity: string
  field: FieldInfo
  row: RecordRow
  /** What was typed to begin with; it takes the place of what the cell held. */
  typed: string | undefined
  /** Set while what is typed cannot be saved. */
  held: RefObject<boolean>
  onDone: (value: unknown, leave: Leave) => void
  onCancel: () => void
}

/** A cell of one line, typed where it stands. A wrong value says why and stays. */
export function InlineEditor({ entity, field, row, typed, held, onDone, onCancel }: Props) {
  const words = useWords()
  const office = useOffice()
  const before = typedText(words, field, row[field.key])
  const [text, setText] = useState(typed ?? before)
  const [problem, setProblem] = useState<string | undefined>()
  const input = useRef<HTMLInputElement>(null)
  const left = useRef(false)
  useEffect(() => {
    input.current?.focus()
    if (typed === undefined) input.current?.select()
  }, [typed])
  const leave = (to: Leave) => {
    if (left.current) return
    if (text === before) {
      left.current = true
      return onDone(undefined, to)
    }
    const read = readTyped(words, field, text, office.today)
    if ('problem' in read) {
      held.current = true
      setProblem(read.problem)
      // The word stays under the hand until it is right or given up.
      return requestAnimationFrame(() => input.current?.focus())
    }
    left.current = true
    onDone(read.value, to)
  }
  return (
    <span className="sp-inline">
      <input
        ref={input}
        aria-label={office.fieldLabel(entity, field.key)}
        aria-invalid={problem !== undefined}
        aria-errormessage={problem ? `problem-${row.id}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setProblem(undefined)
          held.current = false
        }}
        onBlur={() => leave('stay')}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          const { code, shiftKey } = event
          if (code === 'Escape') {
            left.current = true
            onCancel()
          } else if (code === 'Enter' || code === 'NumpadEnter') leave(shiftKey ? 'up' : 'down')
          else if (code === 'Tab') leave(shiftKey ? 'left' : 'right')
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      {problem && (
        <span className="sp-inline-problem" id={`problem-${row.id}`} role="alert">
          {problem}
        </span>
      )}
    </span>
  )
}
