import type { Database, SqlValue } from '../db/database.ts'

/** A value that stands in the value index, under the number of its field. */
export type IndexedValue = readonly [field: number, value: SqlValue]
/** Such a value with the row number of the record that holds it. */
export type IndexEntry = readonly [...IndexedValue, rid: number]

/** PostgreSQL takes 65,535 parameters at most. */
const MOST_AT_ONCE = 5_000
/** From so many entries on they are those of many records. */
const MANY = 100

/**
 * Adds entries to the index. Those of many records go in in its own order, so that what lies on one page is written together: SQLite gets
 * them as one JSON text, which costs a sixth of a statement for each. Not those of one record: for SQLite a statement of several rows is a
 * savepoint of its own, at which it writes out the search postings that it holds in memory, 0.5 ms for each record of a long transaction.
 * PostgreSQL, to which each statement is a journey, gets parameters.
 */
export async function addValues(db: Database, entries: readonly IndexEntry[]): Promise<void> {
  const statement = 'insert into value_index (field_no, value, rid)'
  if (db.engine === 'sqlite' && entries.length >= MANY) {
    await db.run(
      `${statement} select value ->> 0, value ->> 1, value ->> 2 from json_each(?) where true order by 1, 2, 3 on conflict do nothing`,
      [asJson(entries)],
    )
    return
  }
  const atOnce = db.engine === 'sqlite' ? 1 : MOST_AT_ONCE
  for (let at = 0; at < entries.length; at += atOnce) {
    const some = entries.slice(at, at + atOnce)
    await db.run(`${statement} values ${some.map(() => '(?, ?, ?)').join(', ')} on conflict do nothing`, some.flat())
  }
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
