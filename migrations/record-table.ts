import type { Knex } from 'knex'
import { isPostgres } from './engine.ts'

/**
 * The columns that every record has, and its two search tables. `rid` is the internal row number: indexes end with it,
 * keyset pages and search postings use it; it survives VACUUM, which a bare rowid does not.
 */
export async function createRecordTable(
  knex: Knex,
  name: string,
  columns: (table: Knex.CreateTableBuilder) => void,
): Promise<void> {
  await knex.schema.createTable(name, (table) => {
    table.increments('rid')
    table.text('id').notNullable().unique()
    table.integer('version').notNullable().defaultTo(1)
    table.text('title_text').notNullable()
    table.text('title_sort').notNullable()
    table.text('title_fold').notNullable()
    table.text('created_at').notNullable()
    table.text('created_by')
    table.text('updated_at').notNullable()
    table.text('updated_by')
    table.text('deleted_at')
    table.text('deleted_by')
    table.text('deleted_batch')
    table.text('merged_into')
    table.text('custom').notNullable().defaultTo('{}')
    columns(table)
  })
  await knex.raw(`create index ${name}_deleted on ${name} (deleted_at) where deleted_at is not null`)
  await livingIndex(knex, name, 'title_sort')
  await livingIndex(knex, name, 'title_fold')
  await livingIndex(knex, name, 'updated_at')
  await createTextTable(knex, `${name}_text`)
  await createPostings(knex, `${name}_grams`)
}

/** Search postings, kept apart by sensitivity class, so that a class that a reader may not see is not even looked into. */
async function createPostings(knex: Knex, name: string): Promise<void> {
  if (isPostgres(knex)) {
    await knex.raw(`create table ${name} (rid bigint primary key, tokens text[] not null)`)
    await knex.raw(`create index ${name}_tokens on ${name} using gin (tokens)`)
    return
  }
  await knex.raw(
    `create virtual table ${name} using fts5(normal, contact, identity, content='', contentless_delete=1, detail=column, tokenize='ascii')`,
  )
}

/** An index over living records only: lists never show the bin. The row number ends it, in SQLite by itself. */
export async function livingIndex(knex: Knex, table: string, ...columns: string[]): Promise<void> {
  const covered = isPostgres(knex) ? [...columns, 'rid'] : columns
  await knex.raw(`create index ${table}_${columns.join('_')} on ${table} (${covered.join(', ')}) where deleted_at is null`)
}

/** The folded search texts, kept in dictionary order: a search that walks along the names reads them one after another. */
export async function createTextTable(knex: Knex, name: string): Promise<void> {
  await knex.raw(
    `create table ${name} (title_sort text not null, rid integer not null, text text not null, primary key (title_sort, rid))${isPostgres(knex) ? '' : ' without rowid'}`,
  )
}
