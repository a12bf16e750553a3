import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stage } from '../../core/contract/office.ts'
import { company, type Person, seller, TestOffice } from '../support/test-office.ts'

type Item = {
  kind: string
  reason: string
  promise: boolean
  days: number
  row: { id: string; title: string }
  deal: { amount: number | null } | null
}
type Home = {
  items: Item[]
  count: number
  more: Record<string, number>
  done: { title: string }[]
  upcoming: { title: string }[]
  target?: { won: number; target: number | null; expected: number | null; daysLeft: number }
}
type Team = {
  sales?: { won: number; wonCount: number; target: number | null; lastYear: number }
  months: { month: string; won: number; lastYear: number; target: number | null }[]
  people: { id: string; won: number; target: number | null; contacts: number; overdue: number }[]
  ask: { rows: { row: { id: string } }[]; count: number; sum: number }
  overdue: number
  newCustomers: { count: number }
  members?: string[]
}

const titles = (home: Home) => home.items.map((item) => `${item.reason} ${item.row.title}`)
const cell = (id: string, amount: number | null, was: number | null = null, more: object = {}) => ({
  kind: 'person',
  id,
  month: '2026-11',
  amount,
  was,
  ...more,
})

// Sunday 22 November 2026, 10:00 in Bangkok.
describe('my day, the team’s day and targets', () => {
  let office: TestOffice
  let noi: Person
  let nid: Person
  let stages: Stage[]
  const won = () => stages.find((stage) => stage.kind === 'won')?.id
  const open = () => stages.find((stage) => stage.kind === 'open' && stage.staleDays !== null)

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('own-seller'))
    nid = await office.person('นิด', seller('team-seller', [], 'team'), 'ทีมใต้')
    stages = (await office.owner.session()).pipelines[0]?.stages ?? []
  })
  afterAll(() => office.close())

  it('refuses targets to sellers, an unknown person, and a cell that somebody else changed meanwhile: all or nothing is written', async () => {
    expect((await noi.request('PUT', '/api/targets', { cells: [cell(noi.id, 1_00)] })).body).toMatchObject({
      code: 'access.denied',
    })
    expect((await noi.request('GET', '/api/targets?year=2026')).body).toMatchObject({ code: 'access.denied' })
    const unknown = { cells: [cell(noi.id, 1_00), cell('nobody', 1_00)] }
    expect((await office.owner.request('PUT', '/api/targets', unknown)).body).toMatchObject({ code: 'target.unknown' })
    expect(await office.owner.get('/api/targets?year=2026')).toMatchObject({ cells: [] })
    await office.request('PUT', '/api/targets', { cells: [cell(noi.id, 1_000_000_00)] })
    const stale = { cells: [cell(nid.id, 5_00), cell(noi.id, 2_00, 9_00)] }
    expect(await office.owner.request('PUT', '/api/targets', stale)).toMatchObject({
      status: 409,
      body: { code: 'target.changed' },
    })
    expect(await office.owner.get('/api/targets?year=2026')).toMatchObject({
      cells: [{ kind: 'person', id: noi.id, month: '2026-11', amount: 1_000_000_00 }],
    })
  })

  it('keeps changes of targets in the one history of the settings, where each is rolled back with one click while it stands', async () => {
    type History = { changes: { seq: number; area: string; name: string; differences: object[]; mayRollBack: boolean }[] }
    const all = () => office.owner.get<History>('/api/configuration/history')
    const cells = async () => (await office.owner.get<{ cells: object[] }>('/api/targets?year=2026')).cells
    const before = await cells()
    await office.request('PUT', '/api/targets', {
      cells: [
        cell(nid.id, 3_000_000_00),
        cell(nid.id, 1_500_000_00, null, { month: '2026-12' }),
        cell('ทีมใต้', 1_000_000_00, null, { kind: 'team' }),
      ],
    })
    const [one] = (await all()).changes
    // What was saved at once is one entry, whomever it speaks of.
    expect(one).toMatchObject({
      area: 'targets',
      name: 'นิด, ทีมใต้ · 2569',
      mayRollBack: true,
      differences: [
        { what: 'นิด ทั้งปี 2569', before: '', after: '4.5 ล้านบาท' },
        { what: 'ทีมใต้ ทั้งปี 2569', before: '', after: '1 ล้านบาท' },
        { what: 'นิด พ.ย. 2569', before: '', after: '3 ล้านบาท' },
        { what: 'นิด ธ.ค. 2569', before: '', after: '1.5 ล้านบาท' },
        { what: 'ทีมใต้ พ.ย. 2569', before: '', after: '1 ล้านบาท' },
      ],
    })
    expect((await office.owner.get<History>('/api/targets/history?year=2026')).changes[0]).toEqual(one)
    expect((await office.owner.get<History>('/api/targets/history?year=2027')).changes).toEqual([])

    await office.request('PUT', '/api/targets', { cells: [cell(nid.id, null, 3_000_000_00)] })
    const back = (seq = 0) => office.owner.request('POST', `/api/configuration/history/${seq}/roll-back`, {})
    expect((await back(one?.seq)).body).toMatchObject({ code: 'configuration.changed' })
    const [later] = (await all()).changes
    expect(later).toMatchObject({ name: 'นิด 2569', differences: [{ what: 'พ.ย. 2569', before: '3 ล้านบาท', after: '' }] })
    expect((await back(later?.seq)).status).toBe(200)
    expect(await cells()).toContainEqual({ kind: 'person', id: nid.id, month: '2026-11', amount: 3_000_000_00 })
    expect((await back(one?.seq)).status).toBe(200)
    expect(await cells()).toEqual(before)
  })

  it('tells of birthdays and founding days of one’s own customers in the next week, until one spoke with them that day', async () => {
    const wit = await office.person('วิทย์', seller('wishes'))
    const born = (name: string, birthday: string) => wit.create('customer', { name: company(name), birthday })
    const today = await born('เกิดวันนี้', '1990-11-22')
    await born('อีกสี่วัน', '2001-11-26')
    await born('อีกแปดวัน', '1990-11-30')
    await office.owner.create('customer', { name: company('ของคนอื่น'), birthday: '1990-11-23', owner: nid.id })
    await wit.create('contact', { name: { first: 'ต้น' }, birthday: '1988-11-29' })
    const wishes = async () =>
      (await wit.get<Home>('/api/home')).items.filter((item) => item.reason === 'birthday').map(({ kind, days }) => [kind, days])
    expect(await wishes()).toEqual([
      ['customer', 0],
      ['customer', 4],
      ['contact', 7],
    ])
    expect((await wit.get<Home>('/api/home')).count).toBe(0)
    await wit.post('/api/activities/log', {
      activity: { subject: 'อวยพร', type: 'line', about: [{ entity: 'customer', id: today.id }] },
    })
    expect(await wishes()).toEqual([
      ['customer', 4],
      ['contact', 7],
    ])
    const blind = await office.person('บอด', seller('blind', ['customer.birthday', 'contact.birthday']))
    await office.owner.create('customer', { name: company('ไม่เห็น'), birthday: '1990-11-22', owner: blind.id })
    expect((await blind.get<Home>('/api/home')).items).toEqual([])
  })

  it('has one list across activities, leads and deals, each line with its reason, and shows nobody else’s', async () => {
    const customer = await noi.create('customer', { name: company('ฐานฎีกา') })
    const about = [{ entity: 'customer', id: customer.id }]
    const add = (subject: string, type: string, dueAt: string, more: object = {}) =>
      noi.create('activity', { subject, type, dueAt, ...more })
    await add('ส่งใบรับประกัน', 'task', '2026-11-21T02:00:00.000Z', { about })
    await add('โทรเก่า', 'call', '2026-11-20T02:00:00.000Z')
    await add('ใกล้ถึง', 'call', '2026-11-22T03:40:00.000Z')
    await add('บ่าย', 'visit', '2026-11-22T08:00:00.000Z')
    await add('พรุ่งนี้', 'visit', '2026-11-23T08:00:00.000Z')
    await noi.create('lead', { name: { first: 'บัว' }, status: 'new' })
    const planned = await noi.create('lead', { name: { first: 'มีแผน' }, status: 'new' })
    await add('นัดมีแผน', 'call', '2026-12-20T02:00:00.000Z', { about: [{ entity: 'lead', id: planned.id }] })
    await noi.create('deal', { name: 'ลืม', amount: 500_00 })
    await nid.create('activity', { subject: 'ของนิด', type: 'task', dueAt: '2026-11-20T02:00:00.000Z' })
    await nid.create('lead', { name: { first: 'ของนิด' }, status: 'new' })
    const home = await noi.get<Home>('/api/home')
    expect(titles(home)).toEqual(['now ใกล้ถึง', 'latePromise ส่งใบรับประกัน', 'lead บัว', 'late โทรเก่า', 'today บ่าย', 'noStep ลืม'])
    expect(home.count).toBe(6)
    expect(home.upcoming.map((row) => row.title)).toEqual(['พรุ่งนี้'])
    expect(home.items[1]).toMatchObject({ promise: true, days: 1 })
  })

  it('calls a deal stuck once it is longer in its stage than the stage allows, and leaves it alone while something is planned', async () => {
    const [now, limit] = [office.now, open()?.staleDays ?? 0]
    office.now = new Date(now.getTime() - (limit + 2) * 86_400_000)
    const stage = { stage: open()?.id, pipeline: open()?.pipelineId }
    // A session of now does not last in the past: the owner writes them down for her.
    const hers = { owner: noi.id, ...stage }
    const stuck = await office.owner.create('deal', { name: 'ค้างนาน', amount: 900_00, ...hers })
    const handled = await office.owner.create('deal', { name: 'มีขั้นถัดไป', ...hers })
    office.now = now
    await noi.create('activity', {
      subject: 'นัดไว้แล้ว',
      type: 'task',
      dueAt: '2026-11-27T02:00:00.000Z',
      about: [{ entity: 'deal', id: handled.id }],
    })
    const home = await noi.get<Home>('/api/home')
    expect(home.items.filter((item) => item.reason === 'stuck').map((item) => item.row.id)).toContain(stuck.id)
    expect(home.items.map((item) => item.row.id)).not.toContain(handled.id)
    // Whoever asks the team sees both, largest first.
    const { ask } = await office.owner.get<Team>('/api/home/team')
    expect(ask.rows.map((deal) => deal.row.id)).toEqual(expect.arrayContaining([stuck.id, handled.id]))
  })

  it('counts sales from won deals by the day on which they closed in the office’s time, in satang, against target and last year', async () => {
    const sold = (person: Person, amount: number, closedAt: string) =>
      person.create('deal', { name: `ขาย ${closedAt}`, amount, stage: won(), pipeline: stages[0]?.pipelineId, closedAt })
    await sold(noi, 100_000_01, '2026-11-10T05:00:00.000Z')
    // 00:30 on 1 November in Bangkok is October in UTC; 00:30 on 1 December is not November.
    await sold(noi, 200_000_02, '2026-10-31T17:30:00.000Z')
    await sold(noi, 999_000_00, '2026-11-30T17:30:00.000Z')
    await sold(nid, 50_000_00, '2026-11-12T05:00:00.000Z')
    await sold(nid, 70_000_00, '2025-11-12T05:00:00.000Z')
    const lost = stages.find((stage) => stage.kind === 'lost')?.id
    const gone = { name: 'ไม่ได้งาน', amount: 1_00, stage: lost, pipeline: stages[0]?.pipelineId }
    await noi.create('deal', { ...gone, closedAt: '2026-11-10T05:00:00.000Z' })
    const mine = (await noi.get<Home>('/api/home')).target
    // 20 November was the 15th of 21 working days; the 22nd is a Sunday.
    expect(mine).toMatchObject({ won: 300_000_03, target: 1_000_000_00, expected: 714_285_71, daysLeft: 6 })
    const team = await office.owner.get<Team>('/api/home/team')
    expect(team.sales).toMatchObject({ won: 350_000_03, wonCount: 3, target: 1_000_000_00, lastYear: 70_000_00 })
    expect(team.months.find((month) => month.month === '2026-10')?.won).toBe(0)
    expect(team.people.filter((person) => person.won > 0).map((person) => [person.id, person.won, person.target])).toEqual([
      [noi.id, 300_000_03, 1_000_000_00],
      [nid.id, 50_000_00, null],
    ])
    const listed = await office.owner.list('deal', {
      filter: {
        all: [
          { field: 'status', op: 'anyOf', value: ['won'] },
          { field: 'closedAt', op: 'between', value: ['2026-11-01', '2026-11-30'] },
        ],
      },
    })
    expect(listed.rows).toHaveLength(3)
  })

  it('shows the team’s day to who may see the team, his reach of it, and no sums to who may not see amounts', async () => {
    expect((await noi.request('GET', '/api/home/team')).body).toMatchObject({ code: 'access.denied' })
    const team = await nid.get<Team>('/api/home/team')
    expect(team.members).toEqual([nid.id])
    expect(team.sales).toMatchObject({ won: 50_000_00, target: null })
    expect(team.people.map((person) => person.id)).toEqual([nid.id])
    expect(team.overdue).toBe(1)
    const own = await office.owner.get<Team>(`/api/home/team?team=${encodeURIComponent('ทีมใต้')}`)
    expect(own.sales).toMatchObject({ won: 50_000_00 })
    await office.request('PUT', '/api/targets', { cells: [cell('ทีมใต้', 400_000_00, null, { kind: 'team' })] })
    expect((await office.owner.get<Team>(`/api/home/team?team=${encodeURIComponent('ทีมใต้')}`)).sales?.target).toBe(400_000_00)
    const blind = await office.person('ตาบอด', seller('blind-seller', ['deal.amount'], 'team'))
    expect((await blind.get<Team>('/api/home/team')).sales).toBeUndefined()
    expect((await blind.get<Home>('/api/home')).target).toBeUndefined()
  })
})
