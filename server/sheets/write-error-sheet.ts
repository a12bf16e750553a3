import type { Cell } from './sheet.ts'
import { writeXlsx } from './write-xlsx.ts'

/** A row that could not be taken over, with its place in the file it came from and why, in the user's words. */
export type RefusedRow = { line: number; cells: readonly Cell[]; reasons: readonly string[] }

/** The words of the two columns that are added, and of the sheet. */
export type ErrorSheetWords = { sheetName: string; lineHeader: string; reasonHeader: string }

/**
 * Writes the rows of a file that were refused as an .xlsx, with the reasons first, so that they can be put right and imported again.
 * Every cell is as it was; a row keeps its number. Returns how many were written.
 */
export async function writeErrorSheet(
  path: string,
  headers: readonly string[],
  rows: AsyncIterable<RefusedRow>,
  words: ErrorSheetWords,
): Promise<number> {
  async function* cells(): AsyncGenerator<Cell[]> {
    for await (const row of rows) yield [row.line, row.reasons.join('\n'), ...row.cells]
  }
  const added = [
    { header: words.lineHeader, kind: 'number', width: 8 },
    { header: words.reasonHeader, kind: 'text', width: 48 },
  ] as const
  return writeXlsx(path, words.sheetName, [...added, ...headers.map((header) => ({ header, kind: 'text' as const }))], cells())
}
