import type { Knex } from 'knex'

/**
 * Who is signed in and from where, so that it outlives the server's restart and can be ended; which devices are known; how many wrong
 * tries there were; and codes by which a person sets his own password once. Of tokens and codes only hashes are kept.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('session', (table) => {
    table.text('id').primary()
    table.text('token_hash').notNullable().unique()
    table.text('user_id').notNullable().references('user.id')
    table.text('device').notNullable()
    table.text('address').notNullable()
    table.text('created_at').notNullable()
    table.text('seen_at').notNullable()
    table.text('ends_at').notNullable()
  })
  await knex.raw('create index "session_user" on session (user_id)')
  await knex.schema.createTable('known_device', (table) => {
    table.text('token_hash').notNullable()
    table.text('user_id').notNullable().references('user.id')
    table.text('seen_at').notNullable()
    table.primary(['token_hash', 'user_id'])
  })
  await knex.schema.createTable('sign_in_budget', (table) => {
    table.text('key').primary()
    table.integer('tries').notNullable()
    table.text('last_at').notNullable()
    table.text('next_at').notNullable()
  })
  await knex.schema.createTable('one_use_code', (table) => {
    table.text('user_id').primary().references('user.id')
    table.text('code_hash').notNullable().unique()
    table.text('made_by').notNullable()
    table.text('ends_at').notNullable()
  })
}
