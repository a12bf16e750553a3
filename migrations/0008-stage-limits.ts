import type { Knex } from 'knex'

/** How many deals a stage should have at most; more are shown as too many and never refused. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('stage', (table) => {
    table.integer('max_deals')
  })
}
