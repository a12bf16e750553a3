import type { Knex } from 'knex'

/** Programs that are told of changes, and what each is still to be told: rows written with the change itself. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('webhook', (table) => {
    table.text('id').primary()
    table.text('name').notNullable()
    table.text('url').notNullable()
    table.text('events').notNullable()
    table.text('filter')
    table.integer('inside').notNullable()
    table.text('secret').notNullable()
    table.text('state').notNullable()
    table.text('made_by').notNullable()
    table.text('failing_since')
  })
  await knex.schema.createTable('webhook_delivery', (table) => {
    table.text('id').primary()
    table.text('webhook_id').notNullable()
    table.text('event').notNullable()
    table.integer('seq').notNullable()
    table.text('at').notNullable()
    table.text('state').notNullable()
    table.integer('attempts').notNullable()
    table.text('next_at')
    table.integer('status')
    table.text('problem')
  })
  await knex.raw("create index webhook_delivery_waiting on webhook_delivery (next_at) where state = 'waiting'")
  await knex.raw('create index webhook_delivery_of on webhook_delivery (webhook_id, at)')
}
