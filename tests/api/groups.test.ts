import { afterAll, beforeAll, expect, it } from 'vitest'
import { filterOfGroup } from '../../core/query/groups.ts'
import { QUICK_FILTERS } from '../../core/sales/quick-filters.ts'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

type Groups = {
  groups: { key: string | number | null; count: number; title?: string; sums: Record<string, number> }[]
  more: boolean
}

let office: TestOffice
let noi: Person
beforeAll(async () => {
  office = await TestOffice.open()
  noi = await office.person('หน่อย', seller('grouping', ['customer.creditLimit']))
  const pipeline = (await office.owner.session()).pipelines[0]
  const deal = (who: Person, customer: string, amount: number) =>
    who.create('deal', { name: 'ปั๊ม', customer, pipeline: pipeline?.id, stage: pipeline?.stages[0]?.id, amount })
  for (const [who, grade, creditLimit, since, amount] of [
    [office.owner, 'A', 100_00, '2026-10-31', 5_000_00],
    [office.owner, 'A', 200_00, '2026-11-01', 0],
    [office.owner, null, 400_00, null, 0],
    [noi, 'A', undefined, '2026-11-30', 7_000_00],
  ] as const) {
    const { id } = await who.create('customer', {
      name: company(`ร้าน ${grade} ${amount}`),
      grade,
      customerSince: since,
      ...(creditLimit !== undefined && { creditLimit }),
    })
    if (amount > 0) await deal(who, id, amount)
  }
})
afterAll(() => office.close())

const groups = (who: Person, body: Record<string, unknown>, entity = 'customer') =>
  who.post<Groups>(`/api/records/${entity}/groups`, body)

it('counts and sums the records of each group, and those of no group', async () => {
  const reply = await groups(office.owner, { by: 'grade', sums: ['creditLimit', 'openDeals'] })
  expect(reply).toEqual({
    groups: [
      { key: 'A', count: 3, sums: { creditLimit: 300_00, openDeals: 12_000_00 } },
      { key: null, count: 1, sums: { creditLimit: 400_00, openDeals: 0 } },
    ],
    more: false,
  })
})

it('counts and sums nothing that the reader may not see, and groups by no hidden field', async () => {
  expect(await groups(noi, { by: 'grade', sums: ['openDeals'] })).toEqual({
    groups: [{ key: 'A', count: 1, sums: { openDeals: 7_000_00 } }],
    more: false,
  })
  const hidden = await noi.request('POST', '/api/records/customer/groups', { by: 'grade', sums: ['creditLimit'] })
  expect(hidden).toMatchObject({ status: 400, body: { code: 'query.invalid' } })
  expect((await noi.request('POST', '/api/records/customer/groups', { by: 'creditLimit' })).status).toBe(400)
})

it('finds in each group exactly as many records as its head says, by value, by month and by reference', async () => {
  for (const [entity, by, kind] of [
    ['customer', 'grade', 'choice'],
    ['customer', 'customerSince', 'date'],
    ['customer', 'trader', 'yesNo'],
    ['customer', 'owner', 'user'],
    ['deal', 'customer', 'reference'],
    ['deal', 'stageSince', 'dateTime'],
  ] as const) {
    const reply = await groups(office.owner, { by }, entity)
    expect(reply.groups.length).toBeGreaterThan(0)
    for (const group of reply.groups) {
      const filter = filterOfGroup({ key: by, kind }, group.key)
      expect(await office.owner.post(`/api/records/${entity}/count`, { filter })).toEqual({ count: group.count, capped: false })
    }
  }
  const months = await groups(office.owner, { by: 'customerSince' })
  expect(months.groups.map((group) => [group.key, group.count])).toEqual([
    ['2026-11', 2],
    [null, 1],
    ['2026-10', 1],
  ])
  const deals = await groups(office.owner, { by: 'customer' }, 'deal')
  expect(deals.groups.map((group) => group.title).sort()).toEqual(['ร้าน A 500000', 'ร้าน A 700000'])
})

it('understands every quick filter', async () => {
  for (const [entity, filters] of Object.entries(QUICK_FILTERS))
    for (const { key, filter } of filters) {
      const reply = await office.owner.request('POST', `/api/records/${entity}/count`, { filter })
      expect({ entity, key, status: reply.status }).toEqual({ entity, key, status: 200 })
    }
  const mine = QUICK_FILTERS.customer?.find((quick) => quick.key === 'mine')
  expect(await noi.post('/api/records/customer/count', { filter: mine?.filter })).toEqual({ count: 1, capped: false })
})

it('says of each row which colour rules it fulfils, and asks no hidden field for it', async () => {
  const marks = [
    { field: 'grade', op: 'anyOf', value: ['A'] },
    { field: 'customerSince', op: 'after', value: '2026-10-31' },
  ]
  const { rows } = await office.owner.list('customer', { marks, columns: ['grade'] })
  expect(rows.map((row) => row.marks ?? []).sort()).toEqual([[], [0], [0, 1], [0, 1]])
  const hidden = { marks: [{ field: 'creditLimit', op: 'gte', value: 1 }] }
  expect((await noi.request('POST', '/api/records/customer/list', hidden)).body).toMatchObject({ code: 'query.invalid' })
})
