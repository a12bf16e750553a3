import type { RowSink } from './row-sink.ts'
import type { SheetInfo, SheetLimits } from './sheet.ts'
import { openXlsx } from './xlsx-package.ts'
import { XlsxRows } from './xlsx-rows.ts'

/**
 * Reads one sheet of an .xlsx workbook row by row. Formulas give the value Excel has last computed and are counted; what the
 * sheet says of its own size is not believed. Throws a `SheetError`.
 */
export async function readXlsx(
  path: string,
  options: { sheetName?: string; limits: SheetLimits },
  sink: RowSink,
): Promise<Pick<SheetInfo, 'format' | 'sheetNames' | 'sheetName' | 'formulas'>> {
  const { sheet, sheetNames, sheetName, ...context } = await openXlsx(path, options.limits, options.sheetName)
  const rows = new XlsxRows(context)
  const decoder = new TextDecoder()
  for await (const piece of sheet) {
    for (const { line, cells } of rows.write(decoder.decode(piece, { stream: true }))) {
      const wait = sink.add(line, cells)
      if (wait) await wait
    }
  }
  rows.end()
  return { format: 'xlsx', sheetNames, sheetName, formulas: rows.formulas }
}
