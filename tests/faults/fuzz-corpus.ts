import { utils, write } from '@e965/xlsx'
import { zipOf } from '../unit/sheets/make-file.ts'

const buffers = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text))
const json = (...values: unknown[]): Buffer[] => values.map((value) => Buffer.from(JSON.stringify(value)))

const ROWS = [
  ['ชื่อลูกค้า', 'เบอร์โทร', 'เลขผู้เสียภาษี', 'วันที่', 'วงเงิน'],
  ['บริษัท ป้ำกตัญญู จำกัด', '081-234-5678', '0105536000101', '3/11/2530', '1,234.50'],
  ['ร้าน "ปู่ฉุย", สาขา 2', '02 123 4567 ต่อ 12', '', '2024-02-29', '-5'],
  ['สมชาย ใจดี', '+66812345678', '3100600445635', '', ''],
]

/** Good files of a kind. */
export function fileCorpus(kind: string): Buffer[] {
  switch (kind) {
    case 'csv': {
      const text = ROWS.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
      return [
        ...buffers(text, text.replaceAll(',', ';'), text.replaceAll('","', '"\t"')),
        Buffer.from(`\ufeff${text}`, 'utf16le'),
      ]
    }
    case 'xlsx':
      return [write(bookOf(), { type: 'buffer', bookType: 'xlsx' }) as Buffer, smallXlsx()]
    case 'xls':
      return (['biff8', 'xlml', 'html'] as const).map((bookType) => write(bookOf(), { type: 'buffer', bookType }) as Buffer)
    default:
      return buffers(
        'BEGIN:VCARD\r\nVERSION:3.0\r\nN:ใจดี;สมชาย;;คุณ;\r\nFN:คุณสมชาย ใจดี\r\nTEL;TYPE=CELL:+66812345678\r\nEMAIL:a@b.co\r\nADR;TYPE=WORK:;;1 ถนน;คลองเตย;กรุงเทพ;10110;ไทย\r\nEND:VCARD\r\n',
        'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=B8=81;=E0=B8=82\r\nTEL;CELL:0812345678\r\nEND:VCARD\r\n',
        'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Long\r\n  line folded\r\nTEL;VALUE=uri:tel:+66-2-123-4567\r\nORG:ACME;Sales\r\nNOTE:a\\nb\\,c\r\nEND:VCARD\r\n',
      )
  }
}

function bookOf() {
  const book = utils.book_new()
  utils.book_append_sheet(book, utils.aoa_to_sheet(ROWS), 'ลูกค้า')
  return book
}

const smallXlsx = (): Buffer =>
  zipOf({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml':
      '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="ก" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>ชื่อ</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>',
  })

export const icsCorpus = (): Buffer[] =>
  buffers(
    'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1@x\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;TZID=Asia/Bangkok:20261125T090000\r\nDURATION:PT1H\r\nSUMMARY:ประชุม\r\nRRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO,WE\r\nEXDATE:20261130T020000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
    'BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0700\r\nTZOFFSETTO:+0700\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261203\r\nSUMMARY:ทั้งวัน\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
  )

export const bodyCorpus = (customer: string): Buffer[] =>
  json(
    {
      values: { name: { type: 'company', form: 'limited', name: 'ก' }, phones: [{ id: 'p', e164: '+66812345678' }], tags: ['ก'] },
    },
    { version: 1, values: { website: 'https://x.co', creditLimit: 100, addresses: [{ id: 'a', text: 'ก', postcode: '10110' }] } },
    { filter: { field: 'grade', op: 'anyOf', value: ['A'] }, sort: { field: 'name', desc: true }, limit: 10, columns: ['name'] },
    { entity: 'deal', groups: [{ field: 'closedAt', by: 'month' }], measure: { kind: 'sum', field: 'amount' } },
    { target: { ids: [customer] }, act: { kind: 'set', values: { grade: 'A' } } },
    {
      activity: { subject: 'โทร', type: 'call', about: [{ entity: 'customer', id: customer }] },
      next: { subject: 'ส่ง', dueAt: '2026-11-25T03:00:00.000Z' },
    },
    { nameTh: 'ก', nameEn: 'a', grants: {}, fields: { 'customer.phones': 'hidden' } },
  )

export const filterCorpus = (): Buffer[] =>
  json(
    { all: [{ field: 'grade', op: 'anyOf', value: ['A', 'B'] }, { not: { field: 'phones', op: 'empty' } }] },
    {
      any: [
        { field: 'creditLimit', op: 'between', value: [1, 2] },
        { field: 'lastContactAt', op: 'within', value: 'thisMonth' },
      ],
    },
    { field: 'name', op: 'contains', value: 'ก' },
    { field: 'customerSince', op: 'before', value: '2026-01-01' },
    { field: 'parent.name', op: 'startsWith', value: 'ก' },
    { field: 'owner', op: 'anyOf', value: ['@me'] },
  )

/** A cursor as the server gave it, and what it holds inside. */
export const cursorCorpus = (cursor: string): Buffer[] => [
  Buffer.from(cursor),
  Buffer.from(Buffer.from('{"sort":"createdAt-","value":null,"rid":3}').toString('base64url')),
  Buffer.from(Buffer.from('["name+","ก",1]').toString('base64url')),
]

export const bridgeCorpus = (): Buffer[] => [
  ...json(
    { title: 'ก', body: 'ข', path: '/customers' },
    { url: 'https://line.me/ti/p/~x' },
    { title: 'ก' },
    { count: 3 },
    { language: 'th', theme: 'dark' },
    { host: '192.168.1.20', port: 8443 },
  ),
  ...buffers('https://example.com/', 'mailto:a@b.co', 'tel:+66812345678'),
]

export const queryCorpus = (customer: string): Buffer[] =>
  buffers(
    'api/access-log?action=view&from=2026-11-01&until=2026-11-30&before=10',
    `api/records/customer/${customer}/history?before=100`,
    'api/calendar?from=2026-11-01&until=2026-11-30&whose=mine&logged=yes',
    `api/timeline/customer/${customer}?type=call&after=x`,
    'api/duplicates/customer?state=open&limit=50&after=x',
    'api/places?text=คลองเตย',
    'api/presence/window-1234?entity=customer&id=x',
    `api/records/customer/${customer}/files/${'a'.repeat(64)}`,
    'api/targets?year=2026',
    'assets/x.js?y=1',
  )
