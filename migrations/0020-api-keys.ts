import type { Knex } from 'knex'

/**
 * Keys by which other programs of the office come in; of a key only the hash is kept. They stay after they are revoked, so that the
 * history can say by which of them something was changed.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('api_key', (table) => {
    table.text('id').primary()
    table.text('name').notNullable()
    table.text('prefix').notNullable()
    table.text('key_hash').notNullable().unique()
    table.text('role').notNullable()
    table.text('scope').notNullable()
    table.integer('per_minute').notNullable()
    table.text('made_by').notNullable()
    table.text('made_at').notNullable()
    table.text('ends_at')
    table.text('revoked_at')
    table.text('used_at')
    table.text('used_from').notNullable()
  })
  await knex.schema.alterTable('change', (table) => table.text('via'))
}
