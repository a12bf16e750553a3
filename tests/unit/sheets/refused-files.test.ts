import { closeSync, ftruncateSync, openSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { utils, write } from '@e965/xlsx'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, describe, expect, it } from 'vitest'
import { inspectSheet } from '../../../server/sheets/inspect-sheet.ts'
import { refusalOf, saved, tempFolder, textCell, workbookParts, zipOf } from './make-file.ts'

const folder = tempFolder()
afterAll(folder.remove)

const MEBIBYTE = 1024 * 1024
const SMALL_SHEET = `<sheetData><row>${textCell('name')}</row><row>${textCell('x')}</row></sheetData>`
const workbook = () => zipOf(workbookParts(SMALL_SHEET))

/** A real .xls with one of its first records turned into the one that says the rest is encrypted (MS-XLS 2.4.117). */
function xlsWithPassword(): Buffer {
  const bytes = write(utils.book_new(utils.aoa_to_sheet([['a'], ['b']]), 'x'), { type: 'buffer', bookType: 'biff8' }) as Buffer
  const start = bytes.indexOf(Buffer.from([0x09, 0x08, 0x10, 0x00]))
  const second = start + 4 + bytes.readUInt16LE(start + 2)
  bytes.writeUInt16LE(0x2f, second)
  return bytes
}

function sparse(path: string, bytes: number): string {
  const file = openSync(path, 'w')
  ftruncateSync(file, bytes)
  closeSync(file)
  return path
}

function withSheet(inner: string, prolog = ''): Buffer {
  return zipOf(workbookParts(inner, { prolog }))
}

/** Deflates to almost nothing. Its directory tells the truth, or `claim`. */
function bomb(bytes: number, claim: number): Buffer {
  const parts = { ...workbookParts(SMALL_SHEET), 'xl/worksheets/sheet1.xml': Buffer.alloc(bytes, ' ') }
  return zipOf(parts, { 'xl/worksheets/sheet1.xml': claim })
}

const wide = Array.from({ length: 1_001 }, (_, index) => `c${index}`)

const REFUSED: [what: string, code: string, make: (path: string) => string | Promise<string>, name?: string][] = [
  ['an empty file', 'sheet.empty', (path) => saved(path, '')],
  ['a file of blank lines', 'sheet.empty', (path) => saved(path, '\r\n,,,\r\n  \r\n')],
  ['a workbook without a filled cell', 'sheet.empty', (path) => saved(path, withSheet('<sheetData/>'))],
  ['a header without rows', 'sheet.no_rows', (path) => saved(path, 'ชื่อ,โทร\r\n')],
  [
    'a workbook of a header alone',
    'sheet.no_rows',
    (path) => saved(path, withSheet(`<sheetData><row>${textCell('ชื่อ')}</row></sheetData>`)),
  ],
  ['a sparse file of 1 GB', 'sheet.too_large', (path) => sparse(path, 1024 * MEBIBYTE)],
  ['a file of zero bytes that calls itself CSV', 'sheet.not_a_table', (path) => sparse(path, 100 * MEBIBYTE), 'zero.csv'],
  [
    'a picture',
    'sheet.unknown_format',
    (path) => saved(path, Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70, 0, 1, 1, 0, 0, 1])),
    'a.jpg',
  ],
  ['a PDF', 'sheet.unknown_format', (path) => saved(path, '%PDF-1.7\n1 0 obj'), 'a.pdf'],
  [
    'rubbish that calls itself .xlsx',
    'sheet.broken',
    (path) => saved(path, Buffer.from('\u0000\u0001\u0002rubbish\u0003')),
    'a.xlsx',
  ],
  ['a zip archive without a workbook', 'sheet.unknown_format', (path) => saved(path, zipOf({ 'readme.txt': 'hello' }))],
  ['half a workbook', 'sheet.broken', (path) => saved(path, workbook().subarray(0, 700))],
  ['a workbook with damaged data', 'sheet.broken', (path) => saved(path, workbook().fill(0xaa, 60, 90))],
  [
    'a sheet that stops in the middle',
    'sheet.broken',
    (path) =>
      saved(
        path,
        zipOf({ ...workbookParts(''), 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c><v>1</v></c></row>' }),
      ),
  ],
  [
    'a sheet whose rows are not closed',
    'sheet.broken',
    (path) => saved(path, withSheet('<sheetData><row><c><v>1</v></c></sheetData>')),
  ],
  ['half an .xls', 'sheet.broken', (path) => saved(path, xlsWithPassword().subarray(0, 1_000))],
  ['an .xls with a password', 'sheet.password', (path) => saved(path, xlsWithPassword())],
  [
    'an .xlsx with a password',
    'sheet.password',
    async (path) => {
      const bytes = await writeXlsx({
        sheets: [{ name: 'x', rows: [['a'], ['b']] }],
        encryption: { password: 'secret', spinCount: 1_000 },
      })
      return saved(path, Buffer.from(bytes))
    },
  ],
  ['a zip bomb', 'sheet.zip_bomb', (path) => saved(path, bomb(300 * MEBIBYTE, 300 * MEBIBYTE))],
  ['a zip bomb that claims more than it is', 'sheet.zip_bomb', (path) => saved(path, bomb(MEBIBYTE, 2_000 * MEBIBYTE))],
  [
    'a document type that defines entities',
    'sheet.broken',
    (path) => saved(path, withSheet(SMALL_SHEET, '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>')),
  ],
  [
    'an XML spreadsheet that defines entities',
    'sheet.broken',
    (path) =>
      saved(
        path,
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "a">]><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
      ),
  ],
  ['a text of 1,001 columns', 'sheet.too_many_columns', (path) => saved(path, `${wide.join(',')}\n${wide.join(',')}\n`)],
  [
    'a workbook of 1,001 columns',
    'sheet.too_many_columns',
    (path) => saved(path, withSheet(`<sheetData><row>${wide.map(textCell).join('')}</row></sheetData>`)),
  ],
  [
    'a cell beyond the last column of Excel',
    'sheet.broken',
    (path) => saved(path, withSheet('<sheetData><row><c r="ZZZZZZ1"><v>1</v></c></row></sheetData>')),
  ],
  [
    'a row beyond the last of Excel',
    'sheet.too_many_rows',
    (path) => saved(path, withSheet('<sheetData><row r="99999999"><c><v>1</v></c></row></sheetData>')),
  ],
  ['more rows than Excel holds', 'sheet.too_many_rows', (path) => saved(path, 'a\n'.repeat(1_048_600))],
  [
    'a picture that calls itself CSV',
    'sheet.not_a_table',
    (path) => saved(path, Buffer.from([0x89, 80, 78, 71, 0, 1, 2, 3])),
    'a.csv',
  ],
  ['a quote that is never closed', 'sheet.broken', (path) => saved(path, `a,b\n1,"${'x\n'.repeat(20_000)}`)],
  ['a line without an end', 'sheet.line_too_long', (path) => saved(path, `a,b\n1,"${'x\n'.repeat(2_000_000)}`)],
]

