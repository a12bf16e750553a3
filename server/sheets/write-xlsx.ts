import { setImmediate } from 'node:timers/promises'
import type { Cell } from './sheet.ts'
import { SheetError } from './sheet-error.ts'

export type XlsxColumn = { header: string; width?: number; kind: 'text' | 'number' | 'money' | 'date' | 'datetime' }

const NUMBER_FORMATS: Partial<Record<XlsxColumn['kind'], string>> = {
  money: '#,##0.00',
  date: 'dd/mm/yyyy',
  datetime: 'dd/mm/yyyy hh:mm',
}
const WIDTHS: Record<XlsxColumn['kind'], number> = { text: 24, number: 12, money: 16, date: 13, datetime: 18 }

/** What Excel holds: beyond them it calls the file damaged. */
const MOST_CHARACTERS = 32_767
const MOST_ROWS = 1_048_576
const LONGEST_SHEET_NAME = 31
/** exceljs never waits for the file; a turn of the event loop now and then lets the bytes out. */
const ROWS_PER_TURN = 200

/**
 * Writes rows as an .xlsx of one sheet, row by row. Text goes into text cells whatever it looks like (`=1+1`, `+66…`, `007`), so
 * no cell is ever a formula. Dates are ISO text and become real dates; a value that does not fit its column's kind stays text.
 * The header is bold, frozen and filters. Returns the number of rows below it. Throws `sheet.too_many_rows`.
 */
export async function writeXlsx(
  path: string,
  sheetName: string,
  columns: readonly XlsxColumn[],
  rows: AsyncIterable<readonly Cell[]>,
): Promise<number> {
  // Large, and seldom asked for.
  const { default: ExcelJS } = await import('exceljs')
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useStyles: true, useSharedStrings: false })
  const sheet = workbook.addWorksheet(legalSheetName(sheetName), { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = columns.map((column) => {
    const numFmt = NUMBER_FORMATS[column.kind]
    return { width: column.width ?? WIDTHS[column.kind], ...(numFmt ? { style: { numFmt } } : {}) }
  })
  const header = sheet.addRow(columns.map((column) => legalText(column.header)))
  header.font = { bold: true }
  header.commit()
  let count = 0
  for await (const row of rows) {
    count++
    if (count >= MOST_ROWS) throw new SheetError('sheet.too_many_rows', { limit: MOST_ROWS - 1 })
    sheet.addRow(row.map((cell, index) => excelValue(cell, columns[index]?.kind ?? 'text'))).commit()
    if (count % ROWS_PER_TURN === 0) await setImmediate()
  }
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: count + 1, column: Math.max(1, columns.length) } }
  sheet.commit()
  await workbook.commit()
  return count
}

function excelValue(cell: Cell, kind: XlsxColumn['kind']): string | number | boolean | Date | null {
  if (cell === null || cell === '') return null
  if (typeof cell === 'boolean') return cell
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell)
  return (kind === 'date' || kind === 'datetime' ? excelDate(cell) : null) ?? legalText(cell)
}

/** exceljs writes dates as if in UTC, so that the local date given is the one shown. Excel knows none before March 1900 rightly. */
function excelDate(text: string): Date | null {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/.exec(text) ?? []
  if (!year) return null
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0)))
  const exists = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  return exists && date.getTime() >= Date.UTC(1900, 2, 1) ? date : null
}

/** Excel takes `_x0041_` in a text for an escaped sign (ECMA-376 §22.9.2.19), and signs that XML cannot hold break the file. */
function legalText(text: string): string {
  const clean = text
    .replace(/\r\n?/g, '\n')
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters XML 1.0 does not allow.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/_(?=x[0-9a-fA-F]{4}_)/g, '_x005F_')
  return clean.length > MOST_CHARACTERS ? `${clean.slice(0, MOST_CHARACTERS - 1)}…` : clean
}

function legalSheetName(name: string): string {
  const legal = name
    .replace(/[[\]:*?/\\]/g, ' ')
    .replace(/^'+|'+$/g, '')
    .trim()
  return legal.slice(0, LONGEST_SHEET_NAME) || 'Sheet1'
}
