import type { Knex } from 'knex'

/** The roles whose people a shared view greets first. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('saved_view', (table) => {
    table.text('first_for').notNullable().defaultTo('[]')
  })
}
