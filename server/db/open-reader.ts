import type { Database } from './database.ts'
import { PostgresDatabase } from './postgres/postgres-database.ts'
import { SqliteConnection } from './sqlite-connection.ts'

/** True for the address of a PostgreSQL database; everything else names a SQLite file. */
export const isPostgresUrl = (address: string): boolean => /^postgres(ql)?:\/\//.test(address)

/** Opens a database for reading only, by its file or its address. */
export function openReader(address: string): Database & { close(): void | Promise<void> } {
  return isPostgresUrl(address) ? new PostgresDatabase(address, { most: 1 }) : new SqliteConnection(address, { readonly: true })
}
