import { createWriteStream } from 'node:fs'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { guardFormulaText } from './formula-text.ts'
import type { Cell } from './sheet.ts'

/**
 * Writes rows as CSV that Excel opens rightly: UTF-8 with a byte order mark, CRLF, RFC 4180 quotes. Text that would become a
 * formula gets an apostrophe in front, which `readSheet` takes away again; numbers stay numbers. `target` is a path or a stream,
 * which is ended. Returns the number of rows written below the header.
 */
export async function writeCsv(
  target: string | Writable,
  headers: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): Promise<number> {
  let count = 0
  const stringifier = stringify({
    bom: true,
    record_delimiter: '\r\n',
    // Left alone, csv-stringify quotes only its own line end, and a lone LF within a text would then start a new row.
    quoted_match: /[\r\n]/,
    cast: { boolean: (value) => (value ? 'TRUE' : 'FALSE') },
  })
  async function* records(): AsyncGenerator<Cell[]> {
    yield headers.map(guardFormulaText)
    for await (const row of rows) {
      count++
      yield row.map((cell) => (typeof cell === 'string' ? guardFormulaText(cell) : cell))
    }
  }
  await pipeline(Readable.from(records()), stringifier, typeof target === 'string' ? createWriteStream(target) : target)
  return count
}
