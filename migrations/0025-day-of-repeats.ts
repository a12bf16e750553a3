import type { Knex } from 'knex'

/** The day of the month that a repeating activity keeps: due on the 28th of February, it may be meant for the 31st. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('activity', (table) => table.double('repeat_day'))
}
