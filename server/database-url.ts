import { AppError } from '../core/errors.ts'
import { isPostgresUrl } from './db/open-reader.ts'

/**
 * The PostgreSQL database that the environment names for the office's records, and a replica of it to read from; nothing where they lie
 * in the data folder.
 */
export function databaseUrlOf(env: NodeJS.ProcessEnv): { databaseUrl?: string; replicaUrl?: string } {
  const { DATABASE_URL: databaseUrl, DATABASE_REPLICA_URL: replicaUrl } = env
  for (const [option, url] of Object.entries({ DATABASE_URL: databaseUrl, DATABASE_REPLICA_URL: replicaUrl }))
    if (url && !isPostgresUrl(url)) throw new AppError('command.value', { option, value: '…', allowed: 'postgres://…' })
  return { ...(databaseUrl && { databaseUrl }), ...(databaseUrl && replicaUrl && { replicaUrl }) }
}
