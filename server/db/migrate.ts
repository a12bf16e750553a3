import knexFactory, { type Knex } from 'knex'
import { AppError } from '../../core/errors.ts'
import { MIGRATIONS } from '../../migrations/list.ts'

export type Migration = (typeof MIGRATIONS)[number]

/**
 * Brings a database file to the newest version, one transaction a migration, and returns the version before and after.
 * `beforeFirst` runs once when there is something to do on a database that holds data (the pre-migration backup).
 * Throws `database.newer`, with nothing written, when a newer product has opened the file before.
 */
export async function migrate(
  path: string,
  beforeFirst: (version: number) => Promise<void>,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<{ from: number; to: number }> {
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: path },
    useNullAsDefault: true,
    pool: { min: 1, max: 1, afterCreate: configure },
  })
  try {
    const from = await versionOf(knex)
    if (from > migrations.length) throw new AppError('database.newer', { version: from, known: migrations.length })
    if (from > 0 && from < migrations.length) await beforeFirst(from)
    for (let version = from; version < migrations.length; version += 1) {
      await knex.transaction(async (transaction) => {
        await migrations[version]?.up(transaction as unknown as Knex)
        await transaction.raw(`pragma user_version = ${version + 1}`)
      })
    }
    return { from, to: migrations.length }
  } finally {
    await knex.destroy()
  }
}

async function versionOf(knex: Knex): Promise<number> {
  const [row] = await knex.raw('pragma user_version')
  return Number((row as { user_version: number }).user_version)
}

function configure(
  connection: { pragma: (text: string) => unknown },
  done: (error: Error | null, connection: unknown) => void,
): void {
  // Opened by a newer product, the file must stay as it is: journal mode is changed by the writer, later.
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  done(null, connection)
}
