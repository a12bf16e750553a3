import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PostgresDatabase } from '../../server/db/postgres/postgres-database.ts'
import { makeTemplate, startPostgres, startReplica, testDatabase } from '../support/postgres.ts'
import { company, TestOffice } from '../support/test-office.ts'

describe('a replica for reading', { timeout: 90_000 }, () => {
  let primary: Awaited<ReturnType<typeof startPostgres>>
  let replica: Awaited<ReturnType<typeof startReplica>>
  let office: TestOffice
  let database: string

  beforeAll(async () => {
    primary = await startPostgres(['-c', 'wal_level=replica', '-c', 'max_wal_senders=4', '-c', 'hot_standby=on'])
    await makeTemplate(primary.url)
    replica = await startReplica(primary)
    const made = await testDatabase(primary.url)
    database = made.url
    office = await TestOffice.open({ databaseUrl: made.url, replicaUrl: made.url.replace(primary.url, replica.url) }, 'postgres')
  }, 60_000)
  afterAll(async () => {
    await office?.close()
    await replica?.stop()
    await primary?.stop()
  }, 60_000)

  /** Questions that the replica's sessions answered in this office's database. */
  async function asked(): Promise<number> {
    const db = new PostgresDatabase(database.replace(primary.url, replica.url), { most: 1 })
    const found = await db.get<{ n: number }>(
      'select coalesce(sum(xact_commit + xact_rollback), 0) as n from pg_stat_database where datname = current_database()',
    )
    await db.close()
    return Number(found?.n ?? 0)
  }

  it('answers lists, and never without what was just saved', async () => {
    for (let at = 0; at < 25; at += 1) {
      const { id } = await office.owner.create('customer', { name: company(`ร้านที่ ${at}`) })
      const { rows } = await office.owner.list('customer', { filter: { field: 'name', op: 'contains', value: `ร้านที่ ${at}` } })
      expect(rows.map((row) => row.id)).toContain(id)
    }
    await expect.poll(asked, { timeout: 20_000 }).toBeGreaterThan(20)
  })

  it('that does not answer is left alone: the primary answers', async () => {
    await replica.stop()
    const { id } = await office.owner.create('customer', { name: company('หลังสำเนาดับ') })
    expect((await office.owner.list('customer')).rows.map((row) => row.id)).toContain(id)
  })
})
