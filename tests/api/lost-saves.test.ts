import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Backups } from '../support/backups.ts'
import { company, TestOffice } from '../support/test-office.ts'

type Told = { code: string; params: { count?: number } }

describe('a database that holds less than was saved in it', { timeout: 60_000 }, () => {
  let office: TestOffice
  const inFolder = (name: string) => join(office.folder, 'data', name)
  const told = async () =>
    (await office.owner.get<{ notices: Told[] }>('/api/notices')).notices.filter(({ code }) => code === 'notice.saves_lost')
  const save = (name: string) => office.owner.create('customer', { name: company(name) })
  const logged = () =>
    office.container.office.connection.all<{ detail: string }>("select detail from access_log where action = 'saves_lost'")

  beforeEach(async () => {
    office = await TestOffice.open()
    await save('เพชรเกษมค้าวัสดุ')
    await office.stop()
  })
  afterEach(() => office.close())

  it('says so to whoever runs the office, with how much is missing, once in the log', async () => {
    copyFileSync(inFolder('samphan.db'), inFolder('earlier'))
    await office.start()
    for (const name of ['ก', 'ข', 'ค']) await save(name)
    await office.stop()
    copyFileSync(inFolder('earlier'), inFolder('samphan.db'))
    await office.start()
    await expect.poll(async () => (await told())[0]?.params.count).toBeGreaterThanOrEqual(3)
    await office.stop()
    await office.start()
    expect(await told()).toHaveLength(1)
    expect(await logged()).toHaveLength(1)
    const seller = await office.person('หน่อย', 'sales')
    expect((await seller.get<{ notices: Told[] }>('/api/notices')).notices).toEqual([])
    office.now = new Date(office.now.getTime() + 8 * 86_400_000)
    expect(await told()).toEqual([])
  })

  it('is put away for good by somebody who runs the office and has read it, and that is written down', async () => {
    copyFileSync(inFolder('samphan.db'), inFolder('earlier'))
    await office.start()
    await save('ก')
    await office.stop()
    copyFileSync(inFolder('earlier'), inFolder('samphan.db'))
    await office.start()
    await expect.poll(told).toHaveLength(1)
    const seller = await office.person('หน่อย', 'sales')
    expect((await seller.request('POST', '/api/notices/saves-lost/seen', undefined)).status).toBe(403)
    expect(await told()).toHaveLength(1)
    await office.owner.post('/api/notices/saves-lost/seen', undefined)
    expect(await told()).toEqual([])
    await office.stop()
    await office.start()
    expect(await told()).toEqual([])
    const seen = "select user_id from access_log where action = 'saves_lost_seen'"
    expect(await office.container.office.connection.all(seen)).toEqual([{ user_id: office.owner.id }])
  })

  it('is none after stops and starts, nor where the mark is rubbish, gone, or half written', async () => {
    for (const mark of [undefined, '', '999999', '999999 1', '\u0000\u0000']) {
      if (mark === undefined) rmSync(inFolder('samphan.saved'))
      else writeFileSync(inFolder('samphan.saved'), mark)
      await office.start()
      await save('อีกราย')
      expect(await told()).toEqual([])
      await office.stop()
    }
    await office.start()
    expect(await told()).toEqual([])
  })

  it('is none after a backup was brought back on purpose', async () => {
    await office.start()
    const backups = new Backups(office)
    const run = await backups.make()
    for (const name of ['ก', 'ข', 'ค']) await save(name)
    await backups.restore(run)
    await office.stop()
    await office.start()
    expect((await office.owner.list('customer')).rows).toHaveLength(1)
    expect(await told()).toEqual([])
  })
})
