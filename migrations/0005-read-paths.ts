import type { Knex } from 'knex'

/** Indexes in the order in which screens read: a customer's timeline with its counts and open tasks, and the columns of a board. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    "create index activity_anchor_open on activity (anchor_customer, due_at) where deleted_at is null and done_at is null and type <> 'note'",
  )
  await knex.raw(
    "create index activity_anchor_type on activity (anchor_customer, type) where deleted_at is null and (done_at is not null or type = 'note')",
  )
  // Without the pipeline, which a stage implies: the sums by stage keep to their own covering index.
  await knex.raw("create index deal_stage_since on deal (stage, coalesce(stage_since, '')) where deleted_at is null")
  await knex.raw("create index deal_stage_closed on deal (stage, coalesce(closed_at, '')) where deleted_at is null")
  // The index on owner and name begins with the same column.
  await knex.raw('drop index deal_owner')
}
