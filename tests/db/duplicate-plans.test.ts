import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, SqlParams } from '../../server/db/database.ts'
import { lookForPairs } from '../../server/records/alike.ts'
import type { Context } from '../../server/records/context.ts'
import { findDuplicates } from '../../server/records/duplicates.ts'
import { listPairs } from '../../server/records/pairs.ts'
import { pointersTo, rowsPointingAt } from '../../server/records/references.ts'
import { company, phone, seller, TestOffice } from '../support/test-office.ts'

/** How SQLite answers what the search for duplicates and a merge ask, of the very statements that the product runs. */
describe('the plan of', () => {
  let office: TestOffice
  let owner: Context
  let own: Context

  beforeAll(async () => {
    office = await TestOffice.open()
    for (const name of ['ฐานฎีกาวิศวกรรม', 'ฐานดีกาวิศวะกรรม'])
      await office.owner.create('customer', { name: company(name), lineId: 'thandika', phones: [phone('+66811110001')] })
    await office.container.housekeeping.run()
    const noi = await office.person('หน่อย', seller('plan-seller'))
    owner = await office.container.office.contextOf(office.owner.id, 'th')
    own = await office.container.office.contextOf(noi.id, 'th')
  })
  afterAll(() => office.close())

  async function plans(ask: (db: Database) => Promise<unknown>): Promise<string[]> {
    const connection = office.file
    const seen: string[] = []
    await ask({
      engine: 'sqlite',
      all: async <T>(sql: string, params: SqlParams = []) => {
        seen.push(
          connection
            .allNow<{ detail: string }>(`explain query plan ${sql}`, params)
            .map((row) => row.detail)
            .join(' | '),
        )
        return connection.allNow<T>(sql, params)
      },
      get: (sql, params) => connection.get(sql, params),
      run: () => Promise.reject(new Error('a read does not write')),
    })
    return seen
  }
  const scans = (seen: readonly string[]) => seen.filter((plan) => /SCAN (?!t VIRTUAL|link)/.test(plan))

  it('a page of pairs walks them in order, strongest first, for the owner and for a seller', async () => {
    for (const ctx of [owner, own]) {
      const [first = ''] = await plans((db) => listPairs(ctx, db, { entity: 'customer', state: 'open', limit: 50 }))
      expect(first).toContain('SEARCH p USING COVERING INDEX duplicate_pair_order')
      expect(first).not.toMatch(/TEMP B-TREE|SCAN/)
    }
  })

  it('a look through the office reads the value index in its order', async () => {
    const seen = await plans((db) => lookForPairs(owner, db, { entity: 'customer' }))
    expect(seen.length).toBeGreaterThan(1)
    expect(scans(seen)).toEqual([])
    expect(seen.join()).not.toContain('TEMP B-TREE')
  })

  it('what looks the same while one types is found without reading a table', async () => {
    const values = { name: company('ฐานดีกาวิสวกรรม'), lineId: 'thandika', phones: [phone('+66811110001')] }
    const seen = await plans((db) => findDuplicates(owner, db, 'customer', values))
    expect(scans(seen)).toEqual([])
  })

  it('what points at a record is found by an index, from every entity', async () => {
    for (const entity of ['customer', 'contact', 'lead', 'deal'])
      for (const pointer of pointersTo(owner.catalog, entity)) {
        const seen = await plans((db) => rowsPointingAt(db, owner.catalog, pointer, { entity, id: office.owner.id }, 10))
        expect(scans(seen), `${pointer.entity.key}.${pointer.field.key}`).toEqual([])
      }
  })
})
