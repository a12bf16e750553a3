import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkImport, plannedRows } from '../support/import-run.ts'
import { TestOffice } from '../support/test-office.ts'

describe('a row of an import that goes beyond a field’s limits', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
    for (const [labelTh, kind] of [
      ['ส่วนลดพิเศษ', 'percent'],
      ['แคตตาล็อก', 'url'],
    ])
      await office.request('PUT', '/api/fields/customer', { labelTh, labelEn: labelTh, kind, filterable: true })
  })
  afterAll(() => office.close())

  it('is told the limit, and what is no web address is none; one without its beginning is taken', async () => {
    const file = `ชื่อลูกค้า,ส่วนลดพิเศษ,แคตตาล็อก
ร้านหนึ่ง,150,www.example.co.th/th
ร้านสอง,-1,www.example.co.th
ร้านสาม,๗.๕,ไม่มี
ร้านสี่,๗.๕,www.example.co.th/๔
`
    const run = await checkImport(office.owner, 'customer', 'ส่วนลด.csv', file)
    const rows = await plannedRows(office.owner, run)
    const refused = Object.fromEntries(
      rows
        .filter(({ action }) => action === 'bad')
        .map(({ line, reasons }) => [line, reasons.map(({ code, params }) => [code, params])]),
    )
    expect(refused).toEqual({
      2: [['max', { max: 100, value: '150' }]],
      3: [['min', { min: 0, value: '-1' }]],
      4: [['url', { value: 'ไม่มี' }]],
    })
    expect(rows.filter(({ action }) => action === 'add').map(({ title }) => title)).toEqual(['ร้านสี่'])
  })
})
