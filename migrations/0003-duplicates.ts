import type { Knex } from 'knex'
import { isPostgres } from './engine.ts'

/** Pairs of records that look like one, as the last look through the office found them, and what people said of them. */
export async function up(knex: Knex): Promise<void> {
  // By row number, the smaller one first: a pair is one row, whoever asks.
  await knex.raw(`create table duplicate_pair (
    entity text not null,
    a integer not null,
    b integer not null,
    bits double precision not null,
    state text not null default 'open',
    seen_at text not null,
    decided_at text,
    decided_by text,
    primary key (entity, a, b)
  )${isPostgres(knex) ? '' : ' without rowid'}`)
  await knex.raw('create index duplicate_pair_order on duplicate_pair (entity, state, bits desc, a, b)')
  await knex.raw('create index duplicate_pair_b on duplicate_pair (entity, b)')
  // Whoever merges two records must find what points at them; few rows hold these, so the indexes are small.
  const pointers = { customer: ['referrer', 'main_contact'], lead: ['customer', 'contact', 'deal'] }
  for (const [table, columns] of Object.entries(pointers))
    for (const column of columns)
      await knex.raw(`create index ${table}_${column} on ${table} (${column}) where ${column} is not null`)
}
