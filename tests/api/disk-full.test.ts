import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportRun } from '../../core/contract/imports.ts'
import { MIGRATIONS } from '../../migrations/list.ts'
import { migrate } from '../../server/db/migrate.ts'
import { Backups } from '../support/backups.ts'
import { SmallDisk } from '../support/small-disk.ts'
import { company, PASSWORD, type Reply, TestOffice } from '../support/test-office.ts'

const MEGABYTES = 48
const missing = SmallDisk.missing()
if (missing) console.log(`skipped: ${missing}`)

type Refusal = { code: string; id?: string }

describe.skipIf(missing !== undefined)('a full disk', { timeout: 60_000 }, () => {
  let disk: SmallDisk
  let office: TestOffice
  const database = () => join(disk.folder, 'data', 'samphan.db')

  beforeEach(async () => {
    disk = SmallDisk.make(MEGABYTES)
    office = await TestOffice.open({ dataFolder: join(disk.folder, 'data') })
    await expect.poll(() => statSync(join(disk.folder, 'data', 'samphan.reserve'), { throwIfNoEntry: false })?.size).toBe(8 << 20)
  })
  afterEach(async () => {
    await office.close()
    disk.remove()
  })

  let named = 0
  const create = (): Promise<Reply<Refusal>> =>
    office.owner.request<Refusal>('POST', '/api/records/customer', {
      values: { name: company(`ลูกค้าลำดับที่ ${++named}`), needs: 'ปั๊มน้ำ '.repeat(800) },
    })
  /** Saves until the disk refuses; the ids that were acknowledged. */
  const saveUntilFull = async (): Promise<string[]> => {
    const saved: string[] = []
    for (;;) {
      const { status, body } = await create()
      if (status >= 300) {
        expect([status, body.code]).toEqual([507, 'disk.full'])
        return saved
      }
      saved.push(body.id as string)
    }
  }
  const heals = async () => {
    disk.free()
    await office.container.office.state.writable()
  }
  const whole = async (ids: readonly string[]) => {
    for (const id of ids) expect(await office.owner.record('customer', id)).toMatchObject({ id })
    const db = new Sqlite(database(), { readonly: true })
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.close()
  }

  it('refuses what would be written with what to do, goes on reading, keeps what it acknowledged, and heals by itself', async () => {
    disk.fill()
    const saved = await saveUntilFull()
    expect((await office.owner.session()).readOnly).toBe('disk.full')
    for (let at = 0; at < 20; at += 1) expect((await create()).status).toBe(507)
    expect((await office.owner.list('customer')).rows.length).toBeGreaterThanOrEqual(saved.length > 0 ? 1 : 0)
    await heals()
    expect((await office.owner.session()).readOnly).toBeUndefined()
    const { status, body } = await create()
    expect(status).toBe(200)
    await whole([...saved, body.id as string])
  })

  it('still lets people delete, export and come in, in the room kept back for that', async () => {
    const kept = (await create()).body.id as string
    const gone = (await create()).body.id as string
    const colleague = await office.person('ต้น', 'manager')
    const credentials = { userId: colleague.id, password: PASSWORD }
    disk.fill()
    await saveUntilFull()
    expect((await office.owner.request('POST', '/api/records/customer/delete', { ids: [gone] })).status).toBe(200)
    expect((await office.owner.request('POST', '/api/records/customer/export', { format: 'xlsx' })).status).toBe(200)
    expect((await colleague.request('DELETE', '/api/session')).status).toBe(200)
    expect((await colleague.request('POST', '/api/session', credentials)).status).toBe(200)
    await heals()
    await whole([kept])
    expect((await office.owner.list('customer')).rows.map(({ id }) => id)).not.toContain(gone)
  })

  it('refuses an attachment that has no room, leaving nothing half written', async () => {
    disk.fill(64 * 1024)
    const form = `--x\r\ncontent-disposition: form-data; name="file"; filename="a.bin"\r\n\r\n${'ก'.repeat(400_000)}\r\n--x--\r\n`
    const reply = await office.owner.request<Refusal>('POST', '/api/files', form, {
      'content-type': 'multipart/form-data; boundary=x',
    })
    expect([reply.status, reply.body.code]).toEqual([507, 'disk.full'])
    await heals()
    const again = await office.owner.request<Refusal>('POST', '/api/files', form, {
      'content-type': 'multipart/form-data; boundary=x',
    })
    expect(again.status).toBe(200)
  })

  it('says of a backup that has no room what is full', async () => {
    await create()
    const backups = SmallDisk.make(1)
    try {
      await new Backups(office).goTo(join(backups.folder, 'copies'))
      backups.fill()
      const { status, body } = await office.owner.request<Refusal>('POST', '/api/backup', {})
      expect([status, body.code]).toEqual([507, 'backup.no_space'])
      // It is another disk: the office goes on.
      expect((await create()).status).toBe(200)
    } finally {
      backups.remove()
    }
  })

  it('opens an office to be read, and to be written once there is room', async () => {
    const { id } = (await create()).body
    await office.stop()
    disk.fill()
    await office.start()
    expect(await office.owner.record('customer', id as string)).toMatchObject({ id })
    const refused = await create()
    if (refused.status >= 300) expect(refused.body.code).toBe('disk.full')
    await saveUntilFull()
    await heals()
    expect((await create()).status).toBe(200)
    await whole([id as string])
  })

  it('keeps what was acknowledged when the log of changes cannot be brought in, and brings it in once there is room', async () => {
    const log = () => statSync(`${database()}-wal`).size
    const { id } = (await create()).body
    // The database file has to grow for what the log holds: nothing is left for it.
    disk.fill()
    const saved = await saveUntilFull()
    // What was kept back is in use by now, or may be.
    disk.fill()
    expect(log()).toBeGreaterThan(0)
    const size = statSync(database()).size
    // As each commit does when the log has grown long.
    expect(() => office.file.raw.pragma('wal_checkpoint(TRUNCATE)')).toThrow(/full/)
    for (const each of [id as string, ...saved]) expect(await office.owner.record('customer', each)).toMatchObject({ id: each })
    await office.stop()
    await office.start()
    expect(await office.owner.record('customer', id as string)).toMatchObject({ id })
    await heals()
    const { status, body } = await create()
    expect(status).toBe(200)
    office.file.raw.pragma('wal_checkpoint(TRUNCATE)')
    expect(log()).toBe(0)
    expect(statSync(database()).size).toBeGreaterThan(size)
    await whole([id as string, ...saved, body.id as string])
  })

  it('leaves an older office as it was when there is no room to upgrade it, and upgrades it once there is', async () => {
    const older = join(disk.folder, 'older.db')
    await migrate(older, async () => undefined, MIGRATIONS.slice(0, -1))
    const db = new Sqlite(older)
    const add = db.prepare("insert into file (sha256, size, type, created_at, created_by) values (?, 1, ?, '2026-01-01', 'x')")
    db.pragma('foreign_keys = OFF')
    db.transaction(() => {
      for (let at = 0; at < 2_000; at += 1) add.run(String(at).padStart(64, '0'), 'ก'.repeat(500))
    })()
    const before = readFileSync(older)
    const copy = join(disk.folder, 'copy.db')
    db.prepare('vacuum into ?').run(copy)
    const needed = statSync(copy).size
    rmSync(copy)
    db.close()
    // Full from the first page of the copy on, in the middle of it, and shortly before it is done.
    for (const left of [0, needed / 2, needed * 0.98]) {
      disk.free()
      disk.fill(Math.floor(left))
      await expect(migrate(older, async () => undefined)).rejects.toThrow(/full|ENOSPC/i)
      expect(readFileSync(older).equals(before)).toBe(true)
    }
    disk.free()
    expect(await migrate(older, async () => undefined)).toEqual({ from: MIGRATIONS.length - 1, to: MIGRATIONS.length })
    const upgraded = new Sqlite(older, { readonly: true })
    expect(upgraded.prepare('select count(*) from file').pluck().get()).toBe(2_000)
    expect(upgraded.pragma('integrity_check', { simple: true })).toBe('ok')
    upgraded.close()
  })

  it('makes an import wait in the middle and finish, every row once', async () => {
    const rows = Array.from({ length: 3000 }, (_, at) => `ร้านค้าเลขที่ ${at},08${String(30_000_000 + at)}`)
    const { body } = await office.owner.upload('customer', 'มาก.csv', `ชื่อลูกค้า,เบอร์โทร\n${rows.join('\n')}\n`)
    const run = () => office.owner.get<ImportRun>(`/api/imports/${body.id}`)
    const until = async (state: string) => {
      while ((await run()).state !== state) await new Promise((resume) => setTimeout(resume, 20))
    }
    await office.owner.post(`/api/imports/${body.id}/check`, { ...(await run()).definition, match: [] })
    await until('checked')
    let told = 0
    office.container.office.state.subscribe((reason) => {
      if (reason === 'disk.full') told += 1
    })
    disk.fill(2 << 20)
    await office.owner.post(`/api/imports/${body.id}/apply`)
    while (office.container.office.state.reason !== 'disk.full') await new Promise((resume) => setTimeout(resume, 5))
    expect((await run()).state).toBe('applying')
    await heals()
    await until('done')
    expect(await office.owner.post('/api/records/customer/count')).toMatchObject({ count: rows.length })
    // Once it was over the import did not say it again: everybody would have been kept from writing.
    expect(told).toBe(1)
  })
})
