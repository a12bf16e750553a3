import type { Knex } from 'knex'
import { livingIndex } from './record-table.ts'

/** What each person and team should sell in a month, in satang, and every change of it. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('target', (table) => {
    table.text('kind').notNullable()
    table.text('subject_id').notNullable()
    table.text('month').notNullable()
    table.integer('amount').notNullable()
    table.primary(['kind', 'subject_id', 'month'])
  })
  await knex.raw('create index target_month on target (month, kind, subject_id)')
  await knex.schema.createTable('target_change', (table) => {
    table.increments('seq')
    table.text('at').notNullable()
    table.text('user_id').notNullable()
    table.text('kind').notNullable()
    table.text('subject_id').notNullable()
    table.text('month').notNullable()
    table.integer('before')
    table.integer('after')
  })
  await knex.raw('create index target_change_month on target_change (month, seq)')
  // New customers of a month are counted without reading those of all years.
  await livingIndex(knex, 'customer', 'created_at')
}
