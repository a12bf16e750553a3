import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Customer } from '../../core/entities/customer.ts'
import { reachOf } from '../../server/records/reach.ts'
import { sql } from '../../server/records/sql.ts'
import { TestOffice } from '../support/test-office.ts'

const CUSTOMERS = 12_000
const OWNERS = 12

describe('how much a reader reaches', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await TestOffice.open()
    // Dealt out in turn, as sales people often are: what is sampled must not be in step with it.
    office.file.raw
      .prepare(`insert into customer (id, title_text, title_sort, title_fold, created_at, updated_at, name, owner)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < ${CUSTOMERS})
        select 'customer ' || i, 'ก', 'ก', 'ก', '', '', '{"type":"company","name":"ก"}', 'person ' || (i % ${OWNERS}) from n`)
      .run()
  })
  afterAll(async () => {
    // They are no whole records, and an office is looked through when it closes.
    office.file.raw.prepare('delete from customer').run()
    await office.close()
  })

  const reach = (owners: number) => {
    const names = Array.from({ length: owners }, (_, at) => `person ${at}`)
    return reachOf(office.file, Customer, sql(`t.deleted_at is null and t.owner in (${names.map(() => '?').join()})`, names))
  }

  it('is the whole without a condition', async () => {
    expect(await reachOf(office.file, Customer, sql('t.deleted_at is null'))).toEqual({
      small: false,
      newest: CUSTOMERS,
      share: 1,
    })
  })

  it.each([4, 6, 8])('is sampled for %i of twelve people, within a fifth', async (owners) => {
    const found = await reach(owners)
    if (found.small) throw new Error('taken for small')
    expect(found.share).toBeGreaterThan((owners / OWNERS) * 0.8)
    expect(found.share).toBeLessThan((owners / OWNERS) * 1.2)
  })

  it('is small where few records fit', async () => {
    expect(await reach(2)).toEqual({ small: true })
  })
})
