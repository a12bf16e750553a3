import type { Knex } from 'knex'

/** Acts on many records: what is done, to which rows, how far it is, and what was left alone. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('bulk_run', (table) => {
    table.text('batch_id').primary()
    table.text('entity').notNullable()
    table.text('user_id').notNullable()
    table.text('lang').notNullable()
    table.text('act').notNullable()
    table.text('rids').notNullable()
    table.integer('total').notNullable()
    table.integer('done').notNullable().defaultTo(0)
    table.integer('changed').notNullable().defaultTo(0)
    table.integer('refused').notNullable().defaultTo(0)
    table.text('left_alone').notNullable()
    table.text('state').notNullable().defaultTo('running')
  })
}
