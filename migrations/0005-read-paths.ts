import type { Knex } from 'knex'

/** Indexes in the order in which screens read: a customer's open tasks, and the columns of a board. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    "create index activity_anchor_open on activity (anchor_customer, due_at) where deleted_at is null and done_at is null and type <> 'note'",
  )
  // Without the pipeline, which a stage implies: the sums by stage keep to their own covering index.
  await knex.raw("create index deal_in_stage on deal (stage, coalesce(closed_at, stage_since, '')) where deleted_at is null")
  // The indexes on owner and name begin with the same column.
  for (const table of ['deal', 'customer']) await knex.raw(`drop index ${table}_owner`)
}
