import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ClockWatch } from '../../server/jobs/clock-watch.ts'
import { company, TestOffice } from '../support/test-office.ts'

const NOON = '2026-11-22T05:00:00.000Z'
const at = (date: string) => new Date(date)

describe('a clock that is wrong', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
  })
  afterAll(() => office.close())

  const look = async (date: string) => {
    office.now = at(date)
    await office.container.time.look()
    return (await office.owner.request<{ notices: { code: string; at?: string }[] }>('GET', '/api/notices')).body.notices.filter(
      ({ code }) => code === 'notice.clock',
    )
  }

  it('throws nothing away for its age, tells an admin, and is believed when it is right again', async () => {
    office.now = at(NOON)
    const { id } = await office.owner.create('customer', { name: company('อยู่ในถัง') })
    await office.owner.post('/api/records/customer/delete', { ids: [id] })
    expect(await look(NOON)).toEqual([])
    expect(await look('2026-11-22T05:00:30.000Z')).toEqual([])

    expect(await look('2036-11-22T05:01:00.000Z')).toEqual([expect.objectContaining({ at: '2026-11-22T05:00:30.000Z' })])
    await office.container.housekeeping.run()
    expect((await office.owner.list('customer', { bin: true })).rows.map((row) => row.id)).toEqual([id])
    const written = await office.container.office.connection.all("select 1 from access_log where action = 'clock_jumped'", [])
    expect(written).toHaveLength(1)

    // Set right, it is believed at once, and what is old enough goes.
    expect(await look('2026-11-22T05:20:00.000Z')).toEqual([])
    expect(await look('2026-11-23T05:20:00.000Z')).toEqual([])
    office.now = at('2026-12-24T05:20:00.000Z')
    await office.container.housekeeping.run()
    expect((await office.owner.list('customer', { bin: true })).rows).toEqual([])
  })

  it('is doubted after a restart, too, and believed when it ran on for a week', async () => {
    expect(await look('2026-11-24T05:00:00.000Z')).toEqual([])
    expect(await look('2016-01-01T00:00:00.000Z')).toHaveLength(1)
    const { office: opened, log } = office.container
    const afterRestart = async (date: string) => {
      office.now = at(date)
      const time = new ClockWatch({ office: opened, log })
      await time.look()
      return time.doubted()
    }
    for (const day of ['02', '03', '04', '05', '06', '07']) expect(await afterRestart(`2016-01-${day}T00:00:00.000Z`)).toBe(true)
    expect(await afterRestart('2016-01-08T00:01:00.000Z')).toBe(false)
  })

  it('makes no session last for years', async () => {
    office.now = at('2036-11-22T05:00:00.000Z')
    expect((await office.owner.request('POST', '/api/me/password', { next: 'ปลาทูสามตัวครับ' })).status).toBe(200)
    const seller = await office.person('ต้น', 'sales')
    expect((await seller.request('GET', '/api/me/sessions')).status).toBe(200)
    office.now = at('2026-11-22T06:00:00.000Z')
    expect((await seller.request('GET', '/api/me/sessions')).status).toBe(401)
  })
})
