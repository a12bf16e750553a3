import { existsSync, rmSync } from 'node:fs'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Knex } from 'knex'
import { AppError } from '../../core/errors.ts'
import { MIGRATIONS } from '../../migrations/list.ts'
import { syncFolder } from '../files/file-store.ts'

export type Migration = (typeof MIGRATIONS)[number]

/** Tables of which a migration may lose or make no row. */
const COUNTED = ['customer', 'contact', 'lead', 'deal', 'activity', 'file', 'change', 'user'] as const
/** How many databases of before an upgrade stay in the data folder. */
const KEPT = 2

const workedOn = (path: string) => `${path}.migrating`
const verified = (path: string) => `${path}.migrated`

/**
 * Brings a database file to the newest version and returns the version before and after. A database that holds data is copied, the copy is
 * migrated, one transaction a migration, and looked through, and only then takes the file's place: whatever happens on the way, the old one
 * or the new one is there, never something in between. The old file stays beside it under its version and date.
 * `beforeFirst` runs once when there is something to do on a database that holds data (the pre-migration backup).
 * Throws `database.newer`, with nothing written, when a newer product has opened the file before.
 */
export async function migrate(
  path: string,
  beforeFirst: (version: number) => Promise<void>,
  migrations: readonly Migration[] = MIGRATIONS,
  now = new Date(),
): Promise<{ from: number; to: number }> {
  await finishSwap(path)
  const from = existsSync(path) ? versionOf(path) : 0
  const to = migrations.length
  if (from > to) throw new AppError('database.newer', { version: from, known: to })
  if (from === to) return { from, to }
  if (from === 0) {
    await runAll(path, from, migrations)
    return { from, to }
  }
  await beforeFirst(from)
  const before = inventoryOf(path)
  copy(path, workedOn(path))
  await runAll(workedOn(path), from, migrations)
  assertSame(before, inventoryOf(workedOn(path)), to)
  await sync(workedOn(path))
  leaveNoLog(path)
  await rename(workedOn(path), verified(path))
  await syncFolder(dirname(path))
  await rename(path, `${path}.v${from}-${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`)
  await finishSwap(path)
  await forgetOldest(path)
  return { from, to }
}

/** Ends what a kill or a power cut interrupted: a copy that was verified takes a place that is empty, anything else is begun anew. */
async function finishSwap(path: string): Promise<void> {
  for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(workedOn(path) + suffix, { force: true })
  if (!existsSync(verified(path))) return
  if (existsSync(path)) await rm(verified(path))
  else await rename(verified(path), path)
  await syncFolder(dirname(path))
}

async function runAll(path: string, from: number, migrations: readonly Migration[]): Promise<void> {
  // Large, and needed at an upgrade only.
  const { default: knexFactory } = await import('knex')
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: path },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate: configure },
  })
  try {
    for (let version = from; version < migrations.length; version += 1) {
      await knex.transaction(async (transaction) => {
        await migrations[version]?.up(transaction as unknown as Knex)
        await transaction.raw(`pragma user_version = ${version + 1}`)
      })
    }
  } finally {
    await knex.destroy()
  }
}

function configure(
  connection: { pragma: (text: string) => unknown },
  done: (error: Error | null, connection: unknown) => void,
): void {
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  done(null, connection)
}

/** Opened by a newer product, the file must stay as it is: it is only looked at. */
function versionOf(path: string): number {
  return looking(path, (db) => Number(db.pragma('user_version', { simple: true })))
}

function looking<T>(path: string, look: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true })
  try {
    return look(db)
  } finally {
    db.close()
  }
}

function copy(from: string, to: string): void {
  looking(from, (db) => db.prepare('vacuum into ?').run(to))
}

type Inventory = { version: number; damage: string; loose: number; rows: Map<string, number> }

function inventoryOf(path: string): Inventory {
  return looking(path, (db) => {
    const tables = db.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[]
    const counted = COUNTED.filter((table) => tables.includes(table))
    return {
      version: Number(db.pragma('user_version', { simple: true })),
      damage: String(db.pragma('integrity_check(1)', { simple: true })),
      loose: (db.pragma('foreign_key_check') as unknown[]).length,
      rows: new Map(counted.map((table) => [table, Number(db.prepare(`select count(*) from "${table}"`).pluck().get())])),
    }
  })
}

/** Throws when the migrated copy is not whole, or is not what the office had. */
function assertSame(before: Inventory, after: Inventory, version: number): void {
  if (after.damage !== 'ok') throw new Error(`the migrated copy is damaged: ${after.damage}`)
  if (after.version !== version) throw new Error(`the migrated copy is at version ${after.version}`)
  if (after.loose > before.loose) throw new Error(`${after.loose} rows of the migrated copy point nowhere`)
  for (const [table, rows] of before.rows)
    if (after.rows.get(table) !== rows) throw new Error(`${table} had ${rows} rows and has ${after.rows.get(table)}`)
}

/** A log of changes left beside the old file would be taken for one of the new. */
function leaveNoLog(path: string): void {
  const db = new Sqlite(path)
  try {
    db.pragma('synchronous = FULL')
    db.pragma('journal_mode = DELETE')
  } finally {
    db.close()
  }
  if (existsSync(`${path}-wal`)) throw new Error('the log of changes could not be brought in')
  rmSync(`${path}-shm`, { force: true })
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function forgetOldest(path: string): Promise<void> {
  const kept = (await readdir(dirname(path))).filter((name) => name.startsWith(`${basename(path)}.v`))
  const date = (name: string) => name.slice(-15)
  for (const name of kept.sort((a, b) => (date(a) < date(b) ? -1 : 1)).slice(0, -KEPT))
    await rm(join(dirname(path), name), { force: true })
}
