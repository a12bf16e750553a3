import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { verifyAudit } from '../../server/changes/audit-chain.ts'
import { Backups } from '../support/backups.ts'
import { company, TestOffice } from '../support/test-office.ts'

describe('an office on PostgreSQL', { timeout: 60_000 }, () => {
  let office: TestOffice
  let backups: Backups
  beforeEach(async () => {
    office = await TestOffice.open()
    backups = new Backups(office)
  })
  afterEach(() => office.close())

  it('is backed up as every office is, tried in a scratch folder, and comes back with what came after set aside', async () => {
    const { id } = await office.owner.create('customer', { name: company('ก่อนสำรอง'), tags: ['เก่า'] })
    const run = await backups.make()
    const [file] = (await backups.status()).files
    expect(file?.drill).toMatchObject({ ok: true })
    expect(file?.drill?.entries).toBeGreaterThan(0)
    await office.owner.create('customer', { name: company('หลังสำรอง') })
    expect((await backups.restore(run)).body.counts).toMatchObject({ customer: 1 })
    await office.stop()
    await office.start()
    expect((await office.owner.list('customer')).rows.map((row) => row.title)).toEqual([
      (await office.owner.record('customer', id)).title,
    ])
    const found = await office.owner.post<{ hits: unknown[] }>('/api/search', { text: 'ก่อนสำ' })
    expect(found.hits).toHaveLength(1)
    const { connection } = office.container.office
    const aside = await connection.all<{ name: string }>(
      "select nspname as name from pg_namespace where nspname like 'before_restore_%'",
    )
    expect(aside).toHaveLength(1)
    expect(await connection.all(`select 1 from "${aside[0]?.name}".customer`)).toHaveLength(2)
    // Numbers go on behind those that came back.
    await office.owner.create('customer', { name: company('หลังกู้คืน') })
    expect((await office.owner.list('customer')).rows).toHaveLength(2)
  })

  it('has its logs under the same chain: what is altered in the database shows', async () => {
    await office.owner.create('customer', { name: company('ลูกโซ่') })
    office.damages = true
    const { connection } = office.container.office
    expect(await verifyAudit(connection)).toMatchObject({ holds: true, faults: [] })
    await connection.run("update change set fields = '{}' where seq = (select max(seq) from change)")
    const report = await verifyAudit(connection)
    expect(report.holds).toBe(false)
    expect(report.faults).toMatchObject([{ log: 'change', is: 'altered' }])
    await office.request('PUT', '/api/company', { name: 'ปั๊มไทย' })
    await connection.run("update configuration_change set after = '{}' where seq = (select max(seq) from configuration_change)")
    expect((await verifyAudit(connection)).faults).toMatchObject([{ log: 'change' }, { log: 'setting', is: 'altered' }])
  })
})
