import { readDelimited } from './read-delimited.ts'
import { readVcards } from './read-vcard.ts'
import { readXls } from './read-xls.ts'
import { readXlsx } from './read-xlsx.ts'
import { RowSink } from './row-sink.ts'
import { type OnRows, type ReadOptions, SHEET_LIMITS, type SheetInfo } from './sheet.ts'
import { detectContent } from './sheet-content.ts'
import { SheetError } from './sheet-error.ts'
import { VCARD_HEADERS } from './vcard-row.ts'

/**
 * Reads a file of rows, whatever its format, and hands its data rows to `onRows` in batches, in order. Runs in the thread that
 * calls it; use `inspectSheet` for files nobody has looked at yet. `fileName` is the name the user gave it.
 * Returns what was found. Throws a `SheetError` with the reason where the file cannot be read.
 */
export async function readSheet(path: string, fileName: string, options: ReadOptions, onRows: OnRows): Promise<SheetInfo> {
  const limits = { ...SHEET_LIMITS, ...options.limits }
  const content = await detectContent(path, fileName, limits, options.encoding)
  const { sheetName, headerRow } = options
  if (content.kind === 'vcard') {
    const sink = new RowSink({ limits, onRows, fixedHeaders: VCARD_HEADERS })
    await readVcards(path, content.encoding, limits, sink)
    return { format: 'vcard', encoding: content.encoding, ...(await sink.finish()) }
  }
  const sink = new RowSink({ limits, onRows, ...(headerRow === undefined ? {} : { headerRow }) })
  const found = await readRows()
  return { ...found, ...(await sink.finish()) }

  function readRows() {
    switch (content.kind) {
      case 'zip':
        return readXlsx(path, { sheetName, limits }, sink)
      case 'xls':
        return readXls(path, { kind: 'binary' }, { sheetName, limits }, sink)
      case 'markup':
        return readXls(path, { kind: 'markup', encoding: content.encoding }, { sheetName, limits }, sink)
      case 'delimited':
        return readDelimited({ path, ...content }, limits, sink)
      default:
        throw new SheetError('sheet.unknown_format')
    }
  }
}
