import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../../migrations/list.ts'
import { createContainer } from '../../server/container.ts'
import { SqliteConnection } from '../../server/db/sqlite-connection.ts'
import { WriteQueue } from '../../server/db/write-queue.ts'
import { openIdentity } from '../../server/lan/office-identity.ts'
import { createLog } from '../../server/log.ts'
import { company, TestOffice } from '../support/test-office.ts'

describe('backups', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
    await office.owner.create('customer', { name: company('ก่อนสำรอง') })
  })
  afterEach(() => office.close())

  it('copies the office while it is in use, and brings it back on the next start with what came after kept aside', async () => {
    const run = await office.owner.post<{ file: string; folder: string; state: string }>('/api/backup')
    expect(run.state).toBe('good')
    expect(existsSync(join(run.folder, run.file, 'manifest.json'))).toBe(true)
    await office.owner.create('customer', { name: company('หลังสำรอง') })
    const restored = await office.owner.post<{ counts: { customer: number } }>('/api/backup/restore', { name: run.file })
    expect(restored.counts.customer).toBe(1)
    // Nothing is swapped under a running server.
    expect((await office.owner.list('customer')).rows).toHaveLength(2)
    await office.stop()
    await office.start()
    expect((await office.owner.list('customer')).rows.map((row) => row.title)).toEqual(['ก่อนสำรอง'])
    expect(readdirSync(join(office.folder, 'data')).some((name) => name.includes('before-restore'))).toBe(true)
  })

  it('holds the key by which other devices know the office, and brings it back onto a PC that has another', async () => {
    const folder = join(office.folder, 'data', 'lan')
    const { keySha256 } = await openIdentity(folder, 'office', office.now)
    const run = await office.owner.post<{ file: string; folder: string }>('/api/backup')
    expect(statSync(join(run.folder, run.file, 'office.pem')).mode & 0o077).toBe(0)
    rmSync(folder, { recursive: true })
    expect((await openIdentity(folder, 'office', office.now)).keySha256).not.toBe(keySha256)
    await office.owner.post('/api/backup/restore', { name: run.file })
    await office.stop()
    await office.start()
    expect((await openIdentity(folder, 'office', office.now)).keySha256).toBe(keySha256)
    expect(readdirSync(folder).some((name) => name.includes('before-restore'))).toBe(true)
  })

  it('writes to a second folder when told, and refuses one that cannot be', async () => {
    const folder = join(office.folder, 'usb')
    await office.request('PUT', '/api/backup/folder', { folder })
    await office.owner.post('/api/backup')
    expect(readdirSync(folder)).toHaveLength(1)
    expect(
      (await office.owner.request('PUT', '/api/backup/folder', { folder: join(office.folder, 'data', 'samphan.db', 'no') })).body,
    ).toMatchObject({ code: 'backup.folder' })
    expect((await office.owner.request('PUT', '/api/backup/folder', { folder: 'relative' })).body).toMatchObject({
      code: 'backup.folder',
    })
  })

  it('clears away what a backup that was cut off left behind, but not what another office is writing there', async () => {
    const folder = join(office.folder, 'usb')
    await office.request('PUT', '/api/backup/folder', { folder })
    for (const [name, written] of [
      ['samphan-20260101-013000-nightly.unfinished', new Date(0)],
      ['samphan-20260102-013000-nightly.unfinished', new Date('2100-01-01')],
    ] as const) {
      mkdirSync(join(folder, name, 'files'), { recursive: true })
      utimesSync(join(folder, name), written, written)
    }
    const { file } = await office.owner.post<{ file: string }>('/api/backup')
    expect(readdirSync(folder).sort()).toEqual(['samphan-20260102-013000-nightly.unfinished', file].sort())
  })

  it('refuses a name that is not one of its backups, and a backup of a newer product, changing nothing', async () => {
    for (const name of ['../../etc', 'samphan-20200101-000000-manual', ''])
      expect((await office.owner.request('POST', '/api/backup/restore', { name })).body).toMatchObject({
        code: 'backup.not_a_backup',
      })
    const run = await office.owner.post<{ file: string; folder: string }>('/api/backup')
    const copy = new Sqlite(join(run.folder, run.file, 'samphan.db'))
    copy.pragma('user_version = 99')
    copy.close()
    expect((await office.owner.request('POST', '/api/backup/restore', { name: run.file })).body).toMatchObject({
      code: 'backup.newer',
    })
    expect(existsSync(join(office.folder, 'data', 'samphan.db.restored'))).toBe(false)
  })
})

