import type { Knex } from 'knex'
import pg from 'pg'
import { AppError } from '../../../core/errors.ts'
import type { Migration } from '../migrate.ts'
import { createFunctions } from './functions.ts'

const MIGRATION_LOCK = 7_267_427

/**
 * Brings a PostgreSQL database to the newest version, one transaction a migration, whichever of several servers starts first. Throws
 * `database.newer` as on SQLite, and `database.collation` for a database whose texts do not order by their bytes.
 */
export async function migratePostgres(url: string, migrations: readonly Migration[]): Promise<{ from: number; to: number }> {
  const guard = new pg.Client({ connectionString: url })
  await guard.connect()
  try {
    await guard.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await refuseOtherOrder(guard)
    await guard.query('create table if not exists schema_version (one integer primary key default 1, version integer not null)')
    const from = Number((await guard.query('select version from schema_version')).rows[0]?.version ?? 0)
    if (from > migrations.length) throw new AppError('database.newer', { version: from, known: migrations.length })
    await createFunctions(guard)
    if (from < migrations.length) await apply(url, migrations, from)
    return { from, to: migrations.length }
  } finally {
    await guard.end()
  }
}

/** Keyset pages, prefix ranges and sort keys compare texts byte by byte, as SQLite does. */
async function refuseOtherOrder(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    'select datcollate as collation, pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()',
  )
  const { collation, encoding } = rows[0] as { collation: string; encoding: string }
  if (!['C', 'POSIX', 'C.UTF-8', 'C.utf8'].includes(collation) || encoding !== 'UTF8')
    throw new AppError('database.collation', { collation, encoding })
}

async function apply(url: string, migrations: readonly Migration[], from: number): Promise<void> {
  const { default: knexFactory } = await import('knex')
  const knex = knexFactory({ client: 'pg', connection: url, pool: { min: 0, max: 1 } })
  try {
    for (let version = from; version < migrations.length; version += 1)
      await knex.transaction(async (transaction) => {
        await migrations[version]?.up(transaction as unknown as Knex)
        await widen(transaction)
        await transaction.raw(
          'insert into schema_version (one, version) values (1, ?) on conflict (one) do update set version = excluded.version',
          [version + 1],
        )
      })
  } finally {
    await knex.destroy()
  }
}

/** SQLite's integers have 64 bits, and money is counted in satang: 32 bits end at 21 million baht. */
async function widen(knex: Knex): Promise<void> {
  const { rows } = await knex.raw(
    "select table_name, column_name from information_schema.columns where table_schema = current_schema() and data_type = 'integer'",
  )
  for (const { table_name, column_name } of rows as { table_name: string; column_name: string }[])
    await knex.raw('alter table ?? alter column ?? type bigint', [table_name, column_name])
}

/** Renames the schema that holds the office, and makes an empty one in its place. */
export async function setSchemaAside(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`begin; alter schema public rename to ${pg.escapeIdentifier(name)}; create schema public; commit`)
  } finally {
    await client.end()
  }
}
