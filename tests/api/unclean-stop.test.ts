import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { company, TestOffice } from '../support/test-office.ts'

describe('an office that was not closed in order', { timeout: 60_000 }, () => {
  let office: TestOffice
  let id: string
  const inFolder = (name: string) => join(office.folder, 'data', name)
  const database = () => inFolder('samphan.db')
  const hash = () => createHash('sha256').update(readFileSync(database())).digest('hex')
  const state = () => office.container.office.state

  beforeEach(async () => {
    office = await TestOffice.open()
    id = (await office.owner.create('customer', { name: company('เพชรเกษมค้าวัสดุ') })).id
    await office.stop()
  })
  afterEach(() => office.close())

  /** Writes rubbish over a page that only some questions need. */
  const damage = () => {
    const db = new Sqlite(database())
    const page = db.prepare("select rootpage from sqlite_master where type = 'index' and tbl_name = 'lead' limit 1").pluck().get()
    const size = Number(db.pragma('page_size', { simple: true }))
    db.close()
    const file = openSync(database(), 'r+')
    writeSync(file, Buffer.alloc(size, 0x5a), 0, size, (Number(page) - 1) * size)
    closeSync(file)
  }

  it('is told from one that was, and from one whose file was changed by hand meanwhile', async () => {
    expect(existsSync(inFolder('samphan.clean'))).toBe(true)
    await office.start()
    expect(state().reason).toBeUndefined()
    expect(existsSync(inFolder('samphan.clean'))).toBe(false)
    await office.stop()
    damage()
    await office.start()
    await expect.poll(() => state().reason).toBe('database.damaged')
  })

  it('can be read at once and written when its file was looked through', async () => {
    rmSync(inFolder('samphan.clean'))
    const seen: (string | undefined)[] = []
    const starting = office.start()
    await starting
    seen.push((await office.owner.session()).readOnly)
    if (seen[0]) {
      expect(seen).toEqual(['database.checking'])
      const refused = await office.owner.request<{ code: string }>('POST', '/api/records/customer', {
        values: { name: company('ก่อนเวลา') },
      })
      expect([refused.status, refused.body.code]).toEqual([503, 'database.checking'])
    }
    expect(await office.owner.record('customer', id)).toMatchObject({ id })
    await state().writable()
    await office.owner.create('customer', { name: company('หลังตรวจ') })
  })

  it('that is damaged is read where it can be, and not one byte of it is written or removed', async () => {
    rmSync(inFolder('samphan.clean'))
    damage()
    const before = hash()
    await office.start()
    await expect.poll(() => state().reason, { timeout: 10_000 }).toBe('database.damaged')
    expect((await office.owner.session()).readOnly).toBe('database.damaged')
    expect(await office.owner.record('customer', id)).toMatchObject({ id })
    const refused = await office.owner.request<{ code: string }>('POST', '/api/records/customer', {
      values: { name: company('เขียนไม่ได้') },
    })
    expect([refused.status, refused.body.code]).toEqual([503, 'database.damaged'])
    await office.stop()
    expect(hash()).toBe(before)
    // The next start knows it, too.
    expect(existsSync(inFolder('samphan.clean'))).toBe(false)
    await office.start()
    await expect.poll(() => state().reason, { timeout: 10_000 }).toBe('database.damaged')
  })

  it('keeps its log of changes beside the damaged file, byte for byte', async () => {
    await office.start()
    await office.owner.create('customer', { name: company('ยังอยู่ในบันทึก') })
    const asKilled = ['samphan.db', 'samphan.db-wal'].map((name) => [name, readFileSync(inFolder(name))] as const)
    await office.stop()
    for (const [name, content] of asKilled) writeFileSync(inFolder(name), content)
    // The engine's own connection would bring the log in as it closes.
    const log = readFileSync(inFolder('samphan.db-wal'))
    rmSync(inFolder('samphan.db-wal'))
    damage()
    writeFileSync(inFolder('samphan.db-wal'), log)
    rmSync(inFolder('samphan.clean'), { force: true })
    const before = hash()
    await office.start()
    await expect.poll(() => state().reason, { timeout: 10_000 }).toBe('database.damaged')
    await office.stop()
    expect(hash()).toBe(before)
    expect(readFileSync(inFolder('samphan.db-wal')).equals(log)).toBe(true)
    await office.start()
  })

  async function isRefusedAsItIs(): Promise<void> {
    const before = hash()
    await expect(office.start()).rejects.toMatchObject({ code: 'database.damaged' })
    expect(hash()).toBe(before)
    rmSync(database())
    await office.start()
  }

  it('whose tables and indexes differ where the start reads them is refused in words, and left as it is', async () => {
    const db = new Sqlite(database())
    const pages = db
      .prepare("select pageno from dbstat where name = 'field_number' and pagetype = 'leaf'")
      .pluck()
      .all() as number[]
    const size = Number(db.pragma('page_size', { simple: true }))
    db.close()
    const content = readFileSync(database())
    const places = pages.map((page) => content.subarray((page - 1) * size, page * size).indexOf('customer.website'))
    const page = places.findIndex((place) => place >= 0)
    const file = openSync(database(), 'r+')
    writeSync(file, Buffer.from('customer.webxite'), 0, 16, ((pages[page] ?? 0) - 1) * size + (places[page] ?? 0))
    closeSync(file)
    await isRefusedAsItIs()
  })

  it('whose file is no database any more is refused, and left as it is', async () => {
    const file = openSync(database(), 'r+')
    writeSync(file, Buffer.alloc(4096, 0x41), 0, 4096, 0)
    closeSync(file)
    await isRefusedAsItIs()
  })
})
