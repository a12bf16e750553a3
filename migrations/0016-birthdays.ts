import type { Knex } from 'knex'

/** Whose day comes round next, by whose they are: the birthdays and founding days that a person's own day tells of. */
export async function up(knex: Knex): Promise<void> {
  for (const table of ['customer', 'contact'])
    await knex.raw(
      `create index ${table}_birthday on ${table} (owner, substr(birthday, 6)) where birthday is not null and deleted_at is null`,
    )
}