describe('the database', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await TestOffice.open()
  })
  afterEach(() => office.close())

  it('syncs every commit, on the writing connection after a reopen as well', async () => {
    await office.stop()
    await office.start()
    expect(office.file.raw.pragma('synchronous', { simple: true })).toBe(2)
    expect(office.file.raw.pragma('journal_mode', { simple: true })).toBe('wal')
  })

  it('belongs to one process: a second server on the same folder is refused', async () => {
    await expect(createContainer({ dataFolder: join(office.folder, 'data'), log: createLog('silent') })).rejects.toMatchObject({
      code: 'database.locked',
    })
  })

  it('is left byte for byte as it was when a newer product has opened it', async () => {
    const path = join(office.folder, 'data', 'samphan.db')
    await office.stop()
    const db = new Sqlite(path)
    db.pragma('user_version = 99')
    db.pragma('wal_checkpoint(TRUNCATE)')
    db.close()
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true })
    const before = readFileSync(path)
    await expect(office.start()).rejects.toMatchObject({ code: 'database.newer' })
    expect(readFileSync(path).equals(before)).toBe(true)
    const back = new Sqlite(path)
    back.pragma(`user_version = ${MIGRATIONS.length}`)
    back.close()
    await office.start()
  })

  it('is backed up before it is migrated', async () => {
    await office.stop()
    const path = join(office.folder, 'data')
    const container = await createContainer({
      dataFolder: path,
      log: createLog('silent'),
      scheduled: false,
      readers: 1,
      migrations: [
        ...MIGRATIONS,
        { name: 'test', up: async (knex) => void (await knex.schema.createTable('added', (table) => void table.text('x'))) },
      ],
    })
    await container.close()
    expect(readdirSync(join(path, 'backups')).some((name) => name.endsWith('-migration'))).toBe(true)
    const db = new Sqlite(join(path, 'samphan.db'))
    db.exec('drop table added')
    db.pragma(`user_version = ${MIGRATIONS.length}`)
    db.close()
    await office.start()
  })

  it('loses nothing of a unit that fails halfway, and keeps the units beside it', async () => {
    const { office: open } = office.container
    const results = await Promise.allSettled([
      open.writeAlone((tx) => tx.run("insert into setting (key, value) values ('a', '1')")),
      open.writeAlone(async (tx) => {
        await tx.run("insert into setting (key, value) values ('b', '1')")
        throw new Error('halfway')
      }),
      open.writeAlone((tx) => tx.run("insert into setting (key, value) values ('c', '1')")),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await open.connection.all("select key from setting where key in ('a', 'b', 'c') order by key")).toEqual([
      { key: 'a' },
      { key: 'c' },
    ])
  })

  it('tells everybody who waits when it cannot be written', async () => {
    const queue = new WriteQueue(new SqliteConnection(join(office.folder, 'data', 'samphan.db'), { readonly: true }))
    const results = await Promise.allSettled(
      [1, 2, 3].map(() => queue.run((tx) => tx.run("insert into setting (key, value) values ('x', '1')"))),
    )
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected', 'rejected'])
    await queue.idle()
  })

  it('is one file that the sqlite of this product can check whole', () => {
    const path = join(office.folder, 'data', 'samphan.db')
    expect(statSync(path).size).toBeGreaterThan(0)
    const script =
      "const S=require('better-sqlite3');console.log(new S(process.argv[1],{readonly:true}).pragma('integrity_check',{simple:true}))"
    expect(execFileSync(process.execPath, ['-e', script, path], { cwd: process.cwd() }).toString().trim()).toBe('ok')
  })
})
