import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { readTarget, targetText } from '../../../core/sales/target-text.ts'
import { formatDate } from '../../../core/thai/date.ts'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { clockTime, SaveLine } from './save-line.tsx'

type Targets = CallReply<'getTargets'>
type Kind = Targets['cells'][number]['kind']
type Row = { kind: Kind; id: string; name: string; members?: string[] }
type Typed = Record<string, string>

const MONTHS = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0'))
const keyOf = (row: Row, month: string): string => `${row.kind} ${month} ${row.id}`
const sum = (amounts: readonly (number | null | undefined)[]): number => amounts.reduce<number>((all, one) => all + (one ?? 0), 0)

/** The grid people × months: a spreadsheet with arrows, Enter and paste; nothing is saved before F9. */
export function TargetGrid({ year, data }: { year: number; data: Targets }) {
  const { t, lang } = useWords()
  const toast = useToast()
  const office = useOffice()
  const { run, busy } = useCommand('saveTargets')
  const [typed, setTyped] = useState<Typed>({})
  const [savedAt, setSavedAt] = useState<string>()
  const table = useRef<HTMLTableElement>(null)
  const known = new Map(data.cells.map((cell) => [`${cell.kind} ${cell.month} ${cell.id}`, cell.amount]))
  const people = office.users
    .filter((user) => (user.active && user.role !== 'readonly') || data.cells.some((cell) => cell.id === user.id))
    .map((user): Row => ({ kind: 'person', id: user.id, name: user.nick || user.name }))
  const teams = data.teams.map((team): Row => ({ kind: 'team', ...team }))
  const rows = [...people, ...teams]
  const month = (number: string) => `${year}-${number}`
  const stored = (row: Row, number: string) => known.get(keyOf(row, month(number))) ?? null
  const amountOf = (row: Row, number: string) => {
    const text = typed[keyOf(row, month(number))]
    return text === undefined ? stored(row, number) : readTarget(text)
  }
  const changes = rows.flatMap((row) =>
    MONTHS.flatMap((number) => {
      const amount = amountOf(row, number)
      const was = stored(row, number)
      return amount === was || amount === undefined ? [] : [{ kind: row.kind, id: row.id, month: month(number), amount, was }]
    }),
  )
  const bad = Object.values(typed).find((text) => readTarget(text) === undefined)
  const save = async () => {
    if (changes.length === 0 || bad !== undefined || busy) return
    try {
      const { changed } = await run({ body: { cells: changes } })
      setTyped({})
      setSavedAt(clockTime())
      const back = changes.map((cell) => ({ ...cell, amount: cell.was, was: cell.amount }))
      toast.show({ text: t('targets.saved', { count: changed }), undo: () => run({ body: { cells: back } }) })
    } catch (error) {
      toast.problem(error)
    }
  }
  const focus = (at: number, column: number) =>
    table.current?.querySelector<HTMLInputElement>(`[data-cell="${at} ${column}"]`)?.focus()
  const onKey = (at: number, column: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    const input = event.currentTarget
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length
    if (event.code === 'ArrowUp') focus(at - 1, column)
    else if (event.code === 'ArrowDown' || event.code === 'Enter') focus(at + 1, column)
    else if (event.code === 'ArrowLeft' && (whole || input.selectionEnd === 0)) focus(at, column - 1)
    else if (event.code === 'ArrowRight' && (whole || input.selectionStart === input.value.length)) focus(at, column + 1)
    else return
    event.preventDefault()
  }
  const paste = (at: number, column: number) => (event: ClipboardEvent) => {
    const block = event.clipboardData
      .getData('text')
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((line) => line.split('\t'))
    if (block.length === 1 && block[0]?.length === 1) return
    event.preventDefault()
    const pasted = block.flatMap((cells, down) =>
      cells.flatMap((text, right): [string, string][] => {
        const row = rows[at + down]
        const number = MONTHS[column + right]
        return row && number ? [[keyOf(row, month(number)), text.trim()]] : []
      }),
    )
    setTyped((old) => ({ ...old, ...Object.fromEntries(pasted) }))
  }
  const cell = (row: Row, at: number) => (number: string, column: number) => {
    const key = keyOf(row, month(number))
    const text = typed[key] ?? targetText(stored(row, number))
    const members = row.members && people.filter((person) => row.members?.includes(person.id))
    const hint = members ? sum(members.map((person) => amountOf(person, number))) : 0
    return (
      <td key={number}>
        <input
          data-cell={`${at} ${column}`}
          inputMode="decimal"
          aria-label={t('targets.cell', { who: row.name, month: monthWords(number) })}
          aria-invalid={readTarget(text) === undefined || undefined}
          data-changed={typed[key] !== undefined || undefined}
          placeholder={hint > 0 ? targetText(hint) : undefined}
          value={text}
          onChange={(event) => {
            const value = event.currentTarget.value
            setTyped((old) => ({ ...old, [key]: value }))
          }}
          onFocus={(event) => event.currentTarget.select()}
          onKeyDown={onKey(at, column)}
          onPaste={paste(at, column)}
        />
      </td>
    )
  }
  const monthWords = (number: string) => formatDate(`${month(number)}-01`, { lang, style: 'medium' }).split(' ')[1] ?? ''
  const total = (list: readonly Row[]) => (number: string) => sum(list.map((row) => amountOf(row, number)))
  const soldLast = (id: string) => sum(data.lastYear.filter((sold) => sold.id === id).map((sold) => sold.won))
  const line = (row: Row, at: number) => (
    <tr key={row.id}>
      <th scope="row">
        <div className="cut sp-strong">{row.name}</div>
        {row.kind === 'person' && soldLast(row.id) > 0 && (
          <div className="sp-t2 sp-small cut">{t('targets.last_year', { sum: roundedText(soldLast(row.id)) })}</div>
        )}
      </th>
      {MONTHS.map(cell(row, at))}
      <td className="sp-num sp-strong">{roundedText(sum(MONTHS.map((number) => amountOf(row, number))))}</td>
    </tr>
  )
  return (
    <>
      <div className="sp-target-scroll">
        <table className="sp-target-grid" ref={table}>
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
            {people.map((row, at) => line(row, at))}
            <tr className="sp-target-sum">
              <th scope="row">{t('targets.all')}</th>
              {MONTHS.map((number) => (
                <td key={number} className="sp-num">
                  {roundedText(total(people)(number))}
                </td>
              ))}
              <td className="sp-num sp-strong">{roundedText(sum(MONTHS.map(total(people))))}</td>
            </tr>
            {teams.length > 0 && (
              <tr className="sp-target-group">
                <th scope="colgroup" colSpan={14}>
                  {t('targets.teams')} <span className="sp-t2">· {t('targets.team_hint')}</span>
                </th>
              </tr>
            )}
            {teams.map((row, at) => line(row, people.length + at))}
          </tbody>
        </table>
      </div>
      <SaveLine
        label={t('targets.save')}
        changed={changes.length > 0}
        busy={busy}
        savedAt={savedAt}
        problem={bad === undefined ? undefined : t('targets.bad', { text: bad })}
        onSave={() => void save()}
      />
    </>
  )
}

/** A sum in millions, to two decimals at the most. */
const roundedText = (satang: number): string => (satang === 0 ? '–' : targetText(Math.round(satang / 1_000_000) * 1_000_000))
