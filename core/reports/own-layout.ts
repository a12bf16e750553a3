/** The tiles of each column: as they were laid out, without those that are gone, and new ones where there is least. */
export function columnsOf(stored: readonly (readonly string[])[], ids: readonly string[], columns: number): string[][] {
  const known = new Set(ids)
  const seen = new Set<string>()
  const laid = Array.from({ length: columns }, (): string[] => [])
  for (const [at, column] of stored.entries())
    for (const id of column) {
      if (!known.has(id) || seen.has(id)) continue
      seen.add(id)
      laid[Math.min(at, columns - 1)]?.push(id)
    }
  for (const id of ids) if (!seen.has(id)) shortest(laid).push(id)
  return laid
}

const shortest = (columns: string[][]): string[] =>
  columns.reduce((least, column) => (column.length < least.length ? column : least), columns[0] ?? [])

/** The columns once a tile stands in another place. */
export function moveTile(columns: readonly (readonly string[])[], id: string, column: number, place: number): string[][] {
  const without = columns.map((ids) => ids.filter((other) => other !== id))
  without[column]?.splice(place, 0, id)
  return without
}

/**
 * The columns once a tile stands in another place of their one order: the first column from top to bottom, then the next, as a phone shows them.
 * It comes to stand beside the tile that it goes past, in that one's column.
 */
export function moveInOrder(columns: readonly (readonly string[])[], id: string, place: number): string[][] {
  const up = place < columns.flat().indexOf(id)
  const without = columns.map((ids) => ids.filter((other) => other !== id))
  const passed = without.flat()[up ? place : place - 1]
  if (passed === undefined) return columns.map((ids) => [...ids])
  return without.map((ids) => ids.flatMap((other) => (other !== passed ? [other] : up ? [id, other] : [other, id])))
}

/** The columns with a report put above another one, or last; without a column, where there is least. */
export function placeTile(
  stored: readonly (readonly string[])[],
  id: string,
  { column, before }: { column?: number | undefined; before?: string | undefined },
  columns: number,
): string[][] {
  const laid = Array.from({ length: columns }, (_, at) => (stored[at] ?? []).filter((other) => other !== id))
  const into = column === undefined ? shortest(laid) : laid[column]
  if (!into) return laid
  const place = before === undefined ? -1 : into.indexOf(before)
  into.splice(place < 0 ? into.length : place, 0, id)
  return laid
}
