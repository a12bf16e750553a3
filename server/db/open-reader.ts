import type { Database } from './database.ts'
import { PostgresDatabase } from './postgres/postgres-database.ts'
import { SqliteConnection } from './sqlite-connection.ts'

/** True for the address of a PostgreSQL database; everything else names a SQLite file. */
export const isPostgresUrl = (address: string): boolean => /^postgres(ql)?:\/\//.test(address)

/**
 * Opens a database for reading only, by its file or its address.
 * @param cacheMb how much of a SQLite file is kept in memory
 */
export function openReader(address: string, cacheMb?: number): Database & { close(): void | Promise<void> } {
  if (isPostgresUrl(address)) return new PostgresDatabase(address, { most: 1 })
  return new SqliteConnection(address, { readonly: true, ...(cacheMb !== undefined && { cacheMb }) })
}
