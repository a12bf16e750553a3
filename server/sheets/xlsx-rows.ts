import { formattedNumber } from './number-format.ts'
import type { Cell, SheetRow } from './sheet.ts'
import { SheetError } from './sheet-error.ts'
import { decodeExcelEscapes } from './xlsx-texts.ts'
import { XmlScanner, xmlAttribute } from './xml-scanner.ts'

const LAST_COLUMN = 16_383
/** Excel stops at 32,767 characters; other programs may not. */
const LONGEST_VALUE = 2_000_000

/** What the cells of a sheet refer to. */
export type SheetContext = { sharedTexts: readonly string[]; numberFormats: readonly (string | number)[]; date1904: boolean }

/**
 * Takes the XML of a worksheet in pieces and gives its rows (ECMA-376 §18.3.1). A formula cell gives the value last computed,
 * which is all that is looked at; where the sheet says it ends is ignored.
 */
export class XlsxRows {
  formulas = 0
  private readonly context: SheetContext
  private readonly scanner: XmlScanner
  private rows: SheetRow[] = []
  private line = 0
  private cells: Cell[] = []
  private column = -1
  private type = ''
  private style = 0
  private value = ''
  private inData = false
  private inRow = false
  private inValue = false
  private inInline = false
  private inReading = false
  private ended = false

  constructor(context: SheetContext) {
    this.context = context
    this.scanner = new XmlScanner({
      open: (name, attributes) => this.open(name, attributes),
      close: (name) => this.close(name),
      text: (text) => this.text(text),
    })
  }

  /** The rows that are complete with this piece. */
  write(piece: string): SheetRow[] {
    this.scanner.write(piece)
    const rows = this.rows
    this.rows = []
    return rows
  }

  /** Throws `sheet.broken` where the XML stopped before the sheet was over. */
  end(): void {
    this.scanner.end()
    if (!this.ended) throw new SheetError('sheet.broken', { part: 'sheet' })
  }

  private open(name: string, attributes: string): void {
    if (name === 'sheetData') this.inData = true
    if (!this.inData) return
    if (name === 'c') this.openCell(attributes)
    else if (name === 'v') this.inValue = true
    else if (name === 'is') this.inInline = true
    else if (name === 'rPh') this.inReading = true
    else if (name === 't') this.inValue = this.inInline && !this.inReading
    else if (name === 'f') this.formulas++
    else if (name === 'row') this.openRow(attributes)
  }

  private close(name: string): void {
    if (name === 'v' || name === 't') this.inValue = false
    else if (name === 'c') this.closeCell()
    else if (name === 'row') this.closeRow()
    else if (name === 'is') this.inInline = false
    else if (name === 'rPh') this.inReading = false
    else if (name === 'sheetData') this.closeData()
    else if (name === 'worksheet') this.ended = true
  }

  private text(text: string): void {
    if (!this.inValue) return
    this.value += text
    if (this.value.length > LONGEST_VALUE) throw new SheetError('sheet.broken', { part: 'sheet' })
  }

  private openRow(attributes: string): void {
    if (this.inRow) throw new SheetError('sheet.broken', { part: 'sheet' })
    this.inRow = true
    const number = xmlAttribute(attributes, 'r')
    this.line = number === undefined ? this.line + 1 : Number(number)
    if (!Number.isSafeInteger(this.line) || this.line < 1) throw new SheetError('sheet.broken', { part: 'sheet' })
    this.cells = []
    this.column = -1
  }

  private closeData(): void {
    if (this.inRow) throw new SheetError('sheet.broken', { part: 'sheet' })
    this.inData = false
  }

  private closeRow(): void {
    this.inRow = false
    if (this.cells.length > 0) this.rows.push({ line: this.line, cells: this.cells })
    this.cells = []
  }

  private openCell(attributes: string): void {
    const reference = xmlAttribute(attributes, 'r')
    this.column = reference === undefined ? this.column + 1 : columnOf(reference)
    if (this.column < 0 || this.column > LAST_COLUMN) throw new SheetError('sheet.broken', { part: 'sheet' })
    this.type = xmlAttribute(attributes, 't') ?? 'n'
    this.style = Number(xmlAttribute(attributes, 's') ?? 0)
    this.value = ''
  }

  private closeCell(): void {
    const cell = this.value === '' ? null : this.cellValue()
    // Formatted blanks often run to the last column; a row is only as long as its values.
    if (cell === null || cell === '') return
    while (this.cells.length < this.column) this.cells.push(null)
    this.cells[this.column] = cell
  }

  private cellValue(): Cell {
    const text = this.value
    switch (this.type) {
      case 's':
        return this.context.sharedTexts[Number(text)] ?? null
      case 'str':
      case 'inlineStr':
        return decodeExcelEscapes(text)
      case 'b':
        return text === '1' || text === 'true'
      case 'e':
        return text
      case 'd':
        return text.replace(/T00:00(?::00)?(?:\.0*)?Z?$/, '').slice(0, 16)
      default:
        return this.numberValue(text)
    }
  }

  private numberValue(text: string): Cell {
    const number = Number(text)
    // More digits than a number can hold would come out changed.
    if (!Number.isFinite(number) || /^\d{16,}$/.test(text)) return text
    return formattedNumber(number, this.context.numberFormats[this.style], this.context.date1904)
  }
}

/** The column of a reference like `AB12`, from 0; -1 where it has no letters. */
function columnOf(reference: string): number {
  let column = 0
  for (let index = 0; index < reference.length; index++) {
    const letter = reference.charCodeAt(index) & 0xdf
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}
