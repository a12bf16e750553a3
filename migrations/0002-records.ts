import type { Knex } from 'knex'
import { createRecordTable, livingIndex } from './record-table.ts'

type Table = Knex.CreateTableBuilder
const texts = (table: Table, ...names: string[]) => {
  for (const name of names) table.text(name)
}
const integers = (table: Table, ...names: string[]) => {
  for (const name of names) table.integer(name)
}

/** The five records of the sales office. Column by column what `core/entities` declares; a test compares the two. */
export async function up(knex: Knex): Promise<void> {
  await customers(knex)
  await contacts(knex)
  await leads(knex)
  await deals(knex)
  await activities(knex)
}

async function customers(knex: Knex): Promise<void> {
  await createRecordTable(knex, 'customer', (table) => {
    texts(
      table,
      'name',
      'name_en',
      'code',
      'type',
      'grade',
      'stage',
      'tax_id',
      'phones',
      'line_id',
      'emails',
      'website',
      'addresses',
      'province',
    )
    texts(
      table,
      'source',
      'industry',
      'referrer',
      'parent',
      'links',
      'needs',
      'birthday',
      'customer_since',
      'do_not_contact',
      'tags',
      'owner',
      'notes',
    )
    texts(table, 'files', 'main_contact', 'last_contact_at', 'next_step_at')
    integers(table, 'trader', 'revenue', 'credit_limit')
    table.double('employees')
    table.double('credit_days')
  })
  await livingIndex(knex, 'customer', 'owner', 'title_sort')
  await livingIndex(knex, 'customer', 'owner')
  await livingIndex(knex, 'customer', 'province')
  await livingIndex(knex, 'customer', 'grade')
  await livingIndex(knex, 'customer', 'code')
  await livingIndex(knex, 'customer', 'parent')
  await livingIndex(knex, 'customer', 'last_contact_at')
  await livingIndex(knex, 'customer', 'next_step_at')
}

async function contacts(knex: Knex): Promise<void> {
  await createRecordTable(knex, 'contact', (table) => {
    texts(
      table,
      'name',
      'customers',
      'phones',
      'line_id',
      'emails',
      'addresses',
      'website',
      'birthday',
      'good_time',
      'do_not_contact',
      'tags',
    )
    texts(table, 'owner', 'notes', 'files', 'last_contact_at')
  })
  await livingIndex(knex, 'contact', 'owner', 'title_sort')
  await livingIndex(knex, 'contact', 'last_contact_at')
}

async function leads(knex: Knex): Promise<void> {
  await createRecordTable(knex, 'lead', (table) => {
    texts(
      table,
      'name',
      'company',
      'position',
      'interest',
      'status',
      'source',
      'phones',
      'line_id',
      'emails',
      'addresses',
      'website',
    )
    texts(
      table,
      'do_not_contact',
      'tags',
      'owner',
      'notes',
      'files',
      'lost_reason',
      'converted_at',
      'customer',
      'contact',
      'deal',
      'last_contact_at',
    )
    integers(table, 'expected_amount')
  })
  await livingIndex(knex, 'lead', 'owner', 'title_sort')
  await livingIndex(knex, 'lead', 'owner')
  await livingIndex(knex, 'lead', 'status')
  await livingIndex(knex, 'lead', 'last_contact_at')
}

async function deals(knex: Knex): Promise<void> {
  await createRecordTable(knex, 'deal', (table) => {
    texts(
      table,
      'name',
      'code',
      'customer',
      'pipeline',
      'stage',
      'status',
      'expected_close',
      'product',
      'people',
      'competitors',
      'source',
    )
    texts(
      table,
      'lost_reason',
      'lost_note',
      'purchase_order',
      'tags',
      'owner',
      'notes',
      'files',
      'opened_on',
      'stage_since',
      'closed_at',
    )
    // Whoever may see the customer may see the deal: its owner stands here, so that nobody is looked up for it.
    texts(table, 'next_step_at', 'last_contact_at', 'customer_owner')
    integers(table, 'amount')
  })
  await livingIndex(knex, 'deal', 'owner', 'title_sort')
  await livingIndex(knex, 'deal', 'owner')
  await livingIndex(knex, 'deal', 'customer')
  await livingIndex(knex, 'deal', 'code')
  await livingIndex(knex, 'deal', 'amount')
  await livingIndex(knex, 'deal', 'expected_close')
  await livingIndex(knex, 'deal', 'closed_at')
  await livingIndex(knex, 'deal', 'next_step_at')
  // Covers the board's sums with the reader's scope: no table row is touched. Wider, it would slow the sums more than help the cards.
  const board = 'pipeline, stage, owner, customer_owner, amount'
  await knex.raw(`create index deal_board on deal (${board}) where deleted_at is null`)
}

async function activities(knex: Knex): Promise<void> {
  await createRecordTable(knex, 'activity', (table) => {
    texts(
      table,
      'subject',
      'type',
      'body',
      'about',
      'due_at',
      'remind_at',
      'repeat',
      'done_at',
      'outcome',
      'learned',
      'place',
      'owner',
      'files',
    )
    texts(table, 'anchor_customer', 'at', 'customer_owner')
    integers(table, 'all_day')
    table.double('minutes')
  })
  // Covers what a customer's timeline counts; its first columns are the timeline's order.
  await livingIndex(knex, 'activity', 'anchor_customer', 'at', 'done_at', 'type')
  await livingIndex(knex, 'activity', 'owner', 'at')
  await livingIndex(knex, 'activity', 'at')
  await livingIndex(knex, 'activity', 'done_at')
  await knex.raw(
    'create index activity_open on activity (owner, due_at) where deleted_at is null and done_at is null and due_at is not null',
  )
  await knex.raw('create index activity_due_at on activity (due_at) where deleted_at is null')
  await knex.raw(
    'create index activity_remind on activity (remind_at) where deleted_at is null and done_at is null and remind_at is not null',
  )
}
