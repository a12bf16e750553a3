import type { RecordRow } from '../../core/contract/records.ts'
import { useActions } from '../lib/actions.ts'
import { type Cursor, extended } from './cell-block.ts'
import type { Line } from './list-table.tsx'

/** Rows and columns by which the arrows of a block extend it. */
const ARROWS = [
  [-1, 0],
  [1, 0],
  [0, -1],
  [0, 1],
] as const

type Acts = {
  lines: readonly Line[]
  columns: number
  cursor: Cursor
  /** The record under the cursor. */
  row: RecordRow | undefined
  move: (cursor: Cursor) => void
  /** To the first or last of the whole list, loaded or not. */
  toEdge: (edge: 'start' | 'end') => void
  open: () => void
  menu: () => void
  toggle: () => void
  edit: () => void
  search: () => void
  clear: () => void
  /** Undefined where the record has no phone, or nothing is logged on its kind. */
  call: (() => void) | undefined
  log: (() => void) | undefined
  fold: (key: string, fold: boolean) => void
}

/** Where the cursor can be: on a record, or on the head of a group that folds. */
const isPlace = (line: Line | undefined): boolean => line?.kind === 'row' || (line?.kind === 'group' && line.folded !== undefined)

/** The next line in a direction on which the cursor can be. */
export function stepFrom(lines: readonly Line[], at: number, by: number): number {
  let next = at
  for (let steps = Math.abs(by); steps > 0; steps--) {
    let candidate = next + Math.sign(by)
    while (lines[candidate] && !isPlace(lines[candidate])) candidate += Math.sign(by)
    if (!lines[candidate]) break
    next = candidate
  }
  return next
}

/** The keys of a list: one hand moves, opens, ticks and edits. */
export function useListKeys({
  lines,
  columns,
  cursor,
  row,
  move,
  toEdge,
  open,
  menu,
  toggle,
  edit,
  search,
  clear,
  call,
  log,
  fold,
}: Acts): void {
  const step = (by: number) => () => move({ at: stepFrom(lines, cursor.at, by), column: cursor.column })
  const head = () => {
    const line = lines[cursor.at]
    return line?.kind === 'group' && line.folded !== undefined ? line : undefined
  }
  const side = (by: number) => () => {
    const group = head()
    if (group) return fold(group.key, by < 0)
    move({ at: Math.max(0, cursor.at), column: Math.min(columns - 1, Math.max(0, (cursor.column ?? (by > 0 ? 0 : 1)) + by)) })
  }
  const flip = () => {
    const group = head()
    if (group) fold(group.key, !group.folded)
  }
  const extend = (key: number) => {
    if (cursor.column === undefined) return
    const [rows, sideways] = ARROWS[key] ?? [0, 0]
    const column = Math.min(columns - 1, Math.max(0, cursor.column + sideways))
    move(extended(cursor, rows === 0 ? cursor.at : stepFrom(lines, cursor.at, rows), column))
  }
  const jumps = [step(-15), step(15), () => toEdge('start'), () => toEdge('end')]
  useActions({
    listMove: (key) => step(key % 2 === 0 ? -1 : 1)(),
    listJump: (key) => jumps[key]?.(),
    cells: (key) => side(key === 0 ? -1 : 1)(),
    block: extend,
    close: clear,
    listSearch: search,
    columnMenu: menu,
  })
  useActions(
    {
      listOpen: () => (head() ? flip() : cursor.column === undefined || cursor.column === 0 ? open() : edit()),
      listSelect: () => (head() ? flip() : toggle()),
      ...(row && { listEdit: edit, call, log }),
    },
    { about: row?.title },
  )
}
