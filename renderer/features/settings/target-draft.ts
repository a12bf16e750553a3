import { useState } from 'react'
import { readTarget, targetText } from '../../../core/sales/target-text.ts'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useDraft } from '../../lib/drafts.ts'
import { useCommand } from '../../lib/queries.ts'
import { useWords } from '../../lib/words.ts'

export type Targets = CallReply<'getTargets'>
type Kind = Targets['cells'][number]['kind']
export type TargetRow = { kind: Kind; id: string; name: string; members?: string[] }

/** The months of a year, as their two digits. */
export const MONTHS = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0'))
const keyOf = (row: TargetRow, month: string): string => `${row.kind} ${month} ${row.id}`

/** What is typed into the grid of a year over what is stored, until it is saved as a whole. Amounts are satang. */
export function useTargetDraft(year: number, data: Targets, rows: readonly TargetRow[]) {
  const { t } = useWords()
  const toast = useToast()
  const { run, busy } = useCommand('saveTargets')
  const { draft: typed = {}, setDraft: setTyped } = useDraft<Record<string, string>>(`settings.targets.${year}`)
  const [savedAt, setSavedAt] = useState<string>()
  const known = new Map(data.cells.map((cell) => [`${cell.kind} ${cell.month} ${cell.id}`, cell.amount]))
  const monthOf = (number: string) => `${year}-${number}`
  const typedIn = (row: TargetRow, number: string) => typed[keyOf(row, monthOf(number))]
  const stored = (row: TargetRow, number: string) => known.get(keyOf(row, monthOf(number))) ?? null
  const amountOf = (row: TargetRow, number: string) => {
    const text = typedIn(row, number)
    return text === undefined ? stored(row, number) : readTarget(text)
  }
  const changes = rows.flatMap((row) =>
    MONTHS.flatMap((number) => {
      const amount = amountOf(row, number)
      const was = stored(row, number)
      return amount === was || amount === undefined ? [] : [{ kind: row.kind, id: row.id, month: monthOf(number), amount, was }]
    }),
  )
  const bad = Object.values(typed).find((text) => readTarget(text) === undefined)
  const save = async () => {
    if (changes.length === 0 || bad !== undefined || busy) return
    try {
      const { changed } = await run({ body: { cells: changes } })
      setTyped(undefined)
      setSavedAt(new Date().toISOString())
      const back = changes.map((cell) => ({ ...cell, amount: cell.was, was: cell.amount }))
      toast.show({ text: t('targets.saved', { count: changed }), undo: () => run({ body: { cells: back } }) })
    } catch (error) {
      toast.problem(error)
    }
  }
  /** Writes a block of texts from one cell on, to the right and down; what reaches beyond the grid is left out. */
  const fill = (at: number, column: number, block: readonly (readonly string[])[]) => {
    const cells = block.flatMap((texts, down) =>
      texts.flatMap((text, right): [string, string][] => {
        const row = rows[at + down]
        const number = MONTHS[column + right]
        return row && number ? [[keyOf(row, monthOf(number)), text.trim()]] : []
      }),
    )
    setTyped({ ...typed, ...Object.fromEntries(cells) })
  }
  return {
    amountOf,
    textOf: (row: TargetRow, number: string) => typedIn(row, number) ?? targetText(stored(row, number)),
    isTyped: (row: TargetRow, number: string) => typedIn(row, number) !== undefined,
    write: (row: TargetRow, number: string, text: string) => setTyped({ ...typed, [keyOf(row, monthOf(number))]: text }),
    fill,
    changed: changes.length > 0,
    bad,
    busy,
    savedAt,
    save,
    discard: () => setTyped(undefined),
  }
}

export type TargetDraft = ReturnType<typeof useTargetDraft>
