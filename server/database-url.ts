import { AppError } from '../core/errors.ts'
import { isPostgresUrl } from './db/open-reader.ts'

/** The PostgreSQL database that the environment names for the office's records; nothing where they lie in the data folder. */
export function databaseUrlOf(env: NodeJS.ProcessEnv): { databaseUrl?: string } {
  const url = env.DATABASE_URL
  if (!url) return {}
  if (!isPostgresUrl(url)) throw new AppError('command.value', { option: 'DATABASE_URL', value: '…', allowed: 'postgres://…' })
  return { databaseUrl: url }
}
