import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../../../migrations/list.ts'
import { type Migration, migrate } from '../../../server/db/migrate.ts'

const PEOPLE = 2_000
/** The first version whose tables hold what the test writes. */
const OLD = 6
const KILLS = 9

describe('an upgrade of the database', { timeout: 120_000 }, () => {
  let folder: string
  let path: string
  const original = () => join(folder, 'original.db')
  const hash = () => createHash('sha256').update(readFileSync(path)).digest('hex')
  const noBackup = async () => undefined

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'samphan-upgrade-'))
    await migrate(original(), noBackup, MIGRATIONS.slice(0, OLD))
    const db = new Sqlite(original())
    db.pragma('journal_mode = WAL')
    db.exec("insert into role (key, name_th, name_en, definition) values ('sales', 'ขาย', 'Sales', '{}')")
    const add = db.prepare("insert into user (id, name, role, created_at) values (?, ?, 'sales', '2026-01-01')")
    db.transaction(() => {
      for (let at = 0; at < PEOPLE; at += 1) add.run(`u${at}`, `คนที่ ${at} ${'ก'.repeat(200)}`)
    })()
    db.close()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  beforeEach(() => {
    const work = mkdtempSync(join(folder, 'work-'))
    path = join(work, 'samphan.db')
    cpSync(original(), path)
  })

  const stateOf = (file = path) => {
    const db = new Sqlite(file, { readonly: true, fileMustExist: true })
    try {
      return {
        version: db.pragma('user_version', { simple: true }),
        people: db.prepare('select count(*) from user').pluck().get(),
        integrity: db.pragma('integrity_check', { simple: true }),
      }
    } finally {
      db.close()
    }
  }
  const old = { version: OLD, people: PEOPLE, integrity: 'ok' }
  const upgraded = { version: MIGRATIONS.length, people: PEOPLE, integrity: 'ok' }
  const filesBeside = () => readdirSync(join(path, '..')).filter((name) => name !== 'samphan.db')

  it('keeps the old file beside the new, under its version and date', async () => {
    const now = new Date('2026-11-26T03:04:05.000Z')
    expect(await migrate(path, noBackup, MIGRATIONS, now)).toEqual({ from: OLD, to: MIGRATIONS.length })
    expect(stateOf()).toEqual(upgraded)
    expect(filesBeside()).toEqual([`samphan.db.v${OLD}-20261126-030405`])
    expect(stateOf(join(path, '..', `samphan.db.v${OLD}-20261126-030405`))).toEqual(old)
    expect(await migrate(path, noBackup)).toEqual({ from: MIGRATIONS.length, to: MIGRATIONS.length })
  })

  it('that fails at any of its statements leaves every byte as it was', async () => {
    const before = hash()
    /** The migrations, the `failing`th statement of which is refused; how many were asked is counted. */
    const refusing = (failing: number) => {
      const asked = { statements: 0 }
      const migrations: Migration[] = MIGRATIONS.map((migration) => ({
        ...migration,
        up: async (knex) => {
          knex.on('query', () => {
            asked.statements += 1
            if (asked.statements === failing) throw new Error('halfway')
          })
          await migration.up(knex)
        },
      }))
      return { asked, migrations }
    }
    const { asked, migrations } = refusing(Number.POSITIVE_INFINITY)
    await migrate(path, noBackup, migrations)
    expect(asked.statements).toBeGreaterThan(MIGRATIONS.length - OLD)
    for (let failing = 1; failing <= asked.statements; failing += 1) {
      cpSync(original(), path)
      await expect(migrate(path, noBackup, refusing(failing).migrations), `statement ${failing}`).rejects.toThrow('halfway')
      expect(hash(), `statement ${failing}`).toBe(before)
    }
  })

  it('that loses a row is not taken', async () => {
    const before = hash()
    const loses: Migration = { name: 'loses', up: async (knex) => void (await knex.raw("delete from user where id = 'u7'")) }
    await expect(migrate(path, noBackup, [...MIGRATIONS, loses])).rejects.toThrow('user had')
    expect(hash()).toBe(before)
    await migrate(path, noBackup)
    expect(stateOf()).toEqual(upgraded)
  })

  it('that is killed at any instant leaves the old or the new, and is finished at the next start', async () => {
    const seen = new Set<string>()
    const whole = await timed(path)
    for (let kill = 0; kill < KILLS; kill += 1) {
      rmSync(join(path, '..'), { recursive: true })
      cpSync(original(), path)
      const child = upgrade(path)
      // Most of the time goes into starting; the instants lie where the work is.
      await begun(child)
      if (kill < KILLS - 1) await new Promise((resume) => setTimeout(resume, (whole * kill) / (KILLS - 2)))
      else await new Promise((resolve) => child.once('exit', resolve))
      await killed(child)
      if (existsSync(path)) {
        expect([old, upgraded]).toContainEqual(stateOf())
        seen.add(String(stateOf().version))
      } else expect(stateOf(`${path}.migrated`)).toEqual(upgraded)
      await migrate(path, noBackup)
      expect(stateOf()).toEqual(upgraded)
      expect(filesBeside().filter((name) => !/\.v\d+-/.test(name))).toEqual([])
    }
    expect(seen.size).toBe(2)
  })

  const upgrade = (file: string): ChildProcess => fork(new URL('../../support/upgrade-process.ts', import.meta.url), [file])
  const begun = (child: ChildProcess) => new Promise((resolve) => child.once('message', resolve))
  const killed = (child: ChildProcess) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve()
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  /** How long the work takes without being killed, in milliseconds. */
  const timed = async (file: string): Promise<number> => {
    const child = upgrade(file)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await begun(child)
    const from = performance.now()
    await ended
    return performance.now() - from
  }
})
