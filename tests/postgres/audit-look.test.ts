import { describe, expect, it } from 'vitest'
import { appendEntries, auditHead } from '../../server/changes/audit-chain.ts'
import { company, TestOffice } from '../support/test-office.ts'

/** More than the look reads at a time, so that it asks several times. */
const ENTRIES = 30_000

describe('the look through the logs of a PostgreSQL office', { timeout: 60_000 }, () => {
  it('is of one instant: what is saved meanwhile is no fault', async () => {
    const office = await TestOffice.open({}, 'postgres')
    const { auditCheck, office: open } = office.container
    const at = office.now.toISOString()
    await open.write(open.contextOfServer(), async (tx) => {
      const one = [at, office.owner.id, null, 'customer', 'c', 'update', '{"needs":{"before":"ก","after":"ข"}}', 2, null]
      await appendEntries(tx, 'change', Array<typeof one>(ENTRIES).fill(one))
    })
    // The first of its kind takes longer than the look may.
    await office.owner.create('customer', { name: company('ร้านแรก') })
    const { entries } = await auditHead(open.connection)
    let going = true
    const look = auditCheck.run().finally(() => {
      going = false
    })
    for (let n = 0; going; n += 1) await office.owner.create('customer', { name: company(`ร้านที่ ${n}`) })
    await look
    expect((await auditHead(open.connection)).entries).toBeGreaterThan(entries)
    const { checked } = await office.owner.get<{ checked?: object }>('/api/audit')
    expect(checked).toMatchObject({ holds: true, cut: false, faults: [] })
    await office.close()
  })
})
