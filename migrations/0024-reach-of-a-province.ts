import type { Knex } from 'knex'

/**
 * A province's customers in the order in which they were made, with whose each is: a list of one team's passes over the others' without reading them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('drop index customer_province')
  await knex.raw('create index customer_province on customer (province, rid, owner) where deleted_at is null')
}
