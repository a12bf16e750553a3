import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MIGRATIONS } from '../../migrations/list.ts'
import { createContainer } from '../../server/container.ts'
import { SqliteConnection } from '../../server/db/sqlite-connection.ts'
import { WriteQueue } from '../../server/db/write-queue.ts'
import { ServerStopping } from '../../server/db/write-state.ts'
import { createLog } from '../../server/log.ts'
import { TestOffice } from '../support/test-office.ts'

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

  it('answers who waits while it stops that it is stopping, and not that it failed', async () => {
    vi.spyOn(office.container.office, 'read').mockRejectedValueOnce(new ServerStopping())
    expect(await office.owner.request('GET', '/api/home')).toMatchObject({ status: 503, body: { code: 'host.stopping' } })
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

  it('loses nothing of those who wait behind a unit that fails at once', async () => {
    const { office: open } = office.container
    const set = (key: string, fails: boolean) =>
      open.writeAlone(async (tx) => {
        await tx.run("insert into setting (key, value) values (?, '1')", [key])
        if (fails) throw new Error('halfway')
      })
    const results = await Promise.allSettled([set('d', true), set('e', false), set('f', true), set('g', false)])
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled'])
    expect(await open.connection.all("select key from setting where key in ('d', 'e', 'f', 'g') order by key")).toEqual([
      { key: 'e' },
      { key: 'g' },
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
