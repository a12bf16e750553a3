import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { StagedRow } from './staged-row.ts'

/** The rows of a staged file, one by one, from the given row on. */
export async function* stagedRows(path: string, from = 0): AsyncGenerator<StagedRow> {
  let at = 0
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line !== '' && at++ >= from) yield JSON.parse(line) as StagedRow
  }
}

/** One page of a file's rows that pass the test, and where the next page begins. */
export async function stagedPage(
  path: string,
  after: number,
  limit: number,
  fits: (row: StagedRow) => boolean,
): Promise<{ rows: StagedRow[]; next?: number }> {
  const rows: StagedRow[] = []
  if (!existsSync(path)) return { rows }
  let at = after
  for await (const row of stagedRows(path, after)) {
    if (rows.length === limit) return { rows, next: at }
    at += 1
    if (fits(row)) rows.push(row)
  }
  return { rows }
}
