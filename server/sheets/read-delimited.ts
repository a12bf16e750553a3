import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { CsvError, type Options, parse } from 'csv-parse'
import { type Delimiter, detectDelimiter } from './delimiter.ts'
import { unguardFormulaText } from './formula-text.ts'
import type { RowSink } from './row-sink.ts'
import type { SheetInfo, SheetLimits } from './sheet.ts'
import { SheetError } from './sheet-error.ts'
import { decodeFile, type TextEncoding } from './text-encoding.ts'

/** Excel's own mark for the separator: a first line `sep=;` that it does not show. */
const SEPARATOR_LINE = /^sep=([,;|\t])\s*(?:\r\n|\r|\n)/i

export type DelimitedFile = { path: string; encoding: TextEncoding; head: string }

/**
 * Reads comma, tab, semicolon or bar separated text record by record. A record counts as one row however many lines its quoted
 * cells have, as a spreadsheet shows it. All cells stay text. Throws `sheet.broken` for a quote that is never closed,
 * `sheet.line_too_long` for a record that has no end.
 */
export async function readDelimited(
  file: DelimitedFile,
  limits: SheetLimits,
  sink: RowSink,
): Promise<Pick<SheetInfo, 'format' | 'encoding' | 'delimiter'>> {
  const named = SEPARATOR_LINE.exec(file.head)
  const delimiter = (named?.[1] as Delimiter | undefined) ?? detectDelimiter(file.head)
  // csv-parse works on UTF-8 bytes, so such a file needs no detour over text.
  const source = file.encoding === 'utf-8' ? createReadStream(file.path) : Readable.from(decodeFile(file.path, file.encoding))
  const parser = parse(parserOptions(delimiter, limits))
  source.on('error', (error: Error) => parser.destroy(error))
  source.pipe(parser)
  let line = named ? -1 : 0
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      line++
      if (line === 0) continue
      const wait = sink.add(line, record.map(unguardFormulaText))
      if (wait) await wait
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new SheetError(
        error.code === 'CSV_MAX_RECORD_SIZE' ? 'sheet.line_too_long' : 'sheet.broken',
        { line: line + 1 },
        { cause: error },
      )
    throw error
  } finally {
    source.destroy()
  }
  return { format: delimiter === '\t' ? 'tsv' : 'csv', encoding: file.encoding, delimiter }
}

function parserOptions(delimiter: Delimiter, limits: SheetLimits): Options {
  return {
    delimiter,
    bom: true,
    // Mixed line ends occur in files that went through several programs.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: limits.recordCharacters,
  }
}
