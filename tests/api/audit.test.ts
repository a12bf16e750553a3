import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccessEntry } from '../../core/contract/audit.ts'
import { company, PASSWORD, type Person, TestOffice, TOKEN } from '../support/test-office.ts'

const LOOPBACK = { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN }

describe('who looked, came in and was refused', () => {
  let office: TestOffice
  let noi: Person
  beforeEach(async () => {
    office = await TestOffice.open()
    noi = await office.person('หน่อย', 'manager')
  })
  afterEach(() => office.close())

  type Page = { entries: AccessEntry[]; next?: number }
  const log = (query = '') => office.owner.get<Page>(`/api/access-log${query}`)
  const actions = async (query = '') => (await log(query)).entries.map(({ action }) => action).reverse()
  const signIn = (password: string, userId = noi.id) =>
    office.app.inject({ method: 'POST', url: '/api/session', headers: LOOPBACK, payload: { userId, password } })

  it('is told to nobody but who runs the office', async () => {
    for (const role of ['manager', 'sales', 'readonly']) {
      const who = await office.person(role, role)
      expect((await who.request('GET', '/api/access-log')).status).toBe(403)
      expect((await who.request('GET', '/api/access-log/file')).status).toBe(403)
    }
  })

  it('is written down once each: looks, searches without their text, reveals, exports, refusals, comings and goings', async () => {
    const { id } = await noi.create('customer', { name: company('ป้ำการช่าง') })
    for (let time = 0; time < 3; time += 1) await noi.record('customer', id)
    await noi.post('/api/search', { text: 'คำลับมาก' })
    await noi.post('/api/search', { text: 'คำลับมากกว่า' })
    await noi.request('POST', '/api/records/customer/export', { format: 'csv', search: 'คำลับมาก' })
    await noi.request('PUT', '/api/company', { name: 'ยึด' })
    await signIn('ผิดแน่นอน')
    await office.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: LOOPBACK,
      payload: { name: 'รหัสของฉัน1234', password: 'ผิดแน่นอน' },
    })
    await noi.request('DELETE', '/api/session')
    // Some are written with their act and some each second, so that their order is not the acts'.
    expect((await actions(`?user=${noi.id}`)).sort()).toEqual([
      'denied',
      'export',
      'search',
      'sign_in',
      'sign_in_failed',
      'sign_out',
      'view',
    ])
    const { entries } = await log()
    expect(entries.find(({ action }) => action === 'view')).toMatchObject({
      userId: noi.id,
      entity: 'customer',
      record: { id, title: 'ป้ำการช่าง' },
    })
    expect(entries.find(({ action }) => action === 'denied')?.detail).toContain('PUT /api/company')
    expect(entries.filter(({ action, userId }) => action === 'sign_in_failed' && userId === null)).toHaveLength(1)
    const stored = JSON.stringify(await office.rows('access_log'))
    for (const secret of ['คำลับ', 'ผิดแน่นอน', 'รหัสของฉัน', PASSWORD]) expect(stored).not.toContain(secret)
  })

  it('is found by person, act, record and local day, page by page, and goes out as a file', async () => {
    const { id } = await noi.create('customer', { name: company('ป้ำการช่าง') })
    await noi.record('customer', id)
    await office.owner.record('customer', id)
    expect(await actions(`?action=view&record=${id}`)).toEqual(['view', 'view'])
    expect(await actions(`?action=view&user=${noi.id}`)).toEqual(['view'])
    expect(await actions('?action=view&from=2026-11-22&until=2026-11-22')).toEqual(['view', 'view'])
    expect(await actions('?action=view&until=2026-11-21')).toEqual([])
    for (let at = 0; at < 70; at += 1) {
      office.now = new Date(office.now.getTime() + 6 * 60_000)
      await office.owner.record('customer', id)
    }
    const first = await log('?action=view')
    expect(first.entries).toHaveLength(60)
    expect((await log(`?action=view&before=${first.next}`)).entries).toHaveLength(12)
    const file = (await office.owner.request<Buffer>('GET', '/api/access-log/file?action=view')).body.toString()
    expect(file.trim().split('\r\n')).toHaveLength(73)
    expect(file).toContain('เปิดดู,ลูกค้า,ป้ำการช่าง')
    expect((await office.owner.request('GET', '/api/access-log?action=everything')).status).toBe(400)
  })

  it('is on disk when the server stops, and is kept for 90 days and not for longer than was said', async () => {
    const { id } = await noi.create('customer', { name: company('ป้ำการช่าง') })
    await noi.record('customer', id)
    await office.stop()
    await office.start()
    const days = async (count: number) => {
      office.now = new Date(Date.parse('2026-11-22T03:00:00.000Z') + count * 86_400_000)
      await office.container.housekeeping.run()
      return (await actions()).includes('view')
    }
    expect(await days(90)).toBe(true)
    expect(
      (await office.owner.request('PUT', '/api/access-rules', { namesShown: false, codeForAdmins: false, keepDays: 30 })).status,
    ).toBe(400)
    await office.request('PUT', '/api/access-rules', { namesShown: false, codeForAdmins: false, keepDays: 200 })
    expect(await days(199)).toBe(true)
    expect(await days(201)).toBe(false)
  })
})
