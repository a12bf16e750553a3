/** One value of a sheet. A date of Excel is ISO text: `YYYY-MM-DD`, `YYYY-MM-DDTHH:mm`, or `HH:mm` where there is only a time. */
export type Cell = string | number | boolean | null

/** What a file is, by its content. `xls` also stands for web pages and XML that call themselves .xls. */
export type SheetFormat = 'csv' | 'tsv' | 'xlsx' | 'xls' | 'vcard'

/**
 * One filled row. `line` is the row number a spreadsheet program shows, from 1; for a vCard file the number of
 * the card. Blank cells at the end of the row are left off.
 */
export type SheetRow = { line: number; cells: Cell[] }

/** What is known of a sheet once it was read. */
export type SheetInfo = {
  format: SheetFormat
  /** Of text files: `utf-8`, `utf-16le`, `utf-16be`, `windows-874` or `windows-1252`. */
  encoding?: string
  delimiter?: string
  sheetNames?: string[]
  sheetName?: string
  /** One for each column: trimmed, never empty (a column without one bears its letter), never twice the same. */
  headers: string[]
  /** Filled rows below the header. */
  rowCount: number
  /** The first 50 of them. */
  sample: Cell[][]
  /** The row that holds the headers, from 1; 0 where the sheet has none. */
  headerRow: number
  /** Formula cells of a workbook; their last computed value was taken. */
  formulas?: number
}

/** Takes each batch of rows in order; the reader waits for it. */
export type OnRows = (rows: SheetRow[]) => void | Promise<void>

/** How large a file may be before it is refused. */
export type SheetLimits = {
  fileBytes: number
  /** All parts of a zipped workbook together, unpacked. */
  unzippedBytes: number
  /** The shared texts of a workbook, unpacked: they have to be held in memory. */
  sharedTextBytes: number
  /** Formats that can only be read whole (.xls, web pages). */
  wholeFileBytes: number
  rows: number
  columns: number
  /** One record of a text file: more means a quote that is never closed. */
  recordCharacters: number
}

/** What a caller may ask of a reading. `headerRow` counts from 1; 0 says that there is none. */
export type ReadOptions = { sheetName?: string; encoding?: string; headerRow?: number; limits?: Partial<SheetLimits> }

const MEBIBYTE = 1024 * 1024

/** The limits that hold where the caller names no others. Rows are Excel's own limit. */
export const SHEET_LIMITS: SheetLimits = {
  fileBytes: 200 * MEBIBYTE,
  unzippedBytes: 1024 * MEBIBYTE,
  sharedTextBytes: 160 * MEBIBYTE,
  wholeFileBytes: 50 * MEBIBYTE,
  rows: 1_048_576,
  columns: 1_000,
  recordCharacters: 2_000_000,
}