describe('a file that cannot be imported', () => {
  it.each(REFUSED)('%s is refused as %s within 10 seconds', async (_, code, make, name) => {
    const path = await make(folder.path('refused'))
    const refusal = await refusalOf(path, name)
    expect(refusal.code).toBe(code)
    expect(refusal.seconds).toBeLessThan(10)
  })

  it('that unpacks to more than its directory claims is stopped there', async () => {
    const parts = workbookParts(SMALL_SHEET, { sharedStrings: '<si><t>x</t></si>'.repeat(1_000_000) })
    const path = saved(folder.path('liar.xlsx'), zipOf(parts, { 'xl/sharedStrings.xml': 1_000 }))
    expect((await refusalOf(path)).code).toBe('sheet.zip_bomb')
  })

  it('that would fill the memory ends its own process, and the server goes on', async () => {
    const path = saved(folder.path('memory.xls'), `<table>${`<tr>${'<td>1'.repeat(100)}`.repeat(90_000)}</table>`)
    const inspection = inspectSheet(path, 'memory.xls', { memoryMebibytes: 96 })
    await expect(inspection).rejects.toMatchObject({ code: 'sheet.too_large', params: { memoryMebibytes: 96 } })
    expect((await inspectSheet(saved(folder.path('next.csv'), 'a\nb\n'), 'next.csv')).rowCount).toBe(1)
  })

  it('that takes too long is given up', async () => {
    const path = saved(folder.path('slow.csv'), `a,b\n${'x,y\n'.repeat(1_000_000)}`)
    await expect(inspectSheet(path, 'slow.csv', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'sheet.timeout' })
  })

  it('leaves the event loop of the server free while it is looked at', async () => {
    const path = saved(folder.path('busy.csv'), `a,b\n${'some text,more text\n'.repeat(500_000)}`)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    const started = performance.now()
    delay.enable()
    await inspectSheet(path, 'busy.csv')
    delay.disable()
    // Read here, the file would hold the loop for nearly all of that time, however fast the machine is.
    expect(delay.max / 1e6).toBeLessThan((performance.now() - started) / 2)
  })
})
