import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenDeals, Standing } from '../../core/contract/forecast.ts'
import type { Stage } from '../../core/contract/office.ts'
import { mulDiv } from '../../core/money.ts'
import { closingBefore, closingDeals, monthSpan, ownedBy, UNDATED_DEALS, wonDeals } from '../../core/sales/attention.ts'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

type Month = Standing & { month: string; people: (Standing & { id: string; may: boolean })[] }
type Forecast = { members?: string[]; months: Month[]; late: OpenDeals; later: OpenDeals; undated: OpenDeals }
type Row = { amount?: number; stage: string; owner?: string }

// Sunday 22 November 2026, 10:00 in Bangkok.
describe('the forecast', () => {
  let office: TestOffice
  let nid: Person
  let noi: Person
  let stages: Stage[]
  const at = (nameEn: string) => stages.find((stage) => stage.nameEn === nameEn)?.id
  const forecast = (who: Person, query = '') => who.get<Forecast>(`/api/forecast${query}`)
  const commit = (who: Person, id: string, amount: number | null, was: number | null = null, month = '2026-12') =>
    who.request<{ code?: string; changed?: number }>('PUT', '/api/commitments', { cells: [{ id, month, amount, was }] })

  beforeAll(async () => {
    office = await TestOffice.open()
    stages = (await office.owner.session()).pipelines[0]?.stages ?? []
    nid = await office.person('นิด', seller('own-seller'))
    noi = await office.person('หน่อย', seller('team-seller', [], 'team'), 'ทีมใต้')
    const customer = (await nid.create('customer', { name: company('ฐานฎีกา') })).id
    const deals: [Person, number | undefined, string, string | undefined, object?][] = [
      [nid, 1_000_01, 'Needs', '2026-11-30'],
      [nid, 2_000_00, 'Quoted', '2026-12-01'],
      [nid, undefined, 'Needs', '2026-12-31'],
      [nid, 5_000_00, 'Negotiating', '2027-05-01'],
      [noi, 4_000_33, 'Quoted', '2026-12-15', { customer }],
      [noi, 8_000_00, 'Needs', '2026-10-31'],
      [noi, 9_000_00, 'Quoted', undefined],
      [noi, 7_000_00, 'Won', '2026-12-20'],
    ]
    for (const [who, amount, stage, expectedClose, more] of deals)
      await office.owner.create('deal', {
        name: `ดีล ${amount}`,
        owner: who.id,
        stage: at(stage),
        ...(amount !== undefined && { amount }),
        ...(expectedClose && { expectedClose }),
        ...more,
      })
  })
  afterAll(() => office.close())

  /** What the list shows behind a number: the same deals, summed one by one. */
  async function behind(who: Person, filter: object): Promise<OpenDeals> {
    const { rows } = (await who.list('deal', { filter, limit: 200 })) as unknown as { rows: Row[] }
    const weight = (row: Row) => (row.amount ?? 0) * (stages.find((stage) => stage.id === row.stage)?.probability ?? 0)
    return {
      count: rows.length,
      sum: rows.reduce((sum, row) => sum + (row.amount ?? 0), 0),
      weighted: mulDiv(
        rows.reduce((sum, row) => sum + weight(row), 0),
        1,
        100,
      ),
    }
  }

  it('comes, month by month and by person, to what the lists behind its numbers hold, for the owner and for sellers', async () => {
    for (const who of [office.owner, nid, noi]) {
      const { months, members, late, undated } = await forecast(who)
      expect(months.map(({ month }) => month)).toEqual(['2026-11', '2026-12', '2027-01', '2027-02', '2027-03', '2027-04'])
      for (const month of months) {
        const { from, until } = monthSpan(month.month)
        expect(month.open).toEqual(await behind(who, ownedBy(closingDeals(from, until), members)))
        const won = await behind(who, ownedBy(wonDeals(from, until), members))
        expect([month.won, month.wonCount]).toEqual([won.sum, won.count])
        for (const person of month.people)
          expect(person.open).toEqual(await behind(who, ownedBy(closingDeals(from, until), [person.id])))
      }
      expect(late).toEqual(await behind(who, ownedBy(closingBefore('2026-11-01'), members)))
      expect(undated).toEqual(await behind(who, ownedBy(UNDATED_DEALS, members)))
    }
    const { months, later } = await forecast(office.owner)
    expect(months[1]?.open).toEqual({ count: 3, sum: 6_000_33, weighted: 3_000_17 })
    expect(later).toEqual({ count: 1, sum: 5_000_00, weighted: 3_750_00 })
  })

  it('shows a seller his own people only, also when a customer of his has a colleague’s deal, and refuses others', async () => {
    const { months, members } = await forecast(nid)
    expect(members).toEqual([nid.id])
    expect(months.flatMap((month) => month.people.map((person) => person.id)).every((id) => id === nid.id)).toBe(true)
    expect(months[1]?.open).toMatchObject({ count: 2, sum: 2_000_00 })
    expect((await nid.request('GET', `/api/forecast?person=${noi.id}`)).status).toBe(404)
    expect((await nid.request('GET', '/api/forecast?team=ทีมใต้')).status).toBe(404)
    expect((await forecast(office.owner, `?person=${noi.id}`)).months[1]?.open).toMatchObject({ count: 1, sum: 4_000_33 })
    expect((await forecast(office.owner, `?team=${encodeURIComponent('ทีมใต้')}`)).months[1]?.open.count).toBe(1)
  })

  it('is refused to who may not see amounts or expected closes', async () => {
    for (const hidden of ['deal.amount', 'deal.expectedClose', 'deal.owner']) {
      const blind = await office.person(`ไม่เห็น ${hidden}`, seller(`no-${hidden.slice(5).toLowerCase()}`, [hidden]))
      expect(await blind.request('GET', '/api/forecast')).toMatchObject({ status: 400, body: { code: 'query.invalid' } })
    }
  })

  it('keeps what each says that he will sell, with who changed it; for others and for the past it is refused', async () => {
    expect((await commit(nid, noi.id, 1_00)).body).toMatchObject({ code: 'access.denied' })
    expect((await commit(nid, nid.id, 1_00, null, '2026-10')).body).toMatchObject({ code: 'forecast.past' })
    expect((await commit(nid, nid.id, 1_500_00)).body).toEqual({ changed: 1 })
    expect((await commit(nid, nid.id, 9_00)).body).toMatchObject({ code: 'target.changed' })
    expect((await commit(office.owner, nid.id, 1_800_00, 1_500_00)).body).toEqual({ changed: 1 })
    expect((await commit(office.owner, noi.id, 200_00)).body).toEqual({ changed: 1 })
    expect((await forecast(office.owner)).months[1]).toMatchObject({ committed: 2_000_00, target: null })
    expect((await forecast(nid)).months[1]).toMatchObject({ committed: 1_800_00 })
    const history = async (who: Person) => (await who.get<{ changes: object[] }>('/api/commitments/history?year=2026')).changes
    expect(await history(nid)).toMatchObject([
      { id: nid.id, userId: office.owner.id, before: 1_500_00, after: 1_800_00 },
      { id: nid.id, userId: nid.id, before: null, after: 1_500_00 },
    ])
    expect(await history(office.owner)).toHaveLength(3)
  })

  it('keeps commitments apart from targets', async () => {
    expect(await office.owner.get('/api/targets?year=2026')).toMatchObject({ cells: [] })
    expect(await office.owner.get('/api/targets/history?year=2026')).toEqual({ changes: [] })
    await office.request('PUT', '/api/targets', {
      cells: [{ kind: 'person', id: nid.id, month: '2026-12', amount: 3_000_00, was: null }],
    })
    expect((await forecast(office.owner)).months[1]).toMatchObject({ committed: 2_000_00, target: 3_000_00 })
  })
})
