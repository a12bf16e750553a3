import { afterAll, describe, expect, it } from 'vitest'
import type { Cell } from '../../../server/sheets/sheet.ts'
import { readAll, saved, tempFolder } from './make-file.ts'

const folder = tempFolder()
afterAll(folder.remove)

async function cards(lines: readonly string[], lineEnd = '\r\n'): Promise<Record<string, Cell>[]> {
  const { info, cells } = await readAll(saved(folder.path('cards.vcf'), lines.join(lineEnd)))
  expect(info.format).toBe('vcard')
  return cells.map((row) =>
    Object.fromEntries(info.headers.flatMap((header, index) => (row[index] ? [[header, row[index]]] : []))),
  )
}

describe('a file of vCards', () => {
  it('of version 2.1 is read with its escaped Thai, its soft line breaks and without its picture', async () => {
    const found = await cards([
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=B9=83=E0=B8=88=E0=B8=94=E0=B8=B5;=E0=B8=AA=',
      '=E0=B8=A1=E0=B8=8A=E0=B8=B2=E0=B8=A2;;=E0=B8=84=E0=B8=B8=E0=B8=93;',
      'ORG;CHARSET=TIS-620;QUOTED-PRINTABLE:=BA=C3=D4=C9=D1=B7',
      'TEL;WORK;FAX:02-123-4567',
      'TEL;HOME:02-765-4321',
      'TEL;CELL:081-234-5678',
      'PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ',
      ' EAYABgAAD/4QBoRXhpZgAASUkq',
      'AAAAB',
      '',
      'NOTE:C:\\new\\path',
      'BDAY:19800322',
      'END:VCARD',
    ])
    expect(found).toEqual([
      {
        'Full name': 'คุณ สมชาย ใจดี',
        Title: 'คุณ',
        'First name': 'สมชาย',
        'Last name': 'ใจดี',
        Organization: 'บริษัท',
        Phones: '081-234-5678\n02-765-4321',
        Fax: '02-123-4567',
        Note: 'C:\\new\\path',
        Birthday: '1980-03-22',
      },
    ])
  })

  it('of version 3.0 is read with folded lines, groups, labels and a card within the card', async () => {
    const found = await cards([
      'begin:vcard',
      'VERSION:3.0',
      'FN:สมหญิง รักไทย',
      'N:รักไทย;สมหญิง;;;',
      'X-PHONETIC-FIRST-NAME:Somying',
      'X-PHONETIC-LAST-NAME:Rakthai',
      'ORG:บริษัท ก\\, ข จำกัด;ฝ่ายขาย',
      'TITLE:ผู้จัดการ',
      'EMAIL;TYPE=INTERNET:b@example.com',
      'item1.EMAIL;type=INTERNET;type=pref:a@example.com',
      'item2.URL:https://line.me/ti/p/~somying',
      'item2.X-ABLabel:LINE',
      'X-LINE:somying99',
      'ADR;TYPE=WORK:;;99/1 ถนนสุขุมวิท\\nชั้น 5;แขวงคลองเตย',
      ' เหนือ;กรุงเทพฯ;10110;ไทย',
      'AGENT:BEGIN:VCARD\\nFN:ผู้ช่วย\\nEND:VCARD',
      'NOTE:บรรทัดแรก\\nบรรทัดสอง\\; จบ',
      'AGENT:',
      'BEGIN:VCARD',
      'FN:อีกคน',
      'END:VCARD',
      'NICKNAME:หญิง',
      'end:vcard',
    ])
    expect(found).toEqual([
      {
        'Full name': 'สมหญิง รักไทย',
        'First name': 'สมหญิง',
        'Last name': 'รักไทย',
        'Phonetic name': 'Somying Rakthai',
        Organization: 'บริษัท ก, ข จำกัด',
        Department: 'ฝ่ายขาย',
        Position: 'ผู้จัดการ',
        'E-mails': 'a@example.com\nb@example.com',
        LINE: 'https://line.me/ti/p/~somying\nsomying99',
        Address: '99/1 ถนนสุขุมวิท ชั้น 5, แขวงคลองเตยเหนือ, กรุงเทพฯ, 10110, ไทย',
        Note: 'บรรทัดแรก\nบรรทัดสอง; จบ',
        Nickname: 'หญิง',
      },
    ])
  })

  it('of version 4.0 is read with numbers written as addresses, and each card has its number', async () => {
    const lines = [
      'BEGIN:VCARD',
      'VERSION:4.0',
      'FN:Simon Example',
      'TEL;VALUE=uri;TYPE="work,voice";PREF=1:tel:+1-418-656-9254;ext=102',
      'IMPP;X-SERVICE-TYPE=LINE:line:simon',
      'BDAY:--0203',
      'PHOTO:data:image/jpeg;base64,AAAA',
      'END:VCARD',
    ]
    expect(await cards([...lines, '', 'BEGIN:VCARD', 'FN:Last one, cut o'], '\n')).toEqual([
      { 'Full name': 'Simon Example', Phones: '+1-418-656-9254 ext. 102', LINE: 'simon', Birthday: '--0203' },
      { 'Full name': 'Last one, cut o' },
    ])
    const { rows } = await readAll(folder.path('cards.vcf'))
    expect(rows.map((row) => row.line)).toEqual([1, 2])
  })
})
