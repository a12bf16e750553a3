import { Fragment } from 'react'
import type { PlacedMark } from '../../core/paste/pasted-values.ts'

/** The fields that the pieces fill, in the order in which they first stand in the text: their numbers. */
export function numbersOf(marks: readonly PlacedMark[]): string[] {
  return [...new Set(marks.map((mark) => mark.field).filter((field) => field !== 'leftover' && field !== 'greeting'))]
}

/** The text as it came, each piece with the number of its field; yellow is what no field took. */
export function PasteText({ text, marks, numbers }: { text: string; marks: readonly PlacedMark[]; numbers: readonly string[] }) {
  return (
    <div className="sp-paste-text">
      {marks.map((mark, at) => {
        const number = numbers.indexOf(mark.field)
        return (
          <Fragment key={mark.start}>
            {text.slice(marks[at - 1]?.end ?? 0, mark.start)}
            {mark.field === 'greeting' ? (
              <span className="sp-t3">{text.slice(mark.start, mark.end)}</span>
            ) : (
              <mark data-left={number < 0 || undefined}>
                {number >= 0 && <span className="sp-paste-number">{number + 1}</span>}
                {text.slice(mark.start, mark.end)}
              </mark>
            )}
          </Fragment>
        )
      })}
      {text.slice(marks.at(-1)?.end ?? 0)}
    </div>
  )
}
