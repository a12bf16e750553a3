import type { Knex } from 'knex'
import { isPostgres } from './engine.ts'

/** The office itself: people, rights, settings, pick lists, and the tables that every record shares. */
export async function up(knex: Knex): Promise<void> {
  await people(knex)
  await configuration(knex)
  await changes(knex)
  await work(knex)
}

async function people(knex: Knex): Promise<void> {
  await knex.schema.createTable('role', (table) => {
    table.text('key').primary()
    table.text('name_th').notNullable()
    table.text('name_en').notNullable()
    table.text('definition').notNullable()
  })
  await knex.schema.createTable('user', (table) => {
    table.text('id').primary()
    table.text('name').notNullable()
    table.text('nick').notNullable().defaultTo('')
    table.text('role').notNullable().references('role.key')
    table.text('password_hash')
    table.integer('active').notNullable().defaultTo(1)
    table.text('created_at').notNullable()
  })
  await knex.schema.createTable('team', (table) => {
    table.text('id').primary()
    table.text('name').notNullable()
  })
  await knex.schema.createTable('team_member', (table) => {
    table.text('team_id').notNullable().references('team.id')
    table.text('user_id').notNullable().references('user.id')
    table.primary(['team_id', 'user_id'])
  })
}

async function configuration(knex: Knex): Promise<void> {
  await knex.schema.createTable('setting', (table) => {
    table.text('key').primary()
    table.text('value').notNullable()
  })
  await knex.schema.createTable('counter', (table) => {
    table.text('key').primary()
    table.integer('value').notNullable()
  })
  await knex.schema.createTable('choice', (table) => {
    table.text('list').notNullable()
    table.text('key').notNullable()
    table.text('label_th').notNullable()
    table.text('label_en').notNullable()
    table.text('colour')
    table.integer('position').notNullable()
    table.integer('archived').notNullable().defaultTo(0)
    table.primary(['list', 'key'])
  })
  await knex.schema.createTable('pipeline', (table) => {
    table.text('id').primary()
    table.text('name_th').notNullable()
    table.text('name_en').notNullable()
    table.integer('position').notNullable()
    table.integer('archived').notNullable().defaultTo(0)
  })
  await knex.schema.createTable('stage', (table) => {
    table.text('id').primary()
    table.text('pipeline_id').notNullable().references('pipeline.id')
    table.text('name_th').notNullable()
    table.text('name_en').notNullable()
    table.text('kind').notNullable()
    table.integer('probability').notNullable()
    table.integer('stale_days')
    table.text('colour')
    table.text('required').notNullable().defaultTo('[]')
    table.integer('position').notNullable()
    table.integer('archived').notNullable().defaultTo(0)
  })
  await knex.schema.createTable('custom_field', (table) => {
    table.text('id').primary()
    table.text('entity').notNullable()
    table.text('key').notNullable()
    table.text('definition').notNullable()
    table.integer('archived').notNullable().defaultTo(0)
    table.unique(['entity', 'key'])
  })
  await knex.schema.createTable('saved_view', (table) => {
    table.text('id').primary()
    table.text('entity').notNullable()
    table.text('name').notNullable()
    table.text('owner')
    table.integer('shared').notNullable().defaultTo(0)
    table.text('definition').notNullable()
    table.integer('position').notNullable().defaultTo(0)
    table.integer('version').notNullable().defaultTo(1)
  })
  await knex.schema.createTable('preference', (table) => {
    table.text('user_id').notNullable()
    table.text('key').notNullable()
    table.text('value').notNullable()
    table.primary(['user_id', 'key'])
  })
}

async function changes(knex: Knex): Promise<void> {
  await knex.schema.createTable('change', (table) => {
    table.increments('seq')
    table.text('at').notNullable()
    table.text('user_id')
    table.text('batch_id')
    table.text('entity').notNullable()
    table.text('record_id').notNullable()
    table.text('action').notNullable()
    table.text('fields').notNullable()
    table.integer('version').notNullable()
  })
  await knex.raw('create index change_record on change (record_id, seq)')
  await knex.raw('create index change_batch on change (batch_id, seq) where batch_id is not null')
  await knex.schema.createTable('batch', (table) => {
    table.text('id').primary()
    table.text('kind').notNullable()
    table.text('entity')
    table.text('title').notNullable().defaultTo('')
    table.text('user_id')
    table.text('state').notNullable()
    table.text('counts').notNullable().defaultTo('{}')
    table.text('started_at').notNullable()
    table.text('ended_at')
    table.text('undone_by')
  })
  await knex.raw('create index batch_started on batch (started_at)')
  await knex.schema.createTable('access_log', (table) => {
    table.increments('seq')
    table.text('at').notNullable()
    table.text('user_id')
    table.text('action').notNullable()
    table.text('entity')
    table.text('detail').notNullable().defaultTo('{}')
  })
  // Values of multi-valued and custom fields, for finding; the values themselves stand in the record's row.
  await knex.schema.createTable('field_number', (table) => {
    table.increments('no')
    table.text('path').notNullable().unique()
  })
  await knex.raw(
    isPostgres(knex)
      ? 'create table value_index (field_no integer not null, value jsonb not null, rid bigint not null, primary key (field_no, value, rid))'
      : 'create table value_index (field_no integer not null, value, rid integer not null, primary key (field_no, value, rid)) without rowid',
  )
}

async function work(knex: Knex): Promise<void> {
  await knex.schema.createTable('idempotency', (table) => {
    table.text('key').primary()
    table.text('user_id')
    table.text('request_hash').notNullable()
    table.text('reply').notNullable()
    table.text('at').notNullable()
  })
  await knex.raw('create index idempotency_at on idempotency (at)')
  // One row a file and who put it in: only he may hang it on a record, whoever else knows its hash.
  await knex.schema.createTable('file', (table) => {
    table.text('sha256').notNullable()
    table.text('created_by').notNullable()
    table.integer('size').notNullable()
    table.text('type').notNullable()
    table.text('created_at').notNullable()
    table.primary(['sha256', 'created_by'])
  })
  await knex.schema.createTable('import_run', (table) => {
    table.text('id').primary()
    table.text('entity').notNullable()
    table.text('file_name').notNullable()
    table.text('state').notNullable()
    table.text('definition').notNullable().defaultTo('{}')
    table.text('counts').notNullable().defaultTo('{}')
    table.integer('applied').notNullable().defaultTo(0)
    table.text('batch_id')
    table.text('user_id')
    table.text('created_at').notNullable()
    table.text('ended_at')
  })
  await knex.schema.createTable('import_made', (table) => {
    table.text('run_id').notNullable()
    table.text('key').notNullable()
    table.text('record_id').notNullable()
    table.primary(['run_id', 'key'])
  })
  await knex.schema.createTable('import_memory', (table) => {
    table.text('entity').notNullable()
    table.text('signature').notNullable()
    table.text('definition').notNullable()
    table.text('used_at').notNullable()
    table.primary(['entity', 'signature'])
  })
  await knex.schema.createTable('backup_run', (table) => {
    table.increments('seq')
    table.text('at').notNullable()
    table.text('kind').notNullable()
    table.text('folder').notNullable()
    table.text('state').notNullable()
    table.text('detail').notNullable().defaultTo('{}')
  })
}
