import type { Database } from './database.ts'

/**
 * Runs many look-ups over one connection to a SQLite file as one read: each on its own would take and give back the right to read, and forget what it
 * read whenever somebody saved. In PostgreSQL they stay apart, as a read that lasts would keep old rows from being cleared away.
 */
export async function inOneRead<T>(db: Database, work: () => Promise<T>): Promise<T> {
  if (db.engine !== 'sqlite') return work()
  await db.run('begin')
  try {
    return await work()
  } finally {
    await db.run('commit')
  }
}
