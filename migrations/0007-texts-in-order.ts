import type { Knex } from 'knex'
import { createTextTable } from './record-table.ts'

/** Lays the search texts of older offices in dictionary order. */
export async function up(knex: Knex): Promise<void> {
  for (const table of ['customer', 'contact', 'lead', 'deal', 'activity']) {
    // A new office has them so from the start.
    if (await knex.schema.hasColumn(`${table}_text`, 'title_sort')) continue
    await createTextTable(knex, 'text_in_order')
    await knex.raw(
      `insert into text_in_order select t.title_sort, t.rid, x.text from ${table} t join ${table}_text x on x.rid = t.rid order by t.title_sort, t.rid`,
    )
    await knex.schema.dropTable(`${table}_text`)
    await knex.schema.renameTable('text_in_order', `${table}_text`)
  }
}
