import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUILT_IN_ROLES } from '../../core/access/policy.ts'
import { PostgresDatabase } from '../../server/db/postgres/postgres-database.ts'
import { PostgresReaders } from '../../server/db/postgres/postgres-readers.ts'
import type { ReadLimit } from '../../server/db/readers.ts'
import { makeTemplate, startPostgres, testDatabase } from '../support/postgres.ts'

const who = {
  userId: 'u',
  role: BUILT_IN_ROLES[0] as (typeof BUILT_IN_ROLES)[number],
  teamIds: [],
  lang: 'th' as const,
  now: '2026-11-22T03:00:00.000Z',
  today: '2026-11-22',
}

/** Each read sleeps as often as it is told to. */
type Sleeps = { times: number; seconds: number }
const limit = (operation: string): ReadLimit =>
  operation === 'home' ? { ms: 5_000, code: 'host.slow' } : { ms: 400, code: 'query.too_broad' }

describe('reads of a PostgreSQL office', { timeout: 60_000 }, () => {
  let server: Awaited<ReturnType<typeof startPostgres>>
  let readers: PostgresReaders
  let primary: PostgresDatabase

  beforeAll(async () => {
    server = await startPostgres()
    await makeTemplate(server.url)
    primary = new PostgresDatabase((await testDatabase(server.url)).url, { most: 1 })
    readers = new PostgresReaders(
      { primary, replica: undefined },
      {},
      limit,
      async (session, _catalog, _operation, _who, request) => {
        const { times, seconds } = request as Sleeps
        for (let at = 0; at < times; at += 1) await session.get(`select pg_sleep(${seconds})::text as slept`)
        return Buffer.from('"done"')
      },
    )
  }, 60_000)
  afterAll(async () => {
    await readers?.close()
    await server?.stop()
  })

  const ask = (operation: string, times: number, seconds: number) =>
    readers.run(operation, who, { times, seconds }).then(
      (json) => JSON.parse(Buffer.from(json).toString()) as unknown,
      (error: { code?: string }) => error.code,
    )

  it('stop what can be narrowed after its time, also where many short questions make it long', async () => {
    expect(await ask('search', 1, 0.05)).toBe('done')
    expect(await ask('search', 1, 3)).toBe('query.too_broad')
    expect(await ask('search', 40, 0.05)).toBe('query.too_broad')
  })

  it('wait longer for a question of which nothing can be narrowed, and say then that the host is slow', async () => {
    expect(await ask('home', 1, 1)).toBe('done')
    expect(await ask('home', 1, 7)).toBe('host.slow')
  })

  it('leave nothing of it to whoever asks on the same session next', async () => {
    expect(await ask('search', 1, 3)).toBe('query.too_broad')
    expect(await primary.get('select pg_sleep(0.8)::text as slept')).toEqual({ slept: '' })
  })
})
