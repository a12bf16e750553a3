import { type BookType, utils, write } from '@e965/xlsx'
import ExcelJS from 'exceljs'
import { afterAll, describe, expect, it } from 'vitest'
import { inspectSheet } from '../../../server/sheets/inspect-sheet.ts'
import { readAll, saved, tempFolder, textCell, workbookParts, zipOf } from './make-file.ts'

const folder = tempFolder()
afterAll(folder.remove)

describe('an .xlsx workbook', () => {
  it('made by Excel is read with shared texts, dates, zeros and truth values', async () => {
    const sharedStrings =
      '<si><t>ชื่อ</t></si><si><r><t>สม</t></r><r><t>ชาย</t></r><rPh><t>SOMCHAI</t></rPh></si><si><t>a_x000D_b &lt;c&gt;</t></si>'
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="0000000000"/><numFmt numFmtId="165" formatCode="0\\-0000"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
    const sheet =
      '<dimension ref="A1:A1"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>วันที่</t></is></c></row>' +
      '<row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4" s="1"><v>46023</v></c><c r="C4" s="2"><v>46023.39583333333</v></c>' +
      '<c r="D4" s="3"><v>812345678</v></c><c r="E4" t="b"><v>1</v></c><c r="F4"><v>-12.5</v></c><c r="G4" t="s"><v>2</v></c>' +
      '<c r="H4" s="4"><v>12</v></c><c r="I4"><v>12345678901234567890</v></c><c r="ZZ4" s="1"/></row></sheetData>'
    const { info, rows } = await readAll(saved(folder.path('excel.xlsx'), zipOf(workbookParts(sheet, { sharedStrings, styles }))))
    expect(info).toMatchObject({ format: 'xlsx', sheetNames: ['ลูกค้า & คู่ค้า'], sheetName: 'ลูกค้า & คู่ค้า', headerRow: 1, formulas: 0 })
    expect(info.headers).toEqual(['ชื่อ', 'วันที่', 'C', 'D', 'E', 'F', 'G', 'H', 'I'])
    expect(rows).toEqual([
      {
        line: 4,
        cells: [
          'สมชาย',
          '2026-01-01',
          '2026-01-01T09:30',
          '0812345678',
          true,
          -12.5,
          'a\rb <c>',
          '0-0012',
          '12345678901234567890',
        ],
      },
    ])
  })

  it('full of formulas gives the values last computed, counts them and computes nothing', async () => {
    const cell =
      '<c><f>1+1</f><v>2</v></c><c t="str"><f>HYPERLINK("http://example.com","x")</f><v>x</v></c><c><f>WEBSERVICE("http://example.com")</f></c>'
    const sheet = `<sheetData><row>${textCell('a')}${textCell('b')}${textCell('c')}</row>${`<row>${cell}</row>`.repeat(3)}</sheetData>`
    const { info, cells } = await readAll(saved(folder.path('formulas.xlsx'), zipOf(workbookParts(sheet))))
    expect(info.formulas).toBe(9)
    expect(cells[0]).toEqual([2, 'x'])
  })

  it('with prefixed names and a comment is read like any other', async () => {
    const parts = workbookParts('')
    parts['xl/worksheets/sheet1.xml'] =
      '<?xml version="1.0"?><x:worksheet xmlns:x="m"><!-- <x:row> --><x:sheetData><x:row><x:c t="str"><x:v>h</x:v></x:c></x:row><x:row><x:c t="str"><x:v><![CDATA[<v>]]></x:v></x:c></x:row></x:sheetData></x:worksheet>'
    expect((await readAll(saved(folder.path('prefix.xlsx'), zipOf(parts)))).cells).toEqual([['<v>']])
  })

  it('gives the sheet that is asked for, else the first that is shown', async () => {
    const workbook = new ExcelJS.Workbook()
    workbook.addWorksheet('ซ่อน', { state: 'hidden' }).addRows([['hidden'], ['1']])
    workbook.addWorksheet('แรก').addRows([['first'], ['a']])
    workbook.addWorksheet('สอง').addRows([['second'], ['b']])
    await workbook.xlsx.writeFile(folder.path('sheets.xlsx'))
    expect((await readAll(folder.path('sheets.xlsx'))).info).toMatchObject({
      sheetName: 'แรก',
      sheetNames: ['ซ่อน', 'แรก', 'สอง'],
    })
    expect((await readAll(folder.path('sheets.xlsx'), { sheetName: 'สอง' })).cells).toEqual([['b']])
    await expect(readAll(folder.path('sheets.xlsx'), { sheetName: 'สาม' })).rejects.toMatchObject({ code: 'sheet.no_such_sheet' })
  })

  it('is summed up by column, in a process of its own', async () => {
    const rows = Array.from(
      { length: 300 },
      (_, index) => `<row>${textCell(`ลูกค้า ${index}`)}${textCell(index % 2 ? 'A' : 'B')}${index < 10 ? textCell('x') : ''}</row>`,
    )
    const sheet = `<sheetData><row>${textCell('ชื่อ')}${textCell('กลุ่ม')}${textCell('หมายเหตุ')}</row>${rows.join('')}</sheetData>`
    const inspection = await inspectSheet(saved(folder.path('columns.xlsx'), zipOf(workbookParts(sheet))), 'columns.xlsx')
    expect(inspection.rowCount).toBe(300)
    expect(inspection.sample).toHaveLength(50)
    expect(inspection.columns.map((column) => [column.distinct.length, column.filled])).toEqual([
      [200, 300],
      [2, 300],
      [1, 10],
    ])
    expect(inspection.columns[1]?.distinct.map((entry) => entry.value)).toEqual(['B', 'A'])
  })
})

