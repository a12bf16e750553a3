import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { buildRegistry, ENTITIES } from '../../core/entities/registry.ts'
import { AppError } from '../../core/errors.ts'
import { MIGRATIONS } from '../../migrations/list.ts'
import type { Database, SqlValue } from '../db/database.ts'
import { insertRows } from '../db/insert-rows.ts'
import { migrate } from '../db/migrate.ts'
import { isPostgresUrl } from '../db/open-reader.ts'
import { migratePostgres } from '../db/postgres/migrate-postgres.ts'
import { PostgresDatabase, PostgresWriter } from '../db/postgres/postgres-database.ts'
import { SavedMark } from '../db/saved-mark.ts'
import { SqliteConnection } from '../db/sqlite-connection.ts'
import { syncFolder } from '../files/file-store.ts'
import { loadCatalog } from '../records/catalog.ts'
import { addPostings } from '../records/postings.ts'
import { type DbRow, valuesOf } from '../records/row.ts'
import { searchEntry } from '../records/search-index.ts'
import { rowsOf, sumOf, type Table, TableSum, tablesOf } from './tables.ts'

export type Copied = { tables: Record<string, number>; rows: number }
type Progress = (done: number, table: string) => void

/**
 * Copies an office from a SQLite file to a PostgreSQL database or back, as it is at one instant, and compares every table with what was
 * read before it counts as done: until then the target holds nothing that could be opened. The source is only read. The target must be
 * empty, or a file that is not there yet. Throws `move.not_empty`, `move.same_engine`, `move.other_version`, `move.differs`.
 */
export async function copyOffice(from: string, to: string, progress: Progress = () => undefined): Promise<Copied> {
  if (isPostgresUrl(from) === isPostgresUrl(to)) throw new AppError('move.same_engine')
  return isPostgresUrl(to) ? intoPostgres(from, to, progress) : intoFile(from, to, progress)
}

async function intoPostgres(file: string, url: string, progress: Progress): Promise<Copied> {
  const source = new SqliteConnection(file, { readonly: true })
  try {
    const [found] = await source.all<{ user_version: number }>('pragma user_version')
    refuseOtherVersion(found?.user_version)
    await migratePostgres(url, MIGRATIONS)
    const target = await PostgresWriter.connect(url, () => undefined)
    try {
      await target.begin()
      // One statement after another sees the same file, whoever writes to it meanwhile.
      await source.run('begin')
      const tables = await tablesOf(source)
      await refuseFull(target, tables)
      const copied = await copyTables(source, target, tables, progress)
      for (const { name } of tables) await target.continueNumbers(name)
      await target.commit()
      return copied
    } catch (error) {
      if (target.inTransaction) await target.rollback()
      throw error
    } finally {
      await target.close()
    }
  } finally {
    source.close()
  }
}

async function intoFile(url: string, file: string, progress: Progress): Promise<Copied> {
  if (existsSync(file)) throw new AppError('move.not_empty', { table: file })
  const unfinished = `${file}.unfinished`
  const database = new PostgresDatabase(url, { most: 1 })
  try {
    for (const suffix of ['', '-wal', '-shm']) await rm(unfinished + suffix, { force: true })
    await migrate(unfinished, async () => undefined)
    const target = new SqliteConnection(unfinished)
    const copied = await database.with(
      async (source) => {
        const version = await source.get<{ version: number }>('select version from schema_version')
        refuseOtherVersion(version?.version)
        const tables = await tablesOf(target)
        await target.begin()
        const done = await copyTables(source, target, tables, progress)
        await target.commit()
        return done
      },
      { snapshot: true },
    )
    target.raw.pragma('wal_checkpoint(TRUNCATE)')
    target.close()
    SavedMark.forget(file)
    await rename(unfinished, file)
    await syncFolder(dirname(file))
    return copied
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm']) await rm(unfinished + suffix, { force: true })
    throw error
  } finally {
    await database.close()
  }
}

async function copyTables(source: Database, target: Database, tables: readonly Table[], progress: Progress): Promise<Copied> {
  const copied: Copied = { tables: {}, rows: 0 }
  for (const table of tables) {
    const read = new TableSum()
    // What a migration puts into a new office is this office's own already.
    await target.run(`delete from "${table.name}"`)
    for await (const rows of rowsOf(source, table)) {
      for (const row of rows) read.add(table, row)
      await insert(target, table, rows)
      copied.rows += rows.length
      progress(copied.rows, table.name)
    }
    if (!read.equals(await sumOf(target, table))) throw new AppError('move.differs', { table: table.name })
    copied.tables[table.name] = read.rows
  }
  await makePostings(target)
  return copied
}

async function insert(target: Database, table: Table, rows: readonly Record<string, unknown>[]): Promise<void> {
  await insertRows(
    target,
    { table: `"${table.name}"`, columns: table.columns.map((column) => `"${column}"`) },
    rows.map((row) => table.columns.map((column) => (row[column] ?? null) as SqlValue)),
  )
}

/** Each engine keeps search postings in its own way: they are made of the records that are alive. */
async function makePostings(target: Database): Promise<void> {
  const catalog = await loadCatalog(target, buildRegistry(ENTITIES), 1, 'Asia/Bangkok')
  for (const entity of catalog.registry.values()) {
    let after = 0
    for (;;) {
      const rows = await target.all<DbRow>(
        `select * from ${entity.table} where rid > ? and deleted_at is null order by rid limit 500`,
        [after],
      )
      await addPostings(
        target,
        entity,
        rows.map((row) => ({ rid: row.rid, postings: searchEntry(catalog, entity, valuesOf(entity, row)).postings })),
      )
      if (rows.length < 500) break
      after = rows.at(-1)?.rid ?? after
    }
  }
}

function refuseOtherVersion(version: number | undefined): void {
  if (version !== MIGRATIONS.length) throw new AppError('move.other_version', { version: version ?? 0, known: MIGRATIONS.length })
}

/** A database in which people work is not written over. */
async function refuseFull(target: Database, tables: readonly Table[]): Promise<void> {
  for (const { name } of tables)
    if (!['audit_head', 'field_number'].includes(name) && (await target.get(`select 1 from "${name}" limit 1`)))
      throw new AppError('move.not_empty', { table: name })
}
