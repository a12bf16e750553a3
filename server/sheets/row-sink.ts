import { findHeaderRow, nameColumns } from './header-row.ts'
import type { Cell, OnRows, SheetInfo, SheetLimits, SheetRow } from './sheet.ts'
import { SheetError } from './sheet-error.ts'

const BATCH_ROWS = 500
const SAMPLE_ROWS = 50
/** Enough to get past a letterhead; a header further down has to be named by the user. */
const HEADER_SEARCH_ROWS = 30

const BLANK = /^[\s\u200b\ufeff]*$/u

export type RowSinkOptions = {
  limits: SheetLimits
  onRows: OnRows
  /** From 1; 0 for none; absent to look for it. */
  headerRow?: number
  /** For formats whose columns are known: no row is taken as the header. */
  fixedHeaders?: readonly string[]
}

export type SheetShape = Pick<SheetInfo, 'headers' | 'rowCount' | 'sample' | 'headerRow'>

/**
 * Where every reader puts its rows: drops blank ones, finds the header, keeps the limits, and hands data rows on in batches.
 * `add` returns a promise only when the reader has to wait, so that most rows cost no turn of the event loop.
 */
export class RowSink {
  private readonly options: RowSinkOptions
  private preamble: SheetRow[] | null
  private batch: SheetRow[] = []
  private readonly sample: Cell[][] = []
  private headerCells: readonly Cell[]
  private headerRow = 0
  private rowCount = 0
  private width: number

  constructor(options: RowSinkOptions) {
    this.options = options
    this.headerCells = options.fixedHeaders ?? []
    this.width = this.headerCells.length
    this.preamble = options.headerRow === undefined && !options.fixedHeaders ? [] : null
  }

  /** Takes one row as the format gave it; `line` counts from 1. Throws where the sheet is too long or too wide. */
  add(line: number, raw: readonly Cell[]): Promise<void> | undefined {
    const { rows, columns } = this.options.limits
    if (line > rows) throw new SheetError('sheet.too_many_rows', { limit: rows })
    const cells = withoutBlanks(raw)
    if (cells.length === 0) return undefined
    if (cells.length > columns) throw new SheetError('sheet.too_many_columns', { columns: cells.length, limit: columns, line })
    if (cells.length > this.width) this.width = cells.length
    const row = { line, cells }
    if (this.preamble) {
      this.preamble.push(row)
      return this.preamble.length >= HEADER_SEARCH_ROWS ? this.settleHeader(this.preamble) : undefined
    }
    return this.addSettled(row)
  }

  /** Hands the last rows on and says what the sheet looked like. Throws `sheet.empty` or `sheet.no_rows`. */
  async finish(): Promise<SheetShape> {
    if (this.preamble) await this.settleHeader(this.preamble)
    await this.flush()
    if (this.rowCount === 0) {
      throw new SheetError(this.headerRow === 0 || this.headerCells.length === 0 ? 'sheet.empty' : 'sheet.no_rows')
    }
    const headers = nameColumns(this.headerCells, this.width)
    return { headers, rowCount: this.rowCount, sample: this.sample, headerRow: this.headerRow }
  }

  private addSettled(row: SheetRow): Promise<void> | undefined {
    const wanted = this.options.headerRow
    if (wanted !== undefined && wanted > 0 && row.line <= wanted) {
      if (row.line === wanted) {
        this.headerCells = row.cells
        this.headerRow = wanted
      }
      return undefined
    }
    this.rowCount++
    if (this.sample.length < SAMPLE_ROWS) this.sample.push(row.cells)
    this.batch.push(row)
    return this.batch.length >= BATCH_ROWS ? this.flush() : undefined
  }

  private async settleHeader(preamble: SheetRow[]): Promise<void> {
    this.preamble = null
    const index = findHeaderRow(preamble)
    const header = preamble[index]
    if (header) {
      this.headerCells = header.cells
      this.headerRow = header.line
    }
    // A title above the header may be wider than the table, but it is not a column of it.
    const rest = preamble.slice(index + 1)
    this.width = rest.reduce((width, row) => Math.max(width, row.cells.length), this.headerCells.length)
    for (const row of rest) await this.addSettled(row)
  }

  private async flush(): Promise<void> {
    if (this.batch.length === 0) return
    const rows = this.batch
    this.batch = []
    await this.options.onRows(rows)
  }
}

function withoutBlanks(raw: readonly Cell[]): Cell[] {
  const cells: Cell[] = new Array(raw.length)
  let length = 0
  for (let index = 0; index < raw.length; index++) {
    const cell = raw[index] ?? null
    const blank = cell === null || (typeof cell === 'string' && BLANK.test(cell))
    cells[index] = blank ? null : cell
    if (!blank) length = index + 1
  }
  cells.length = length
  return cells
}
