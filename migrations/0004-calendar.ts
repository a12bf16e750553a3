import type { Knex } from 'knex'

/** The calendar: which activity came from which event of a calendar file, and the private addresses that phones subscribe to. */
export async function up(knex: Knex): Promise<void> {
  // Events are told apart by their UID for each person who imports them; an event that repeats has one row for each of its times.
  await knex.schema.createTable('calendar_item', (table) => {
    table.text('user_id').notNullable()
    table.text('uid').notNullable()
    table.text('occurrence').notNullable()
    table.text('activity_id').notNullable()
    table.text('fingerprint').notNullable()
    table.primary(['user_id', 'uid', 'occurrence'])
  })
  await knex.raw('create index calendar_item_activity on calendar_item (activity_id)')
  await knex.schema.createTable('calendar_feed', (table) => {
    table.text('id').primary()
    table.text('user_id').notNullable()
    table.text('token_hash').notNullable().unique()
    table.text('name').notNullable()
    table.text('whose').notNullable()
    table.text('created_at').notNullable()
    table.text('used_at')
  })
  await knex.raw('create index calendar_feed_user on calendar_feed (user_id, created_at)')
  // The few activities that reach beyond the day on which they begin: an index by time alone would have to be read from its start.
  await knex.raw(
    'create index activity_reaching on activity (due_at) where deleted_at is null and (minutes >= 1440 or (repeat is not null and done_at is null))',
  )
}
