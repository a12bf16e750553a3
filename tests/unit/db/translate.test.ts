import { expect, test } from 'vitest'
import { toPostgres } from '../../../server/db/postgres/translate.ts'

test('parameters are numbered, but not in quoted texts and names', () => {
  expect(toPostgres(`select '?', "a?" from t where a = ? and b = 'it''s ?' and c in (?, ?)`)).toBe(
    `select '?', "a?" from t where a = $1 and b = 'it''s ?' and c in ($2, $3)`,
  )
})

test('an index by name falls away, and tables whose order is to be kept are looked up one after the other', () => {
  expect(toPostgres('select 1 from a indexed by a_b where x = ?')).toBe('select 1 from a where x = $1')
  expect(toPostgres('select 1 from g cross join t x on x.s = g.s and x.rid = g.rid where x.a = ?')).toBe(
    'select 1 from g join lateral (select * from t x where x.s = g.s and x.rid = g.rid offset 0) x on true where x.a = $1',
  )
})
