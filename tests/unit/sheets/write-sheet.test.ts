import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { read } from '@e965/xlsx'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/sheets/sheet.ts'
import { writeCsv } from '../../../server/sheets/write-csv.ts'
import { writeErrorSheet } from '../../../server/sheets/write-error-sheet.ts'
import { writeXlsx, type XlsxColumn } from '../../../server/sheets/write-xlsx.ts'
import { readAll, tempFolder } from './make-file.ts'

const folder = tempFolder()
afterAll(folder.remove)

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

async function csvText(headers: string[], rows: Cell[][]): Promise<string> {
  const stream = new PassThrough()
  const [written] = await Promise.all([buffer(stream), writeCsv(stream, headers, each(rows))])
  return written.toString('utf8')
}

/** Texts that spreadsheet programs have taken for formulas, among ordinary ones. */
const dangerous = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'=", "''+", ' =', '\u00a0@', '\u200b='),
      fc.string(),
    )
    .map(([sign, rest]) => sign + rest),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    "=cmd|' /C calc'!A0",
    '+66 81 234 5678',
    '-5',
    '@SUM(1)',
    '007',
    '1,200',
    'น้ำผึ้ง',
    '_x0041_',
    '"=1"',
    'a,"b"\r\nc',
    '#N/A',
    'TRUE',
  ),
)

/** What a workbook cannot hold: characters XML forbids. Line ends become one. */
// biome-ignore lint/complexity/useRegexLiterals: written as text, so that no control character stands in the source.
const FORBIDDEN = new RegExp('[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\ufffe\\uffff]', 'g')

function legal(value: string): string {
  return value.replace(/\r\n?/g, '\n').toWellFormed().replace(FORBIDDEN, '')
}

describe('a CSV file for others', () => {
  it('opens rightly in Excel: byte order mark, CRLF, quotes, numbers as numbers', async () => {
    const written = await csvText(
      ['ชื่อ', 'ยอด'],
      [
        ['ก "ข", ค', -1250.5],
        ['บรรทัด\nสอง', null],
      ],
    )
    expect(written).toBe('\ufeffชื่อ,ยอด\r\n"ก ""ข"", ค",-1250.5\r\n"บรรทัด\nสอง",\r\n')
  })

  it('keeps telephone numbers readable and negative numbers as numbers', async () => {
    expect(await csvText(['โทร', 'ยอด', 'หมายเหตุ'], [['+66812345678', -5, '-5']])).toContain("'+66812345678,-5,'-5")
  })

  it('never holds a text that a spreadsheet would compute, and gives every text back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(dangerous, dangerous), { minLength: 1, maxLength: 20 }), async (rows) => {
        const path = folder.path('guard.csv')
        await writeCsv(path, ['=head', 'ข้อ'], each(rows.map((row) => ['x', ...row])))
        const sheet = read(readFileSync(path, 'utf8'), { type: 'string', raw: true, dense: true }).Sheets.Sheet1
        for (const cell of (sheet?.['!data'] ?? []).flat()) {
          expect(String(cell?.v ?? '')).not.toMatch(/^[\s\u200b\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/u)
          expect(cell?.f).toBeUndefined()
        }
        const { cells } = await readAll(path, { headerRow: 1 })
        const blank = /^[\s\u200b\ufeff]*$/u
        const back = cells.map((row) => [row[1] ?? '', row[2] ?? ''])
        expect(back).toEqual(rows.map((row) => row.map((value) => (blank.test(value) ? '' : value.toWellFormed()))))
      }),
      { numRuns: 300 },
    )
  })
})

describe('an .xlsx file for others', () => {
  const columns: XlsxColumn[] = [
    { header: 'รหัส', kind: 'text' },
    { header: 'จำนวน', kind: 'number' },
    { header: 'ยอด', kind: 'money' },
    { header: 'วันที่', kind: 'date' },
    { header: 'เวลา', kind: 'datetime' },
  ]

  it('holds texts as texts, numbers as numbers and dates as dates, below a header that stays', async () => {
    const path = folder.path('typed.xlsx')
    const rows: Cell[][] = [
      ['007', 12, 1250.5, '2026-02-28', '2026-02-28T09:30'],
      ['+66812345678', -5, 0, '2026-02-30', 'พรุ่งนี้'],
    ]
    expect(await writeXlsx(path, 'ลูกค้า: [2569]/1', columns, each(rows))).toBe(2)
    const { info, cells } = await readAll(path)
    expect(info).toMatchObject({ sheetName: 'ลูกค้า   2569  1', headers: columns.map((column) => column.header), formulas: 0 })
    expect(cells).toEqual(rows)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(path)
    const sheet = workbook.worksheets[0]!
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet.autoFilter).toBe('A1:E3')
    expect(sheet.getCell('A1').font.bold).toBe(true)
    expect(sheet.getCell('C2').numFmt).toBe('#,##0.00')
    expect(sheet.getCell('D2').value).toEqual(new Date('2026-02-28T00:00:00Z'))
    expect(sheet.getCell('A2').type).toBe(ExcelJS.ValueType.String)
  })

  it('never holds a formula, and gives every text back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(dangerous, { minLength: 1, maxLength: 40 }), async (values) => {
        const path = folder.path('guard.xlsx')
        await writeXlsx(
          path,
          'x',
          [
            { header: '=1+1', kind: 'text' },
            { header: 'b', kind: 'date' },
          ],
          each(values.map((value) => ['x', value])),
        )
        const sheet = read(readFileSync(path), { dense: true }).Sheets.x
        for (const cell of (sheet?.['!data'] ?? []).flat()) expect([cell?.f, cell?.F]).toEqual([undefined, undefined])
        const { info, cells } = await readAll(path, { headerRow: 1 })
        expect(info).toMatchObject({ formulas: 0, headers: ['=1+1', 'b'] })
        const blank = /^[\s\u200b\ufeff]*$/u
        expect(cells.map((row) => row[1] ?? '')).toEqual(values.map((value) => (blank.test(legal(value)) ? '' : legal(value))))
      }),
      { numRuns: 100 },
    )
  })

  it('cuts a text that is longer than Excel can hold', async () => {
    await writeXlsx(folder.path('long.xlsx'), 'x', [{ header: 'a', kind: 'text' }], each([['ก'.repeat(40_000)]]))
    const { cells } = await readAll(folder.path('long.xlsx'))
    expect(String(cells[0]?.[0])).toHaveLength(32_767)
  })

  it('gives refused rows back with their number and reasons, ready to be put right', async () => {
    const rows = [{ line: 7, cells: ['007', null, '=x'], reasons: ['ไม่มีชื่อ', 'โทรศัพท์ไม่ครบ'] }]
    const words = { sheetName: 'ต้องแก้', lineHeader: 'แถว', reasonHeader: 'เหตุผล' }
    expect(await writeErrorSheet(folder.path('errors.xlsx'), ['รหัส', 'ชื่อ', 'โทร'], each(rows), words)).toBe(1)
    const { info, cells } = await readAll(folder.path('errors.xlsx'))
    expect(info.headers).toEqual(['แถว', 'เหตุผล', 'รหัส', 'ชื่อ', 'โทร'])
    expect(cells).toEqual([[7, 'ไม่มีชื่อ\nโทรศัพท์ไม่ครบ', '007', null, '=x']])
  })
})
