import type { Knex } from 'knex'

/** By which key a program began an act on many records or an import: after a kill it goes on with that key's rights, not its maker's. */
export async function up(knex: Knex): Promise<void> {
  for (const name of ['bulk_run', 'import_run']) await knex.schema.alterTable(name, (table) => table.text('via'))
}
