import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyImport, checkImport, plannedRows } from '../support/import-run.ts'
import { company, TestOffice } from '../support/test-office.ts'

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

describe('a file that was exported', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  it.each(['csv', 'xlsx'] as const)('as %s brings each part of the office’s own fields back', async (format) => {
    const made = async (labelTh: string, kind: string) =>
      (
        await office.request<{ key: string }>('PUT', '/api/fields/customer', {
          labelTh: `${labelTh} ${format}`,
          labelEn: `${labelTh} ${format}`,
          kind,
          filterable: true,
        })
      ).key
    const [payee, receiver, store, emergency] = [
      await made('เลขภาษีผู้รับเงิน', 'taxId'),
      await made('ผู้รับของ', 'personName'),
      await made('โกดัง', 'addresses'),
      await made('เบอร์ฉุกเฉิน', 'phones'),
    ]
    const [ours, theirs] = format === 'csv' ? ['0107544000108', '0107542000011'] : ['0107536000315', '0107545000209']
    const values = {
      name: company(`กตัญญูค้าวัสดุ ${format}`),
      taxId: { number: ours, branch: '00002' },
      [payee]: { number: theirs, branch: '00005' },
      [receiver]: { title: 'นาง', first: 'สมศรี', last: 'ใจดี', nick: 'ศรี' },
      [emergency]: [{ id: 'p1', e164: '+66812345678', ext: '12' }],
      [store]: [
        {
          id: 'a1',
          houseNo: '99/9',
          subdistrict: 'พระบรมมหาราชวัง',
          subdistrictCode: '100101',
          district: 'พระนคร',
          province: 'กรุงเทพมหานคร',
          provinceCode: '10',
          postcode: '10200',
        },
      ],
    }
    const { id } = await office.owner.create('customer', values)
    const before = await office.owner.record('customer', id)
    const file = await office.owner.request<Buffer>('POST', '/api/records/customer/export', { format })
    await office.owner.post('/api/records/customer/delete', { ids: [id] })
    const run = await checkImport(office.owner, 'customer', `ลูกค้า.${format}`, file.body)
    expect(await applyImport(office.owner, run)).toMatchObject({ counts: { add: 1 } })
    const [again] = (
      await office.owner.list('customer', {
        filter: { field: payee, op: 'is', value: theirs },
      })
    ).rows
    const after = await office.owner.record('customer', again?.id ?? '')
    for (const key of ['taxId', payee, receiver]) expect(after[key]).toEqual(before[key])
    // Not even a kind is added: the office's own numbers and addresses have none.
    for (const key of [store, emergency]) {
      const [[there], [here]] = [before[key] as [{ id: string }], after[key] as [object]]
      expect({ ...here, id: there.id }).toEqual(there)
    }
  })
})
