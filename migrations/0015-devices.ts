import type { Knex } from 'knex'

/** The PCs that asked to work in this office, and what they were told. Of a device's secret only the hash is kept. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('device', (table) => {
    table.text('id').primary()
    table.text('name').notNullable()
    table.text('platform').notNullable()
    table.text('secret_sha256').notNullable()
    table.text('state').notNullable()
    table.text('requested_at').notNullable()
    table.text('decided_at')
    table.text('decided_by')
    table.text('seen_at')
    table.text('address').notNullable()
  })
}
