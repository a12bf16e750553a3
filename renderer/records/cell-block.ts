/** Where the hand is in a table: a row, or one of its cells; with an anchor, everything between the two cells. */
export type Cursor = { at: number; column: number | undefined; anchor?: { at: number; column: number } }
export type Block = { top: number; bottom: number; left: number; right: number }

/** The cells that are chosen; undefined while a whole row is. */
export function blockOf({ at, column, anchor }: Cursor): Block | undefined {
  if (column === undefined || at < 0) return undefined
  const from = anchor ?? { at, column }
  return {
    top: Math.min(at, from.at),
    bottom: Math.max(at, from.at),
    left: Math.min(column, from.column),
    right: Math.max(column, from.column),
  }
}

/** The cursor moved to another cell while its other end stays. */
export function extended(cursor: Cursor, at: number, column: number): Cursor {
  const anchor = cursor.anchor ?? { at: cursor.at, column: cursor.column ?? column }
  return anchor.at === at && anchor.column === column ? { at, column } : { at, column, anchor }
}

/** Which edges of the block a cell lies at, for the line round it. */
export function edgesOf(block: Block, at: number, column: number): string | undefined {
  const { top, bottom, left, right } = block
  if (at < top || at > bottom || column < left || column > right) return undefined
  return [at === top && 'top', at === bottom && 'bottom', column === left && 'left', column === right && 'right']
    .filter(Boolean)
    .join(' ')
}
