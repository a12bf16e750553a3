import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ENTITIES } from '../../core/entities/registry.ts'
import type { Filter } from '../../core/query/filter.ts'
import type { Database, SqlParams } from '../../server/db/database.ts'
import { calendar } from '../../server/features/calendar/reads.ts'
import type { Context } from '../../server/records/context.ts'
import { list } from '../../server/records/list.ts'
import { seller, TestOffice } from '../support/test-office.ts'

/**
 * How SQLite would answer the lists, asked of the very statements that the product runs. A list that scans its table or
 * sorts all of it is quick in a test office and hopeless at a million records.
 */
describe('the plan of a list', () => {
  let office: TestOffice
  let owner: Context
  let own: Context
  let team: Context

  beforeAll(async () => {
    office = await TestOffice.open()
    const noi = await office.person('หน่อย', seller('plain-seller'))
    owner = await office.container.office.contextOf(office.owner.id, 'th')
    own = await office.container.office.contextOf(noi.id, 'th')
    const nid = await office.person('นิด', seller('team-seller', [], 'team'), 'ทีมขาย')
    await office.person('นก', 'team-seller', 'ทีมขาย')
    team = await office.container.office.contextOf(nid.id, 'th')
  })
  afterAll(() => office.close())

  type Sort = { field: string; desc?: boolean }
  function plans(ctx: Context, entity: string, sort: Sort, filter?: Filter, fromEnd = false): Promise<string[]> {
    return plansOf((db) => list(ctx, db, { entity, sort, limit: 50, fromEnd, ...(filter && { filter }) }))
  }

  /** The plans of the statements of a read that give pages. */
  async function plansOf(read: (db: Database) => Promise<unknown>): Promise<string[]> {
    const connection = office.file
    const seen: string[] = []
    const asked: Database = {
      engine: 'sqlite',
      all: async <T>(sql: string, params: SqlParams = []) => {
        if (sql.includes(' limit ?') && !sql.startsWith('explain'))
          seen.push(
            connection
              .allNow<{ detail: string }>(`explain query plan ${sql}`, params)
              .map((row) => row.detail)
              .join(' | '),
          )
        return connection.allNow<T>(sql, params)
      },
      get: (sql, params) => connection.get(sql, params),
      run: () => Promise.reject(new Error('a list does not write')),
    }
    await read(asked)
    return seen
  }

  const sorts = ENTITIES.flatMap((entity) =>
    [
      { field: 'createdAt' },
      { field: 'updatedAt' },
      ...entity.fields.filter((field) => 'sortable' in field && field.sortable).map((field) => ({ field: field.key })),
    ].map((sort) => [entity.key, sort.field] as const),
  )

  it.each(sorts)('of %s by %s walks an index in order', async (entity, field) => {
    for (const desc of [false, true]) {
      const [first = ''] = await plans(owner, entity, { field, desc })
      expect(first).not.toContain('TEMP B-TREE')
      if (field !== 'createdAt') expect(first).toMatch(/USING (COVERING )?INDEX/)
    }
  })

  it.each(sorts)(
    'of %s by %s from its end walks the same index the other way, those without a value first',
    async (entity, field) => {
      for (const desc of [false, true])
        for (const plan of await plans(owner, entity, { field, desc }, undefined, true)) {
          expect(plan).not.toContain('TEMP B-TREE')
          if (field !== 'createdAt') expect(plan).toMatch(/USING (COVERING )?INDEX/)
        }
    },
  )

  it('of one seller’s customers by name reads his own part of an index, in order', async () => {
    const [first = ''] = await plans(own, 'customer', { field: 'name' })
    expect(first).toContain('customer_owner_title_sort')
    expect(first).not.toContain('TEMP B-TREE')
  })

  it('of a team’s customers by name merges the rows of each person, in order, as far as the page reaches', async () => {
    for (const desc of [false, true]) {
      const [first = ''] = await plans(team, 'customer', { field: 'name', desc })
      expect(first).toContain('MERGE (UNION ALL)')
      expect(first.split('SEARCH t USING INDEX customer_owner_title_sort').length - 1).toBe(2)
      expect(first).not.toMatch(/TEMP B-TREE|SCAN (t|customer)/)
    }
  })

  it('of a team’s customers, newest first, looks along the table before it sorts all that are theirs', async () => {
    const [first = '', second = ''] = await plans(team, 'customer', { field: 'createdAt', desc: true })
    expect(first).toContain('SCAN t')
    expect(first).not.toContain('TEMP B-TREE')
    expect(second).toContain('TEMP B-TREE FOR ORDER BY')
  })

  it('of what no index has in order looks along the sort before it sorts all', async () => {
    const filter: Filter = { field: 'grade', op: 'anyOf', value: ['A'] }
    const [first = '', second = ''] = await plans(owner, 'customer', { field: 'name' }, filter)
    expect(first).toContain('SCAN t USING INDEX customer_title_sort')
    expect(second).toContain('TEMP B-TREE FOR ORDER BY')
  })

  it('of a province, newest first, reads that province only', async () => {
    const [first = ''] = await plans(
      owner,
      'customer',
      { field: 'createdAt', desc: true },
      { field: 'province', op: 'anyOf', value: ['20'] },
    )
    expect(first).toContain('customer_province')
    expect(first).not.toContain('TEMP B-TREE')
  })

  it('of a calendar’s weeks reads those weeks, whosever they are, and of the rest only what reaches into them', async () => {
    for (const ctx of [owner, own, team]) {
      for (const whose of ['mine', 'team']) {
        const span = { from: '2026-11-01', until: '2026-12-12', whose, logged: 'yes' as const }
        const [due = '', long = '', done = '', series = ''] = await plansOf((db) => calendar(ctx, db, span))
        expect(due).toMatch(/SEARCH t USING INDEX activity_due_at \(due_at>\? AND due_at<\?\)/)
        expect(long).toMatch(/USING INDEX activity_reaching \(due_at>\? AND due_at<\?\)/)
        expect(done).toMatch(/USING INDEX activity_(owner_)?at \(.*at>\? AND at<\?\)/)
        expect(series).toContain('USING INDEX activity_reaching (due_at<?)')
        for (const plan of [due, long, done, series]) expect(plan).not.toMatch(/TEMP B-TREE|SCAN t/)
      }
    }
  })

  it('by a phone finds the rows in the value index', async () => {
    const [first = ''] = await plans(owner, 'customer', { field: 'name' }, { field: 'phones', op: 'is', value: '+66812345678' })
    expect(first).toMatch(/SEARCH v USING (COVERING )?(INDEX|PRIMARY KEY)/)
  })
})
