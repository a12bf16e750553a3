import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Notice } from '../../core/contract/backup.ts'
import { startPostgres, type TestServer } from '../support/postgres.ts'
import { type Person, TestOffice } from '../support/test-office.ts'

describe('a PostgreSQL that does not take care of its disk', { timeout: 120_000 }, () => {
  let server: TestServer
  let office: TestOffice
  const alter = async (...statements: string[]) => {
    const client = new pg.Client({ connectionString: `${server.url}/postgres` })
    await client.connect()
    for (const statement of [...statements, 'select pg_reload_conf()']) await client.query(statement)
    await client.end()
  }
  const told = async (person: Person = office.owner) =>
    (await person.get<{ notices: Notice[] }>('/api/notices')).notices.filter(({ code }) => code === 'notice.database_unsafe')

  beforeAll(async () => {
    server = await startPostgres([], ['--no-data-checksums'])
    await alter('create database careless', 'alter database careless set synchronous_commit = off')
    await alter('alter system set fsync = off', 'alter system set full_page_writes = off')
    office = await TestOffice.open({ databaseUrl: `${server.url}/careless` })
  })
  afterAll(async () => {
    await office.close()
    await server.stop()
  })

  it('is told to whoever runs the office, and to nobody else, for as long as it is so', async () => {
    expect(await told()).toEqual([{ code: 'notice.database_unsafe', params: { settings: 'fsync, full_page_writes' } }])
    expect(await told(await office.person('หน่อย', 'sales'))).toEqual([])
    await alter('alter system set fsync = on')
    await expect.poll(() => told()).toEqual([{ code: 'notice.database_unsafe', params: { settings: 'full_page_writes' } }])
    await alter('alter system set full_page_writes = on')
    await expect.poll(() => told()).toEqual([])
  })

  it('waits for the disk at each of our commits all the same', async () => {
    const asked = await office.container.office.writeInTime((tx) =>
      tx.get<{ synchronous_commit: string }>('show synchronous_commit'),
    )
    expect(asked).toEqual({ synchronous_commit: 'on' })
  })

  it('is warned of beside the backups when it keeps no checksums', async () => {
    expect(await office.owner.get('/api/backup')).toMatchObject({ unchecked: true })
  })
})
