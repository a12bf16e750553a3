import type { Knex } from 'knex'

/** Reports that people keep: a question each, never its answer. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('report', (table) => {
    table.text('id').primary()
    table.text('name').notNullable()
    table.text('owner').notNullable()
    table.integer('shared').notNullable().defaultTo(0)
    table.text('definition').notNullable()
    table.integer('version').notNullable().defaultTo(1)
  })
}
