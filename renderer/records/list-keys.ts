import { useKeys } from '../lib/keys.ts'
import type { Cursor, Line } from './list-table.tsx'

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
}

/** The next record's line in a direction; heads of groups are passed over. */
export function stepFrom(lines: readonly Line[], at: number, by: number): number {
  let next = at
  for (let steps = Math.abs(by); steps > 0; steps--) {
    let candidate = next + Math.sign(by)
    while (lines[candidate]?.kind === 'group') candidate += Math.sign(by)
    if (!lines[candidate]) break
    next = candidate
  }
  return next
}

/** The keys of a list: one hand moves, opens, ticks and edits. */
export function useListKeys({ lines, columns, cursor, move, open, menu, toggle, edit, search, clear, call, log }: Acts): void {
  const step = (by: number) => () => move({ at: stepFrom(lines, cursor.at, by), column: cursor.column })
  const side = (by: number) => () =>
    move({ at: Math.max(0, cursor.at), column: Math.min(columns - 1, Math.max(0, (cursor.column ?? (by > 0 ? 0 : 1)) + by)) })
  useKeys({
    ArrowDown: step(1),
    ArrowUp: step(-1),
    KeyJ: step(1),
    KeyK: step(-1),
    PageDown: step(15),
    PageUp: step(-15),
    Home: () => move({ at: stepFrom(lines, -1, 1), column: cursor.column }),
    End: () => move({ at: lines.length - 1, column: cursor.column }),
    ArrowRight: side(1),
    ArrowLeft: side(-1),
    Enter: () => (cursor.column === undefined || cursor.column === 0 ? open() : edit()),
    F2: edit,
    'alt+ArrowDown': menu,
    KeyX: toggle,
    Space: toggle,
    Slash: search,
    Escape: clear,
    KeyC: call,
    KeyL: log,
  })
}
