import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dashboard, SavedReport } from '../../core/contract/reports.ts'
import { type Person, seller, TestOffice } from '../support/test-office.ts'

describe('pages of reports', () => {
  let office: TestOffice
  let noi: Person
  let nid: Person
  let amounts = ''
  let sources = ''
  let others = ''

  const pages = async (who: Person) => (await who.get<{ dashboards: Dashboard[] }>('/api/dashboards')).dashboards
  const page = async (who: Person, id: string) => (await pages(who)).find((each) => each.id === id)
  const reports = async (who: Person) =>
    (await who.get<{ reports: SavedReport[] }>('/api/reports')).reports.map((report) => report.id).sort()
  const make = async (who: Person, name: string, sharedWith: Dashboard['sharedWith'], columns: string[][] = []) =>
    (await who.post<{ id: string }>('/api/dashboards', { name, sharedWith, columns })).id
  const place = (who: Person, body: Record<string, unknown>) => who.request('POST', '/api/dashboards/place', body)
  const report = async (who: Person, name: string, definition: object, shared = false) =>
    (await who.post<{ id: string }>('/api/reports', { name, shared, definition })).id

  beforeAll(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', seller('no-amount', ['deal.amount']))
    nid = await office.person('นิด', seller('other-seller'))
    const by = (field: string, measure: object = { kind: 'count' }) => ({
      entity: 'deal',
      groups: [{ field }],
      measure,
      chart: 'table',
    })
    amounts = await report(office.owner, 'ยอดตามขั้น', by('stage', { kind: 'sum', field: 'amount' }))
    sources = await report(office.owner, 'แหล่งที่มา', by('source'))
    others = await report(nid, 'ของนิดเอง', by('owner'))
  })
  afterAll(() => office.close())

  it('are seen by their maker, and by the roles they are shared with: with the reports that each may ask for, and no others', async () => {
    const id = await make(office.owner, 'ประชุมเช้า', ['no-amount'], [[amounts], [sources]])
    expect(await pages(nid)).toEqual([])
    expect(await reports(nid)).toEqual([others])
    expect(await page(office.owner, id)).toMatchObject({
      mayChange: true,
      sharedWith: ['no-amount'],
      columns: [[amounts], [sources]],
    })
    // Who may not see amounts is not told of a report about them.
    expect(await page(noi, id)).toMatchObject({ mayChange: false, shared: true, sharedWith: [], columns: [[], [sources]] })
    expect(await reports(noi)).toEqual([sources])

    const { version } = (await page(office.owner, id)) as Dashboard
    await office.request('PUT', `/api/dashboards/${id}`, { name: 'ประชุมเช้า', sharedWith: 'all', version })
    expect((await page(nid, id))?.columns).toEqual([[amounts], [sources]])
    const stale = { name: 'ทับ', sharedWith: [], version }
    expect((await office.owner.request('PUT', `/api/dashboards/${id}`, stale)).body).toMatchObject({ code: 'record.stale' })
    await office.request('PUT', `/api/dashboards/${id}`, { name: 'ประชุมเช้า', sharedWith: [], version: version + 1 })
    expect([await pages(noi), await reports(noi)]).toEqual([[], []])
  })

  it('are changed by their maker and, where shared, by who runs the office; by nobody else', async () => {
    const own = await make(nid, 'ของนิด', [], [[others]])
    const shared = await make(nid, 'ทีมขาย', 'all', [[others]])
    expect(await page(office.owner, own)).toBeUndefined()
    expect(await page(office.owner, shared)).toMatchObject({ mayChange: true, columns: [[others]] })
    for (const [who, to, status] of [
      [office.owner, own, 404],
      [noi, own, 404],
      [noi, shared, 404],
    ] as const)
      expect((await place(who, { report: others, from: to })).status).toBe(status)
    expect((await noi.request('DELETE', `/api/dashboards/${shared}`)).status).toBe(404)
    expect((await noi.request('PUT', `/api/dashboards/${shared}/first`, { roles: ['no-amount'] })).status).toBe(403)
    // A page shows its maker's reports and shared ones: anybody else's would stay unseen there.
    expect((await place(office.owner, { report: sources, to: shared })).body).toMatchObject({ code: 'dashboard.private_report' })
    expect((await place(nid, { report: sources, to: shared })).status).toBe(404)
    expect((await office.owner.request('DELETE', `/api/dashboards/${shared}`)).status).toBe(200)
  })

  it('give a report to each other, along or as well, above a named one; both pages or neither are changed', async () => {
    const first = await make(office.owner, 'หนึ่ง', [], [[amounts, sources], []])
    const second = await make(office.owner, 'สอง', [])
    const columns = async () => [(await page(office.owner, first))?.columns, (await page(office.owner, second))?.columns]
    await place(office.owner, { report: sources, from: first, to: second })
    expect(await columns()).toEqual([
      [[amounts], []],
      [[sources], []],
    ])
    await place(office.owner, { report: amounts, to: second, column: 0, before: sources })
    expect(await columns()).toEqual([
      [[amounts], []],
      [[amounts, sources], []],
    ])
    await place(office.owner, { report: amounts, to: second, column: 1 })
    expect(await columns()).toEqual([
      [[amounts], []],
      [[sources], [amounts]],
    ])
    expect((await place(office.owner, { report: amounts, from: first, to: crypto.randomUUID() })).status).toBe(404)
    await place(office.owner, { report: amounts, from: second })
    expect(await columns()).toEqual([
      [[amounts], []],
      [[sources], []],
    ])
  })

  it('open first for a role, one page each; shared ones stand in the history of the settings and are rolled back', async () => {
    const first = await make(office.owner, 'ภาพรวม', 'all', [[sources]])
    const second = await make(office.owner, 'ทีมขาย', ['no-amount'], [[sources]])
    const begin = (id: string, roles: string[]) => office.owner.request('PUT', `/api/dashboards/${id}/first`, { roles })
    await begin(first, ['no-amount', 'other-seller'])
    expect((await page(noi, first))?.first).toBe(true)
    await begin(second, ['no-amount'])
    expect([(await page(noi, first))?.first, (await page(noi, second))?.first, (await page(nid, first))?.first]).toEqual([
      false,
      true,
      true,
    ])
    expect((await begin(second, ['other-seller'])).status).toBe(400)

    await office.owner.request('DELETE', `/api/dashboards/${second}`)
    expect(await page(noi, second)).toBeUndefined()
    const { changes } = await office.owner.get<{ changes: { seq: number; area: string; name: string }[] }>(
      '/api/configuration/history',
    )
    expect(changes[0]).toMatchObject({ area: 'dashboards', name: 'ทีมขาย' })
    await office.owner.request('POST', `/api/configuration/history/${changes[0]?.seq}/roll-back`, {})
    expect(await page(noi, second)).toMatchObject({ first: true, columns: [[sources]] })
  })
})
