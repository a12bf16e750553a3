import { afterAll, describe, expect, it } from 'vitest'
import { readAll, saved, tempFolder } from './make-file.ts'

const folder = tempFolder()
afterAll(folder.remove)

const THAI = 'ชื่อ,โทร\r\nสมชาย ใจดี,0812345678\r\nน้ำผึ้ง ที่ปั๊ม,021234567\r\n'

/** Windows-874 puts the Thai block at 0xA1; ASCII stays. */
function windows874(text: string): Buffer {
  return Buffer.from([...text].map((sign) => (sign > '\u0e00' ? sign.charCodeAt(0) - 0x0e00 + 0xa0 : sign.charCodeAt(0))))
}

describe('a text file of rows', () => {
  it.each([
    ['utf-8', Buffer.from(THAI)],
    ['utf-8', Buffer.from(`\ufeff${THAI}`)],
    ['utf-16le', Buffer.from(`\ufeff${THAI}`, 'utf16le')],
    ['utf-16le', Buffer.from(THAI, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${THAI}`, 'utf16le').swap16()],
    ['utf-16be', Buffer.from(THAI, 'utf16le').swap16()],
    ['windows-874', windows874(THAI)],
  ])('is read the same in %s and says which it was', async (encoding, bytes) => {
    const { info, cells } = await readAll(saved(folder.path('thai.csv'), bytes))
    expect(info.encoding).toBe(encoding)
    expect(info.headers).toEqual(['ชื่อ', 'โทร'])
    expect(cells).toEqual([
      ['สมชาย ใจดี', '0812345678'],
      ['น้ำผึ้ง ที่ปั๊ม', '021234567'],
    ])
  })

  it('is not taken for Thai when it is Western', async () => {
    const text = Buffer.from('name,city\nJosé Müller,Malmö\nFrançois,Besançon\n', 'latin1')
    const { info, cells } = await readAll(saved(folder.path('west.csv'), text))
    expect(info.encoding).toBe('windows-1252')
    expect(cells[0]).toEqual(['José Müller', 'Malmö'])
  })

  it('stays UTF-8 when a single byte of it is damaged', async () => {
    const bytes = Buffer.concat([Buffer.from(THAI.repeat(10)), Buffer.from([0xe0, 0x0a])])
    expect((await readAll(saved(folder.path('damaged.csv'), bytes))).info.encoding).toBe('utf-8')
  })

  it('is read in the encoding that the user names', async () => {
    const path = saved(folder.path('named.csv'), windows874('ชื่อ\nก\n'))
    expect((await readAll(path, { encoding: 'TIS-620' })).cells).toEqual([['ก']])
    await expect(readAll(path, { encoding: 'klingon' })).rejects.toMatchObject({
      code: 'sheet.encoding',
      params: { encoding: 'klingon' },
    })
  })

  it.each([',', '\t', ';', '|'])('is split at %j by what most lines hold', async (sign) => {
    const text = `name${sign}note${sign}amount\n${`"a${sign}b"${sign}"x, y; z"${sign}"1,200"\n`.repeat(5)}`
    const { info, cells } = await readAll(saved(folder.path('delimiter.csv'), text))
    expect(info.delimiter).toBe(sign)
    expect(info.format).toBe(sign === '\t' ? 'tsv' : 'csv')
    expect(cells[0]).toEqual([`a${sign}b`, 'x, y; z', '1,200'])
  })

  it('heeds the separator line that Excel writes, which is no row', async () => {
    const { info, rows } = await readAll(saved(folder.path('sep.csv'), 'sep=;\r\nname;price\r\na;1,5\r\n'))
    expect(info).toMatchObject({ delimiter: ';', headers: ['name', 'price'], headerRow: 1 })
    expect(rows).toEqual([{ line: 2, cells: ['a', '1,5'] }])
  })

  it('keeps line breaks within quotes and counts rows as a spreadsheet shows them', async () => {
    const text = 'name,address\r\n"ก","1 หมู่ 2\nตำบล ""ท่าศาลา"""\r\n\r\n,,\r\nข,3\r\n\r\n\r\n'
    const { info, rows } = await readAll(saved(folder.path('lines.csv'), text))
    expect(rows).toEqual([
      { line: 2, cells: ['ก', '1 หมู่ 2\nตำบล "ท่าศาลา"'] },
      { line: 5, cells: ['ข', '3'] },
    ])
    expect(info.rowCount).toBe(2)
  })

  it('is read with the line ends of old Macs and with mixed ones', async () => {
    expect((await readAll(saved(folder.path('mac.csv'), 'a,b\rx,y\rz,w\r'))).info.rowCount).toBe(2)
    expect((await readAll(saved(folder.path('mixed.csv'), 'a,b\r\nx,y\nz,w\r\n'))).info.rowCount).toBe(2)
  })

  it('finds the header below a letterhead, numbers its doubles and names its gaps', async () => {
    const text = 'บริษัท ตัวอย่าง จำกัด,,,\n\nรายชื่อลูกค้า ณ 1 มกราคม,,,\nชื่อ,โทร,โทร,\nก,081,082,จำ\nข,083,084,\n'
    const { info, rows } = await readAll(saved(folder.path('title.csv'), text))
    expect(info.headerRow).toBe(4)
    expect(info.headers).toEqual(['ชื่อ', 'โทร', 'โทร (2)', 'D'])
    expect(rows[0]).toEqual({ line: 5, cells: ['ก', '081', '082', 'จำ'] })
  })

  it('takes the header row that the user names, or none', async () => {
    const path = saved(folder.path('choice.csv'), 'a,b\nc,d\ne,f\n')
    expect((await readAll(path, { headerRow: 2 })).info).toMatchObject({ headers: ['c', 'd'], rowCount: 1, headerRow: 2 })
    expect((await readAll(path, { headerRow: 0 })).info).toMatchObject({ headers: ['A', 'B'], rowCount: 3, headerRow: 0 })
  })

  it('loses no row of a bare list of numbers', async () => {
    const { info } = await readAll(saved(folder.path('numbers.csv'), '0812345678\n0823456789\n'))
    expect(info).toMatchObject({ headers: ['A'], rowCount: 2, headerRow: 0 })
  })

  it('keeps leading zeros and long numbers as they were typed', async () => {
    const { cells } = await readAll(saved(folder.path('zeros.csv'), 'code,tax\n007,0105536000315000000001\n'))
    expect(cells).toEqual([['007', '0105536000315000000001']])
  })

  it('waits for a slow consumer and gives the rows in order', async () => {
    const path = saved(folder.path('many.csv'), `n\n${Array.from({ length: 2_300 }, (_, index) => `row ${index}`).join('\n')}\n`)
    const { rows } = await readAll(path)
    expect(rows.map((row) => row.line)).toEqual(Array.from({ length: 2_300 }, (_, index) => index + 2))
  })
})
