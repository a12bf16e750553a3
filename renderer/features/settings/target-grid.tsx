import type { KeyboardEvent } from 'react'
import { readTarget, targetText } from '../../../core/sales/target-text.ts'
import { useMonths } from '../../lib/months.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { SaveLine } from './save-line.tsx'
import { MONTHS, type TargetDraft, type TargetRow, type Targets, useTargetDraft } from './target-draft.ts'

const sum = (amounts: readonly (number | null | undefined)[]): number => amounts.reduce<number>((all, one) => all + (one ?? 0), 0)

/** The grid people × months: a spreadsheet with arrows, Enter and paste; nothing is saved before F9. */
export function TargetGrid({ year, data }: { year: number; data: Targets }) {
  const { t } = useWords()
  const office = useOffice()
  const people = office.users
    .filter((user) => (user.active && user.role !== 'readonly') || data.cells.some((cell) => cell.id === user.id))
    .map((user): TargetRow => ({ kind: 'person', id: user.id, name: user.nick || user.name }))
  const teams = data.teams.map((team): TargetRow => ({ kind: 'team', ...team }))
  const draft = useTargetDraft(year, data, [...people, ...teams])
  const { monthName } = useMonths()
  const monthWords = (number: string) => monthName(`${year}-${number}`)
  const lastYear = (id: string) => sum(data.lastYear.filter((sold) => sold.id === id).map((sold) => sold.won))
  const total = (number: string) => sum(people.map((row) => draft.amountOf(row, number)))
  return (
    <>
      <div className="sp-target-scroll">
        <table className="sp-target-grid">
          <thead>
            <tr>
              <th scope="col">{t('targets.who')}</th>
              {MONTHS.map((number) => (
                <th key={number} scope="col" className="sp-num">
                  {monthWords(number)}
                </th>
              ))}
              <th scope="col" className="sp-num">
                {t('targets.total')}
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((row, at) => (
              <GridLine key={row.id} row={row} at={at} draft={draft} monthWords={monthWords} lastYear={lastYear(row.id)} />
            ))}
            <tr className="sp-target-sum">
              <th scope="row">{t('targets.all')}</th>
              {MONTHS.map((number) => (
                <td key={number} className="sp-num">
                  {roundedText(total(number))}
                </td>
              ))}
              <td className="sp-num sp-strong">{roundedText(sum(MONTHS.map(total)))}</td>
            </tr>
            {teams.length > 0 && (
              <tr className="sp-target-group">
                <th scope="colgroup" colSpan={14}>
                  {t('targets.teams')} <span className="sp-t2">· {t('targets.team_hint')}</span>
                </th>
              </tr>
            )}
            {teams.map((row, at) => (
              <GridLine
                key={row.id}
                row={row}
                at={people.length + at}
                draft={draft}
                monthWords={monthWords}
                members={people.filter((person) => row.members?.includes(person.id))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <SaveLine
        label={t('targets.save')}
        changed={draft.changed}
        busy={draft.busy}
        savedAt={draft.savedAt}
        problem={draft.bad === undefined ? undefined : t('targets.bad', { text: draft.bad })}
        onSave={() => void draft.save()}
        onDiscard={draft.discard}
      />
    </>
  )
}

type LineProps = {
  row: TargetRow
  at: number
  draft: TargetDraft
  monthWords: (number: string) => string
  /** What the person sold last year, in satang. */
  lastYear?: number
  /** A team's people: what they are to sell together is hinted at. */
  members?: readonly TargetRow[]
}

function GridLine({ row, at, draft, monthWords, lastYear = 0, members = [] }: LineProps) {
  const { t } = useWords()
  const hintOf = (number: string) => sum(members.map((person) => draft.amountOf(person, number)))
  const own = sum(MONTHS.map((number) => draft.amountOf(row, number)))
  // What a team is not told is what its people are to sell: the year adds up as its months read.
  const hinted = sum(MONTHS.map((number) => (draft.amountOf(row, number) === null ? hintOf(number) : 0)))
  return (
    <tr>
      <th scope="row">
        <div className="cut sp-strong">{row.name}</div>
        {lastYear > 0 && <div className="sp-t2 sp-small cut">{t('targets.last_year', { sum: roundedText(lastYear) })}</div>}
      </th>
      {MONTHS.map((number, column) => (
        <GridCell
          key={number}
          {...{ row, number, at, column, draft }}
          label={t('targets.cell', { who: row.name, month: monthWords(number) })}
          hint={hintOf(number)}
        />
      ))}
      <td className={`sp-num ${own === 0 && hinted > 0 ? 'sp-t2' : 'sp-strong'}`}>{roundedText(own + hinted)}</td>
    </tr>
  )
}

type CellProps = { row: TargetRow; number: string; at: number; column: number; draft: TargetDraft; label: string; hint: number }

function GridCell({ row, number, at, column, draft, label, hint }: CellProps) {
  const text = draft.textOf(row, number)
  return (
    <td>
      <input
        data-cell={`${at} ${column}`}
        inputMode="decimal"
        aria-label={label}
        aria-invalid={readTarget(text) === undefined || undefined}
        data-changed={draft.isTyped(row, number) || undefined}
        placeholder={hint > 0 ? targetText(hint) : undefined}
        value={text}
        onChange={(event) => draft.write(row, number, event.currentTarget.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => moveOn(event, at, column)}
        onPaste={(event) => {
          const block = blockOf(event.clipboardData.getData('text'))
          // A single value is pasted as text into the text.
          if (block.length === 1 && block[0]?.length === 1) return
          event.preventDefault()
          draft.fill(at, column, block)
        }}
      />
    </td>
  )
}

/** The cells of a block copied out of a spreadsheet. */
const blockOf = (text: string): string[][] =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => line.split('\t'))

/** Arrows and Enter go to the next cell, left and right only from the end of what is written. */
function moveOn(event: KeyboardEvent<HTMLInputElement>, at: number, column: number): void {
  const input = event.currentTarget
  const { selectionStart: start, selectionEnd: end, value } = input
  const whole = start === 0 && end === value.length
  const steps: Record<string, [down: number, right: number] | undefined> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    Enter: [1, 0],
    ...((whole || end === 0) && { ArrowLeft: [0, -1] }),
    ...((whole || start === value.length) && { ArrowRight: [0, 1] }),
  }
  const step = steps[event.code]
  if (!step) return
  event.preventDefault()
  input
    .closest('table')
    ?.querySelector<HTMLInputElement>(`[data-cell="${at + step[0]} ${column + step[1]}"]`)
    ?.focus()
}

/** A sum in millions, to two decimals at the most. */
const roundedText = (satang: number): string => (satang === 0 ? '–' : targetText(Math.round(satang / 1_000_000) * 1_000_000))
