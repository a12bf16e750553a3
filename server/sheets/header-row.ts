import { columnLetter } from './column-letter.ts'
import type { Cell, SheetRow } from './sheet.ts'

const NUMBER_LIKE = /^[\s\d.,:/()+%฿-]+$/

function isWord(cell: Cell): boolean {
  return typeof cell === 'string' && !NUMBER_LIKE.test(cell)
}

function filledCount(cells: readonly Cell[]): number {
  return cells.reduce<number>((count, cell) => (cell === null ? count : count + 1), 0)
}

/**
 * Finds the header among the first filled rows: the first row in which at least half of the usual number of columns holds
 * words. A title above it fills one or two cells of many and so is passed over.
 * Returns the index in `rows`, or -1 where no row looks like a header (a bare list of numbers).
 */
export function findHeaderRow(rows: readonly SheetRow[]): number {
  const counts = rows.map((row) => filledCount(row.cells)).sort((a, b) => a - b)
  const usual = counts[Math.floor(counts.length / 2)] ?? 0
  const found = rows.findIndex((row) => row.cells.filter(isWord).length >= Math.max(1, Math.ceil(usual / 2)))
  // Headers over the first few columns only are still headers, when there is nothing but words in that row.
  return found === -1 && rows[0]?.cells.every((cell) => cell === null || isWord(cell)) ? 0 : found
}

/**
 * Makes a name for every column: white space is folded, an empty header becomes the column's letter, and a name that was
 * used before gets a number: `Phone`, `Phone (2)`.
 */
export function nameColumns(cells: readonly Cell[], width: number): string[] {
  const names: string[] = []
  const used = new Set<string>()
  for (let index = 0; index < width; index++) {
    const text = String(cells[index] ?? '')
      .replace(/[\s\u200b\ufeff]+/gu, ' ')
      .trim()
    const base = text === '' ? columnLetter(index) : text
    let name = base
    for (let copy = 2; used.has(name); copy++) name = `${base} (${copy})`
    used.add(name)
    names.push(name)
  }
  return names
}
