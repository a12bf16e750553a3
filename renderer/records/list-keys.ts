import { useKeys } from '../lib/keys.ts'
import { type Cursor, extended } from './cell-block.ts'
import type { Line } from './list-table.tsx'

type Acts = {
  lines: readonly Line[]
  columns: number
  cursor: Cursor
  move: (cursor: Cursor) => void
  open: () => void
  menu: () => void
  toggle: () => void
  edit: () => void
  search: () => void
  clear: () => void
  call: () => void
  log: () => void
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
  move,
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
  const extend = (rows: number, sideways: number) => () => {
    if (cursor.column === undefined) return
    const column = Math.min(columns - 1, Math.max(0, cursor.column + sideways))
    move(extended(cursor, rows === 0 ? cursor.at : stepFrom(lines, cursor.at, rows), column))
  }
  useKeys({
    'shift+ArrowDown': extend(1, 0),
    'shift+ArrowUp': extend(-1, 0),
    'shift+ArrowRight': extend(0, 1),
    'shift+ArrowLeft': extend(0, -1),
    ArrowDown: step(1),
    ArrowUp: step(-1),
    KeyJ: step(1),
    KeyK: step(-1),
    PageDown: step(15),
    PageUp: step(-15),
    Home: () => move({ at: stepFrom(lines, -1, 1), column: cursor.column }),
    End: () => move({ at: stepFrom(lines, lines.length, -1), column: cursor.column }),
    ArrowRight: side(1),
    ArrowLeft: side(-1),
    Enter: () => (head() ? flip() : cursor.column === undefined || cursor.column === 0 ? open() : edit()),
    F2: edit,
    'alt+ArrowDown': menu,
    KeyX: toggle,
    Space: () => (head() ? flip() : toggle()),
    Slash: search,
    Escape: clear,
    KeyC: call,
    KeyL: log,
  })
}
