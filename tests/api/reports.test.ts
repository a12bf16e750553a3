import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stage } from '../../core/contract/office.ts'
import type { SavedReport } from '../../core/contract/reports.ts'
import type { GroupKey } from '../../core/query/groups.ts'
import { cellFilter, joinTallies, type ReportQuestion, type Tally } from '../../core/reports/report.ts'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

type Cell = Tally & { keys: GroupKey[] }
type Answer = { cells: Cell[]; titles: Record<string, string> }
type Row = Record<string, unknown>

const DEALS = { entity: 'deal', measure: { kind: 'sum', field: 'amount' } } as const
const by = (...fields: (string | { field: string; by: 'day' | 'month' | 'quarter' | 'year' })[]): ReportQuestion['groups'] =>
  fields.map((field) => (typeof field === 'string' ? { field } : field))

// Sunday 22 November 2026, 10:00 in Bangkok.
describe('reports', () => {
  let office: TestOffice
  let nid: Person
  let noi: Person
  let stages: Stage[]
  let field: { id: string; key: string }

  const ask = (who: Person, question: ReportQuestion) =>
    who.request<Answer & { code?: string }>('POST', '/api/reports/run', question)
  const run = async (who: Person, question: ReportQuestion): Promise<Answer> => {
    const { status, body } = await ask(who, question)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body
  }
  const at = (nameEn: string) => stages.find((stage) => stage.nameEn === nameEn)?.id

  beforeAll(async () => {
    office = await TestOffice.open()
    stages = (await office.owner.session()).pipelines[0]?.stages ?? []
    nid = await office.person('นิด', seller('own-seller'))
    noi = await office.person('หน่อย', seller('no-amount', ['deal.amount', 'customer.province', 'deal.source']))
    field = await office.request('PUT', '/api/fields/deal', {
      labelTh: 'ค่าขนส่ง',
      labelEn: 'Freight',
      kind: 'money',
      filterable: false,
    })
    const bangkok = await nid.create('customer', {
      name: company('ฐานฎีกา'),
      addresses: [{ id: 'a', type: 'office', provinceCode: '10', province: 'กรุงเทพมหานคร' }],
    })
    const hidden = await office.owner.create('customer', {
      name: company('ของคนอื่น'),
      addresses: [{ id: 'a', type: 'office', provinceCode: '11', province: 'สมุทรปราการ' }],
    })
    const deals: [Person, Row][] = [
      [nid, { amount: 100_00, stage: at('Needs'), source: 'walkIn', customer: bangkok.id, expectedClose: '2026-11-30' }],
      [nid, { amount: 300_01, stage: at('Needs'), customer: hidden.id, expectedClose: '2027-01-01', [field.key]: 9_00 }],
      [nid, { stage: at('Needs'), source: 'walkIn' }],
      [nid, { amount: 700_00, stage: at('Won'), source: 'facebook', customer: bangkok.id }],
      [noi, { amount: 900_00, stage: at('Quoted'), source: 'facebook', expectedClose: '2026-12-31', [field.key]: 4_00 }],
      [noi, { amount: 50_00, stage: at('Lost'), lostReason: 'price' }],
    ]
    for (const [who, values] of deals)
      await office.owner.create('deal', { name: `ดีล ${values.amount ?? 'ว่าง'}`, owner: who.id, ...values })
    // In Bangkok this is the first minute of the year 2570.
    office.now = new Date('2026-12-31T17:00:30.000Z')
    await office.owner.create('deal', { name: 'ปีใหม่', owner: nid.id, amount: 11_00, stage: at('Won') })
    office.now = new Date('2026-11-22T03:00:00.000Z')
  })
  afterAll(() => office.close())

  /** Every cell of a report holds what the list that it opens holds, added up one by one. */
  async function agrees(who: Person, question: ReportQuestion, value: (row: Row) => unknown): Promise<Answer> {
    const answer = await run(who, question)
    const session = await who.session()
    const info = (path: string) => {
      const [head = '', tail] = path.split('.')
      const fieldOf = (entity: string, key: string) =>
        session.entities.find((known) => known.key === entity)?.fields.find((known) => known.key === key)
      const own = fieldOf(question.entity, head)
      return (tail === undefined ? own : fieldOf(own?.to ?? '', tail)) ?? { kind: 'text' as const }
    }
    let rows = 0
    for (const cell of answer.cells) {
      const keys = question.groups.map((group, index) => ({ group, field: info(group.field), key: cell.keys[index] ?? null }))
      const filter = cellFilter(question, keys)
      const behind = (await who.list(question.entity, { limit: 200, ...(filter && { filter }) })).rows
      const numbers = behind.flatMap((row) => (typeof value(row) === 'number' ? [value(row) as number] : []))
      rows += behind.length
      expect({ keys: cell.keys, count: behind.length, sum: numbers.reduce((a, b) => a + b, 0) }).toEqual({
        keys: cell.keys,
        count: cell.count,
        sum: cell.sum,
      })
      expect([cell.min, cell.max, cell.filled]).toEqual([
        numbers.length ? Math.min(...numbers) : null,
        numbers.length ? Math.max(...numbers) : null,
        numbers.length,
      ])
    }
    const all = (await who.list(question.entity, { limit: 200, ...(question.filter && { filter: question.filter }) })).rows
    expect(rows).toBe(all.length)
    expect(joinTallies(answer.cells).count).toBe(all.length)
    return answer
  }

  it('puts a record with several tags into several rows, and counts it once in the total and in each column', async () => {
    const who = await office.person('แท็ก', seller('tagged'))
    for (const [tags, grade] of [
      [['ออกบูธ', 'VIP'], 'A'],
      [['VIP'], 'B'],
      [[], 'A'],
    ] as const)
      await who.create('customer', { name: company(`ร้าน ${tags.join(' ')} ${grade}`), tags, grade })
    const question = { entity: 'customer', groups: by('tags', 'grade'), measure: { kind: 'count' } } as const
    const sizes = (cells: Cell[] = []) =>
      cells.map((cell) => [...cell.keys, cell.count]).sort((a, b) => (String(a) < String(b) ? -1 : 1))
    const answer = (await run(who, question)) as Answer & { totals?: Cell[] }
    expect(sizes(answer.cells)).toEqual([
      [null, 'A', 1],
      ['VIP', 'A', 1],
      ['VIP', 'B', 1],
      ['ออกบูธ', 'A', 1],
    ])
    expect(sizes(answer.totals)).toEqual([
      ['A', 2],
      ['B', 1],
    ])
    const single = (await run(who, { ...question, groups: by('tags') })) as Answer & { totals?: Cell[] }
    expect(sizes(single.totals)).toEqual([[3]])
    for (const [group, key] of [
      ['VIP', 'VIP'],
      ['none', null],
    ] as const) {
      const filter = cellFilter(question, [{ group: { field: 'tags' }, field: { kind: 'tags' }, key }])
      const { count } = await who.post<{ count: number }>('/api/records/customer/count', { filter })
      expect(count, group).toBe(key === null ? 1 : 2)
    }
    expect((await ask(who, { ...question, groups: by('grade', 'tags') })).status).toBe(400)
  })

  it('counts all records by tags and by a choice of the office’s own as one by one, without what lies in the bin', async () => {
    const own = await office.request<{ id: string; key: string }>('PUT', '/api/fields/lead', {
      labelTh: 'ขนาดร้าน',
      labelEn: 'Size',
      kind: 'choice',
      filterable: true,
      choices: [{ key: 'large', labelTh: 'ใหญ่', labelEn: 'Large' }],
    })
    const size = 'large'
    const lead = (name: string, values: Row) => office.owner.create('lead', { name: { first: name }, ...values })
    await lead('หนึ่ง', { tags: ['ออกบูธ', 'VIP'], [own.key]: size })
    await lead('สอง', { tags: ['VIP'] })
    await lead('สาม', {})
    const gone = await lead('สี่', { tags: ['VIP'], [own.key]: size })
    await office.owner.post('/api/records/lead/delete', { ids: [gone.id] })
    const sizes = (cells: Cell[]) =>
      cells.map((cell) => [cell.keys[0], cell.count]).sort((a, b) => (String(a) < String(b) ? -1 : 1))
    const count = { entity: 'lead', measure: { kind: 'count' } } as const
    const answer = (await run(office.owner, { ...count, groups: by('tags') })) as Answer & { totals?: Cell[] }
    expect(sizes(answer.cells)).toEqual([
      [null, 1],
      ['VIP', 2],
      ['ออกบูธ', 1],
    ])
    expect(answer.totals?.[0]?.count).toBe(3)
    expect(sizes((await run(office.owner, { ...count, groups: by(own.key) })).cells)).toEqual([
      [null, 2],
      [size, 1],
    ])
    // Whoever sees only his own is answered from those, and so is a question with a filter.
    expect((await run(nid, { ...count, groups: by('tags') })).cells).toEqual([])
    const vip: ReportQuestion = { ...count, groups: by('tags'), filter: { field: 'tags', op: 'anyOf', value: ['ออกบูธ'] } }
    expect(sizes((await run(office.owner, vip)).cells)).toEqual([
      ['VIP', 1],
      ['ออกบูธ', 1],
    ])
  })

  it('opens behind each number exactly the records that it counts, whatever it groups by, for the owner and a seller', async () => {
    const questions = [
      by('stage'),
      by('source'),
      by('owner', 'status'),
      by('customer'),
      by('customer.province', 'stage'),
      by({ field: 'expectedClose', by: 'month' }),
      by({ field: 'expectedClose', by: 'quarter' }, 'owner'),
      by({ field: 'closedAt', by: 'year' }),
      by({ field: 'closedAt', by: 'day' }),
    ]
    for (const who of [office.owner, nid])
      for (const groups of questions) await agrees(who, { ...DEALS, groups }, (row) => row.amount)
  })

  it('puts an instant into the year in which the office lives, and a custom number into a sum', async () => {
    const years = await run(office.owner, { ...DEALS, groups: by({ field: 'closedAt', by: 'year' }) })
    expect(years.cells.map((cell) => [cell.keys[0], cell.sum]).sort()).toEqual([
      [null, 1300_01],
      ['2026', 750_00],
      ['2027', 11_00],
    ])
    const freight = { entity: 'deal', groups: by('owner'), measure: { kind: 'average' as const, field: field.key } }
    await agrees(office.owner, freight, (row) => row[field.key])
  })

  it('refuses a hidden field as group, measure or condition, and a field of a hidden kind, one reference away too', async () => {
    const refused = [
      { ...DEALS, groups: by('stage') },
      { entity: 'deal', groups: by('source'), measure: { kind: 'count' as const } },
      { entity: 'deal', groups: by('customer.province'), measure: { kind: 'count' as const } },
      {
        entity: 'deal',
        groups: by('stage'),
        measure: { kind: 'count' as const },
        filter: { field: 'amount', op: 'gte' as const, value: 1 },
      },
    ]
    for (const question of refused)
      expect(await ask(noi, question)).toMatchObject({ status: 400, body: { code: 'query.invalid' } })
    for (const groups of [by('name'), by('notes'), by('stage', 'tags'), by('customer.tags'), by('stage.name'), by('nothing')])
      expect((await ask(office.owner, { ...DEALS, groups })).status).toBe(400)
    expect(
      (await ask(office.owner, { entity: 'deal', groups: by('stage'), measure: { kind: 'sum', field: 'name' } })).status,
    ).toBe(400)
    expect((await ask(office.owner, { entity: 'deal', groups: by('stage'), measure: { kind: 'sum' } })).status).toBe(400)
    expect((await ask(office.owner, { ...DEALS, groups: [] })).status).toBe(400)
  })

  it('names and places no customer that the reader may not see', async () => {
    const { cells, titles } = await run(nid, { ...DEALS, groups: by('customer') })
    expect(cells).toHaveLength(3)
    expect(Object.values(titles)).toEqual(['ฐานฎีกา'])
    const provinces = await run(nid, { ...DEALS, groups: by('customer.province') })
    expect(provinces.cells.map((cell) => cell.keys[0]).sort()).toEqual(['10', null])
  })

  it('keeps reports: one’s own and shared ones, not those about a field hidden from the reader; a stale change is refused', async () => {
    const body = (name: string, shared: boolean, groups = by('stage'), measure: object = { kind: 'count' }) => ({
      name,
      shared,
      definition: { entity: 'deal', groups, measure, chart: 'bar' },
    })
    const made = async (who: Person, report: object) => (await who.post<{ id: string }>('/api/reports', report)).id
    const names = async (who: Person) =>
      (await who.get<{ reports: SavedReport[] }>('/api/reports')).reports.map((report) => report.name)
    const open = await made(office.owner, body('ตามขั้น', true))
    await made(office.owner, body('ยอดตามขั้น', true, by('stage'), { kind: 'sum', field: 'amount' }))
    await made(office.owner, body('ของเจ้าของ', false))
    await made(noi, body('ของหน่อย', false))
    expect(await names(nid)).toEqual(['ตามขั้น', 'ยอดตามขั้น'])
    expect(await names(noi)).toEqual(['ของหน่อย', 'ตามขั้น'])
    expect((await noi.request('POST', '/api/reports', body('แอบดู', false, by('source')))).status).toBe(400)
    expect((await noi.request('DELETE', `/api/reports/${open}`)).status).toBe(404)
    expect((await noi.request('PUT', `/api/reports/${open}`, { ...body('ยึด', true), version: 1 })).status).toBe(404)
    await office.request('PUT', `/api/reports/${open}`, { ...body('ตามขั้นใหม่', true), version: 1 })
    const stale = await office.owner.request('PUT', `/api/reports/${open}`, { ...body('ทับ', true), version: 1 })
    expect(stale).toMatchObject({ status: 409, body: { code: 'record.stale' } })
    await office.request('DELETE', `/api/reports/${open}`, undefined)
    expect(await names(nid)).toEqual(['ยอดตามขั้น'])
  })

  it('keeps one’s own report about a field that was put away, to be mended; others are not shown it', async () => {
    const asked = { labelTh: 'ทางเรือ', labelEn: 'By sea', kind: 'yesNo', filterable: true }
    const made: typeof field = await office.request('PUT', '/api/fields/deal', asked)
    const definition = { entity: 'deal', groups: by(made.key), measure: { kind: 'count' }, chart: 'bar' }
    const { id } = await nid.post<{ id: string }>('/api/reports', { name: 'ตามทางเรือ', shared: true, definition })
    const seenBy = async (who: Person) =>
      (await who.get<{ reports: SavedReport[] }>('/api/reports')).reports.some((report) => report.id === id)
    expect([await seenBy(nid), await seenBy(noi)]).toEqual([true, true])
    await office.request('POST', `/api/fields/deal/${made.id}/archive`, { archived: true })
    expect([await seenBy(nid), await seenBy(noi)]).toEqual([true, false])
  })

  it('writes a report to a file in words, with the same numbers, for who may export', async () => {
    const question = { ...DEALS, groups: by('owner', { field: 'expectedClose', by: 'month' }) }
    const csv = (who: Person) => who.request<Buffer>('POST', '/api/reports/export', { question, name: 'ยอด/ปี', format: 'csv' })
    const { status, body } = await csv(nid)
    expect(status).toBe(200)
    const lines = body.toString('utf8').replace('\uFEFF', '').trim().split('\r\n')
    expect(lines[0]).toBe('ผู้ดูแล,คาดว่าจะปิด,จำนวน,ผลรวม มูลค่า (บาท)')
    expect(lines.slice(1).sort()).toEqual(['นิด,(ว่าง),3,711', 'นิด,พ.ย. 2569,1,100', 'นิด,ม.ค. 2570,1,300.01'])
    expect((await csv(noi)).status).toBe(400)
    const looker = await office.person('ดู', 'readonly')
    expect((await csv(looker)).body).toMatchObject({ code: 'access.denied' })
  })

  it('tells how deals ended by owner, and how long the won ones took', async () => {
    const endings = (who: Person, span = 'from=2026-11-01&until=2026-11-30') =>
      who.request<{ total: Row; owners: Row[] }>('GET', `/api/reports/endings?${span}`)
    await office.owner.create('deal', { name: 'เร็ว', amount: 1_00, stage: at('Won'), owner: nid.id, openedOn: '2026-11-12' })
    const { body } = await endings(office.owner)
    expect(body.owners).toMatchObject([
      { owner: nid.id, won: 2, lost: 0, wonSum: 701_00 },
      { owner: noi.id, won: 0, lost: 1, wonSum: 0, days: null, middleDays: null },
    ])
    expect(body.total).toMatchObject({ won: 2, lost: 1, wonSum: 701_00 })
    expect(body.owners[0]?.middleDays).toBeCloseTo((10 + 3 / 24) / 2, 2)
    expect((await endings(nid)).body.owners).toMatchObject([{ owner: nid.id }])
    expect((await endings(noi)).status).toBe(400)
  })
})
