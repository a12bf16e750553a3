import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entityOf } from '../../server/records/catalog.ts'
import { company, seller, TestOffice } from '../support/test-office.ts'

/** More than are brought into order before a page is read. */
const MANY = 510

type Page = { rows: { id: string; title: string }[]; next?: string }

describe('a list sorted by whom or what a custom field names', () => {
  let office: TestOffice
  let dealer: string
  let helper: string

  beforeAll(async () => {
    office = await TestOffice.open()
    const field = async (label: string, more: object) =>
      (
        await office.request<{ key: string }>('PUT', '/api/fields/lead', {
          labelTh: label,
          labelEn: label,
          filterable: true,
          ...more,
        })
      ).key
    dealer = await field('ตัวแทน', { kind: 'reference', to: 'customer' })
    helper = await field('ผู้ช่วย', { kind: 'user' })
  })
  afterAll(() => office.close())

  /** The leads of one name in order, read a few at a time. */
  async function inOrder(
    field: string,
    of: string,
    desc = false,
    asker = office.owner,
    limit = 2,
    fromEnd = false,
  ): Promise<string[]> {
    const titles: string[] = []
    for (let after: string | undefined; ; ) {
      const { status, body } = await asker.request<Page>('POST', '/api/records/lead/list', {
        sort: { field, desc },
        filter: { field: 'name', op: 'startsWith', value: of },
        limit,
        ...(fromEnd && { fromEnd }),
        ...(after && { after }),
      })
      expect(status, JSON.stringify(body)).toBe(200)
      const page = body.rows.map((row) => row.title.replace(`${of} `, ''))
      if (fromEnd) titles.unshift(...page)
      else titles.push(...page)
      after = body.next
      if (!after) return titles
    }
  }
  const customer = (name: string, asker = office.owner) => asker.create('customer', { name: company(name) })
  const lead = (of: string, name: string, more: object, asker = office.owner) =>
    asker.create('lead', { name: { first: of, last: name }, ...more })

  it('is in the order of the names, as in a dictionary, whoever has none last; a new name takes its new place', async () => {
    const [late, early, middle] = [await customer('เหล็กไทย'), await customer('เก่งการค้า'), await customer('ขาวสะอาด')]
    for (const [name, to] of [
      ['ก', late.id],
      ['ข', early.id],
      ['ค', middle.id],
      ['ง', early.id],
    ] as const)
      await lead('หนึ่ง', name, { [dealer]: to })
    await lead('หนึ่ง', 'ไม่มี', {})
    expect(await inOrder(dealer, 'หนึ่ง')).toEqual(['ข', 'ง', 'ค', 'ก', 'ไม่มี'])
    expect(await inOrder(dealer, 'หนึ่ง', true)).toEqual(['ก', 'ค', 'ง', 'ข', 'ไม่มี'])
    for (const desc of [false, true])
      expect(await inOrder(dealer, 'หนึ่ง', desc, office.owner, 2, true)).toEqual(await inOrder(dealer, 'หนึ่ง', desc))
    await office.owner.update('customer', early.id, 1, { name: company('ฮั่วเซ่ง') })
    expect(await inOrder(dealer, 'หนึ่ง')).toEqual(['ค', 'ก', 'ข', 'ง', 'ไม่มี'])
  })

  it('counts a record that the reader may not see as none', async () => {
    const nim = await office.person('นิ่ม', seller('names-seller'))
    const [hers, hidden] = [await customer('สองสหาย', nim), await customer('กก่อนใคร')]
    await lead('สอง', 'เห็น', { [dealer]: hers.id }, nim)
    const made = await lead('สอง', 'ไม่เห็น', { [dealer]: hidden.id })
    await office.owner.update('lead', made.id, 1, { owner: nim.id })
    expect(await inOrder(dealer, 'สอง')).toEqual(['ไม่เห็น', 'เห็น'])
    expect(await inOrder(dealer, 'สอง', false, nim)).toEqual(['เห็น', 'ไม่เห็น'])
    expect(await inOrder(dealer, 'สอง', true, nim)).toEqual(['เห็น', 'ไม่เห็น'])
  })

  it('is in the order of the people’s names, as they are called', async () => {
    const [late, early] = [await office.person('แอน', 'sales'), await office.person('กบ', 'sales')]
    await lead('สาม', 'ก', { [helper]: late.id })
    await lead('สาม', 'ข', { [helper]: early.id })
    await lead('สาม', 'ค', { [helper]: late.id })
    expect(await inOrder(helper, 'สาม')).toEqual(['ข', 'ก', 'ค'])
    expect(await inOrder(helper, 'สาม', true)).toEqual(['ค', 'ก', 'ข'])
  })

  it('is so also where the field names hundreds of different ones, in the bin too', async () => {
    const many: string[] = []
    const { office: house } = office.container
    const ctx = await house.contextOf(office.owner.id, 'th')
    const owner = office.owner.id
    await house.writeAlone(async (tx) => {
      const make = async (entity: string, values: object) =>
        (await house.writer.createTrusted(ctx, tx, entityOf(ctx.catalog, entity), { owner, ...values })).id
      for (let at = 0; at < MANY; at += 1) {
        many.push(await make('customer', { name: company(`ลำดับ ${at}`) }))
        await make('lead', { name: { first: 'สี่', last: `ที่ ${at}` }, status: 'new', [dealer]: many[at] })
      }
    })
    await lead('สี่', 'ไม่มี', {})
    await office.owner.request('DELETE', `/api/records/customer/${many[MANY / 2]}`, { version: 1 })
    const expected = Array.from({ length: MANY }, (_, at) => `ที่ ${at}`)
    expect(await inOrder(dealer, 'สี่', false, office.owner, 40)).toEqual([...expected, 'ไม่มี'])
    expect(await inOrder(dealer, 'สี่', true, office.owner, 40)).toEqual([...expected.toReversed(), 'ไม่มี'])
    expect(await inOrder(dealer, 'สี่', false, office.owner, 40, true)).toEqual([...expected, 'ไม่มี'])
  }, 60_000)
})
