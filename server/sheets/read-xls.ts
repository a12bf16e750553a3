import { readFile } from 'node:fs/promises'
import { type CellObject, type ParsingOptions, read, set_cptable, type WorkBook, type WorkSheet } from '@e965/xlsx'
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { formattedNumber } from './number-format.ts'
import type { RowSink } from './row-sink.ts'
import type { Cell, SheetInfo, SheetLimits } from './sheet.ts'
import { SheetError } from './sheet-error.ts'
import type { TextEncoding } from './text-encoding.ts'

/** How the bytes of an .xls are to be taken: the old binary format, or a web page or XML that only bears the name. */
export type XlsContent = { kind: 'binary' } | { kind: 'markup'; encoding: TextEncoding }

/**
 * Reads one sheet of an old .xls workbook, or of the HTML or XML that web systems export under that name. The whole file is
 * parsed at once, so a smaller limit holds. Throws a `SheetError`.
 */
export async function readXls(
  path: string,
  content: XlsContent,
  options: { sheetName?: string; limits: SheetLimits },
  sink: RowSink,
): Promise<Pick<SheetInfo, 'format' | 'encoding' | 'sheetNames' | 'sheetName' | 'formulas'>> {
  const bytes = await readFile(path)
  const limit = options.limits.wholeFileBytes
  if (bytes.length > limit) throw new SheetError('sheet.too_large', { bytes: bytes.length, limit })
  if (content.kind === 'binary' && isEncrypted(bytes)) throw new SheetError('sheet.password')
  const workbook = parseWorkbook(bytes, content, options.limits)
  const sheetNames = workbook.SheetNames
  const hidden = (index: number) => (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0
  const visible = sheetNames.filter((_, index) => !hidden(index))
  // Workbooks often begin with an empty sheet.
  const sheetName = options.sheetName ?? visible.find((name) => hasCell(workbook.Sheets[name])) ?? visible[0] ?? sheetNames[0]
  if (sheetName === undefined) throw new SheetError('sheet.empty')
  if (!sheetNames.includes(sheetName)) throw new SheetError('sheet.no_such_sheet', { sheetName })
  const sheet = workbook.Sheets[sheetName]
  if (!sheet) throw new SheetError('sheet.broken', { part: 'sheet' })
  const formulas = await addRows(sheet, workbook.Workbook?.WBProps?.date1904 === true, sink)
  return { format: 'xls', ...(content.kind === 'markup' ? { encoding: content.encoding } : {}), sheetNames, sheetName, formulas }
}

/** Records of a workbook's stream (MS-XLS 2.4.21, 2.4.117): its first, and the one that says that the rest is encrypted. */
const BEGIN_OF_FILE = 0x0809
const WHOLE_WORKBOOK = 0x0005
const FILE_PASS = 0x002f
const SECTOR_BYTES = 512
const SMALL_SECTOR_BYTES = 64

/**
 * Whether the workbook has a password. FILEPASS stands among the first records, so within the sector the stream starts with; the
 * library stumbles over some kinds of encryption before it can say so.
 */
function isEncrypted(bytes: Buffer): boolean {
  for (let start = 0; start + SMALL_SECTOR_BYTES <= bytes.length; start += SMALL_SECTOR_BYTES) {
    if (bytes.readUInt16LE(start) !== BEGIN_OF_FILE || bytes.readUInt16LE(start + 6) !== WHOLE_WORKBOOK) continue
    const end = Math.min(bytes.length - 4, start + SECTOR_BYTES)
    for (let at = start; at < end; at += 4 + bytes.readUInt16LE(at + 2)) {
      if (bytes.readUInt16LE(at) === FILE_PASS) return true
    }
  }
  return false
}

function parseWorkbook(bytes: Buffer, content: XlsContent, limits: SheetLimits): WorkBook {
  const options: ParsingOptions = { dense: true, cellNF: true, cellFormula: true, cellHTML: false, sheetRows: limits.rows + 1 }
  // Excel 5 and 95 wrote Thai in code page 874, for which the tables have to be there.
  set_cptable(codePages)
  try {
    if (content.kind === 'binary') return read(bytes, { ...options, type: 'buffer', codepage: 874 })
    // `raw` keeps "0812345678" in a web page from becoming a number.
    return read(new TextDecoder(content.encoding).decode(bytes), { ...options, type: 'string', raw: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    if (/password|encrypt/i.test(message)) throw new SheetError('sheet.password', {}, { cause: error })
    throw new SheetError('sheet.broken', {}, { cause: error })
  }
}

function hasCell(sheet: WorkSheet | undefined): boolean {
  const rows = (sheet?.['!data'] ?? []) as ((CellObject | undefined)[] | undefined)[]
  return rows.some((row) => row?.some((cell) => cell?.v !== undefined && cell.v !== ''))
}

async function addRows(sheet: WorkSheet, date1904: boolean, sink: RowSink): Promise<number> {
  const rows = (sheet['!data'] ?? []) as ((CellObject | undefined)[] | undefined)[]
  let formulas = 0
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]
    if (!row) continue
    const cells: Cell[] = []
    for (let column = 0; column < row.length; column++) {
      const cell = row[column]
      if (cell?.f !== undefined) formulas++
      cells.push(cell ? toCell(cell, date1904) : null)
    }
    const wait = sink.add(index + 1, cells)
    if (wait) await wait
  }
  return formulas
}

function toCell(cell: CellObject, date1904: boolean): Cell {
  if (cell.t === 'e') return cell.w ?? null
  const value = cell.v
  if (value === undefined || value === null) return null
  if (value instanceof Date) return value.toISOString().slice(0, 16)
  return typeof value === 'number' ? formattedNumber(value, cell.z, date1904) : value
}
