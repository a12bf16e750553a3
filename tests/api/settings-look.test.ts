import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Notice } from '../../core/contract/backup.ts'
import type { Session } from '../../core/contract/office.ts'
import { TestOffice } from '../support/test-office.ts'

describe('a setting that became another by itself', { timeout: 60_000 }, () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
    office.damages = true
    await rename('ขายหน้าร้าน')
    await office.container.settings.run()
  })
  afterEach(() => office.close())

  const pipeline = async () => (await office.owner.get<Session>('/api/session')).pipelines[0] as Session['pipelines'][number]
  const rename = async (nameTh: string) => {
    const { id, nameEn, stages } = await pipeline()
    await office.owner.request('PUT', '/api/pipelines', {
      id,
      nameTh,
      nameEn,
      stages: stages.map(({ archived, pipelineId, position, ...stage }) => stage),
    })
  }
  /** Writes past the product, as a disk does. */
  const flip = (sql: string) =>
    office.container.office.writeAlone(async (tx) => expect((await tx.run(sql)).changes).toBeGreaterThan(0))
  const told = async (person = office.owner) =>
    (await person.get<{ notices: Notice[] }>('/api/notices')).notices.filter(
      ({ code }) => code === 'notice.setting_damaged' || code === 'notice.setting_unreadable',
    )
  const logged = async () =>
    (
      await office.container.office.connection.all<{ action: string }>(
        "select action from access_log where action like 'setting_%' and action <> 'setting_changed' order by seq",
      )
    ).map(({ action }) => action)

  it('is not looked for any more once the server stops', async () => {
    await flip("update pipeline set name_th = 'ขายหน้ารัาน'")
    await office.container.settings.stop()
    await office.container.settings.run()
    expect(await logged()).toEqual([])
  })

  it('is no target that was set alone first and with others later', async () => {
    const id = office.owner.id
    const { body: team } = await office.owner.request<{ id: string }>('PUT', '/api/teams', { name: 'ทีมใต้', members: [] })
    const set = (...cells: object[]) => office.owner.request('PUT', '/api/targets', { cells })
    const own = { kind: 'person', id, month: '2026-11' }
    await set({ ...own, amount: 100, was: null })
    await set({ ...own, amount: 200, was: 100 }, { kind: 'team', id: team.id, month: '2026-11', amount: 300, was: null })
    expect(await office.wrongRecords()).toEqual([])
    await flip("update target set amount = 900 where kind = 'team'")
    await office.container.settings.run()
    const [notice, ...more] = await told()
    expect(more).toEqual([])
    expect(notice?.params).toMatchObject({ area: 'targets', item: `team:2026:${team.id}` })
    await office.owner.post('/api/damaged/settings', { area: 'targets', item: `team:2026:${team.id}`, keep: false })
    expect(await office.wrongRecords()).toEqual([])
  })

  it('is told with both values to whoever runs the office, and put back when that is asked for', async () => {
    const { id } = await pipeline()
    await flip(`update pipeline set name_th = 'ขายหน้ารัาน' where id = '${id}'`)
    expect(await told()).toEqual([])
    await office.container.settings.run()
    const [notice, ...more] = await told()
    expect(more).toEqual([])
    expect(notice?.params).toMatchObject({ area: 'pipelines', item: id, is: 'ขายหน้ารัาน', was: 'ขายหน้าร้าน' })
    office.owner.lang = 'en'
    expect((await office.owner.get<{ notices: Notice[] }>('/api/notices')).notices.map(({ code }) => code)).toContain(
      'notice.setting_damaged_unseen',
    )
    office.owner.lang = 'th'
    await office.container.settings.run()
    expect(await logged()).toEqual(['setting_damaged'])
    const seller = await office.person('หน่อย', 'sales')
    expect(await told(seller)).toEqual([])
    const settle = { area: 'pipelines', item: id, keep: false }
    expect((await seller.request('POST', '/api/damaged/settings', settle)).status).toBe(403)
    await office.owner.post('/api/damaged/settings', settle)
    expect((await pipeline()).nameTh).toBe('ขายหน้าร้าน')
    expect(await told()).toEqual([])
    expect(await office.wrongRecords()).toEqual([])
    expect((await office.owner.request('POST', '/api/damaged/settings', settle)).status).toBe(404)
    expect(await logged()).toEqual(['setting_damaged', 'setting_put_back'])
  })

  it('stays as it is when whoever runs the office says so, since the history may be what is damaged', async () => {
    const { id } = await pipeline()
    await flip("update configuration_change set after = replace(after, 'ขายหน้าร้าน', 'ขายหน้าร้าม') where area = 'pipelines'")
    await office.container.settings.run()
    expect((await told())[0]?.params).toMatchObject({ is: 'ขายหน้าร้าน', was: 'ขายหน้าร้าม' })
    await office.owner.post('/api/damaged/settings', { area: 'pipelines', item: id, keep: true })
    expect((await pipeline()).nameTh).toBe('ขายหน้าร้าน')
    expect(await told()).toEqual([])
    expect(await office.wrongRecords()).toEqual([])
    expect(await logged()).toEqual(['setting_damaged', 'setting_kept'])
  })

  it('is told also where it cannot be read any more, and put back', async () => {
    await office.owner.request('PUT', '/api/ours/customer', { name: { th: 'ลูกค้าเรา', en: 'Client', enMany: 'Clients' } })
    await office.container.settings.run()
    await flip(`update setting set value = substr(value, 1, 9) where key = 'ours.customer'`)
    await office.container.settings.run()
    expect((await told()).map(({ params }) => [params.area, params.item])).toEqual([['forms', 'customer']])
    await office.owner.post('/api/damaged/settings', { area: 'forms', item: 'customer', keep: false })
    expect(await office.wrongRecords()).toEqual([])
  })

  it('is not told of what a newer version of the product keeps in another form', async () => {
    const { id } = await pipeline()
    await flip(`update pipeline set name_th = 'ขาย' where id = '${id}'`)
    await flip(`update setting set value = '{"version":"0.1","known":[],"damaged":[]}' where key = 'configuration_look'`)
    await office.container.settings.run()
    await office.container.settings.run()
    expect(await told()).toEqual([])
    expect(await logged()).toEqual([])
  })

  it('is no longer told once somebody saved it anew', async () => {
    const { id } = await pipeline()
    await flip(`update pipeline set name_th = 'ขาย' where id = '${id}'`)
    await office.container.settings.run()
    expect(await told()).toHaveLength(1)
    await rename('ขายส่ง')
    expect(await told()).toEqual([])
    expect(await office.wrongRecords()).toEqual([])
  })
})
