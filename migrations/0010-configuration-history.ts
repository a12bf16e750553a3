import type { Knex } from 'knex'

/** Every change of the configuration: what an item was and what it became, whole, so that it can be put back. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('configuration_change', (table) => {
    table.increments('seq')
    table.text('at').notNullable()
    table.text('user_id').notNullable()
    table.text('area').notNullable()
    table.text('item').notNullable()
    table.text('before')
    table.text('after')
    table.integer('rolled_back_by')
  })
  await knex.raw('create index configuration_change_item on configuration_change (area, item, seq)')
}
