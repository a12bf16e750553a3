import type { Database, SqlValue } from '../db/database.ts'
import { insertRows } from '../db/insert-rows.ts'

/** A value that stands in the value index, under the number of its field. */
export type IndexedValue = readonly [field: number, value: SqlValue]
/** Such a value with the row number of the record that holds it. */
export type IndexEntry = readonly [...IndexedValue, rid: number]

/** From so many entries on they are those of many records. */
const MANY = 100
const COLUMNS = ['field_no', 'value', 'rid'] as const

/**
 * Adds entries to the index. Those of many records go into SQLite in its own order, so that what lies on one page is written together, and
 * as one JSON text, which costs a sixth of a statement for each.
 */
export async function addValues(db: Database, entries: readonly IndexEntry[]): Promise<void> {
  if (db.engine === 'postgres' || entries.length < MANY)
    return insertRows(db, { table: 'value_index', columns: COLUMNS, ending: 'on conflict do nothing' }, entries)
  await db.run(
    `insert into value_index (${COLUMNS.join(', ')}) select value ->> 0, value ->> 1, value ->> 2 from json_each(?) where true
      order by 1, 2, 3 on conflict do nothing`,
    [asJson(entries)],
  )
}

/** Half a character is replaced, as it is where a text is a parameter. */
function asJson(entries: readonly IndexEntry[]): string {
  const text = JSON.stringify(entries)
  if (!text.includes('\\ud')) return text
  return JSON.stringify(
    entries.map(([field, value, rid]) => [field, typeof value === 'string' ? value.toWellFormed() : value, rid]),
  )
}

/** Brings the entries of one record from those before to those after. */
export async function replaceValues(
  db: Database,
  rid: number,
  was: readonly IndexedValue[],
  is: readonly IndexedValue[],
): Promise<void> {
  const holds = (entries: readonly IndexedValue[], [field, value]: IndexedValue) =>
    entries.some((entry) => entry[0] === field && entry[1] === value)
  for (const entry of was)
    if (!holds(is, entry))
      await db.run('delete from value_index where field_no = ? and value = ? and rid = ?', [entry[0], entry[1], rid])
  await addValues(
    db,
    is.filter((entry) => !holds(was, entry)).map(([field, value]) => [field, value, rid]),
  )
}
