import knexFactory, { type Knex } from 'knex'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { MIGRATIONS } from '../../../migrations/list.ts'

const AT = MIGRATIONS.findIndex(({ name }) => name === '0022-history-and-dashboards')
let knex: Knex

beforeEach(async () => {
  knex = knexFactory({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true })
  for (const { up } of MIGRATIONS.slice(0, AT)) await up(knex)
})
afterEach(() => knex.destroy())

it('changes of targets are among those of the settings, in the order of time, with the year as it was; commitments keep their own', async () => {
  const list = (at: string, more = {}) => ({ at, user_id: 'u', area: 'lists', item: 'grade', before: null, after: '1', ...more })
  await knex('configuration_change').insert(list('2026-01-01'))
  await knex('configuration_change').insert(list('2026-03-01', { rolled_back_by: 1 }))
  const change = (at: string, month: string, before: number | null, after: number | null, kind = 'person') => ({
    at,
    user_id: 'u',
    kind,
    subject_id: 'noi',
    month,
    before,
    after,
  })
  for (const each of [
    change('2026-02-01', '2026-01', null, 5),
    change('2026-02-01', '2026-02', null, 6),
    change('2026-04-01', '2026-01', 5, null),
    change('2026-05-01', '2026-02', null, 9, 'commitment'),
  ])
    await knex('target_change').insert(each)
  await knex('target').insert({ kind: 'person', subject_id: 'noi', month: '2026-02', amount: 6 })

  await MIGRATIONS[AT]?.up(knex)
  const rows = await knex('configuration_change').orderBy('seq')
  expect(rows.map(({ at, area, item, before, after }) => [at, area, item, before, after])).toEqual([
    ['2026-01-01', 'lists', 'grade', null, '1'],
    ['2026-02-01', 'targets', 'person:2026:noi', null, '{"2026-01":5,"2026-02":6}'],
    ['2026-03-01', 'lists', 'grade', null, '1'],
    ['2026-04-01', 'targets', 'person:2026:noi', '{"2026-01":5,"2026-02":6}', '{"2026-02":6}'],
  ])
  expect(rows.map((row) => row.rolled_back_by)).toEqual([null, null, rows[0].seq, null])
  expect(await knex('commitment_change')).toMatchObject([{ subject_id: 'noi', month: '2026-02', after: 9 }])
  expect(await knex.schema.hasTable('target_change')).toBe(false)
})