describe('an .xls workbook', () => {
  const sheet = utils.aoa_to_sheet([
    ['ชื่อ', 'โทร', 'วันที่', 'รหัส'],
    ['สมชาย', '0812345678', { t: 'n', v: 46023, z: 'dd/mm/yyyy' }, { t: 'n', v: 7, z: '000' }],
  ])
  const workbook = utils.book_new(sheet, 'ลูกค้า')

  it.each<BookType>(['biff8', 'xlml'])('in the form %s is read with Thai text, dates and zeros', async (bookType) => {
    const path = saved(folder.path('book.xls'), write(workbook, { type: 'buffer', bookType }) as Buffer)
    const { info, cells } = await readAll(path)
    expect(info).toMatchObject({ format: 'xls', sheetNames: ['ลูกค้า'], headers: ['ชื่อ', 'โทร', 'วันที่', 'รหัส'] })
    expect(cells).toEqual([['สมชาย', '0812345678', '2026-01-01', '007']])
  })

  it('that is really a web page is read as the table it shows', async () => {
    const html =
      '<html><head><meta charset="utf-8"></head><body><table><tr><th>ชื่อ</th><th>โทร</th></tr><tr><td>ก &amp; ข</td><td>0812345678</td></tr></table></body></html>'
    const { info, cells } = await readAll(saved(folder.path('page.xls'), html))
    expect(info).toMatchObject({ format: 'xls', encoding: 'utf-8' })
    expect(cells).toEqual([['ก & ข', '0812345678']])
  })

  it('that is really a text or an .xlsx is read as what it is', async () => {
    expect((await readAll(saved(folder.path('text.xls'), 'a\tb\nc\td\n'))).info.format).toBe('tsv')
    const parts = workbookParts(`<sheetData><row>${textCell('h')}</row><row>${textCell('v')}</row></sheetData>`)
    expect((await readAll(saved(folder.path('new.xls'), zipOf(parts)))).info.format).toBe('xlsx')
  })
})

describe('a workbook that begins with an empty sheet', () => {
  const file = (bookType: BookType) => {
    const book = utils.book_new()
    utils.book_append_sheet(book, utils.aoa_to_sheet([]), 'ปก')
    utils.book_append_sheet(book, utils.aoa_to_sheet([['ชื่อ'], ['ป้ำ']]), 'ลูกค้า')
    return saved(folder.path(`first-empty.${bookType}`), write(book, { type: 'buffer', bookType }) as Buffer)
  }

  it.each(['xlsx', 'biff8'] as const)('is read where its first words are (%s)', async (bookType) => {
    const { info, cells } = await readAll(file(bookType))
    expect(info).toMatchObject({ sheetNames: ['ปก', 'ลูกค้า'], sheetName: 'ลูกค้า', headers: ['ชื่อ'] })
    expect(cells).toEqual([['ป้ำ']])
  })
})
