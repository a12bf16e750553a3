import type { Database, SqlValue } from '../db/database.ts'

/** A value that stands in the value index, under the number of its field. */
export type IndexedValue = readonly [field: number, value: SqlValue]

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
  const added = is.filter((entry) => !holds(was, entry))
  if (added.length === 0) return
  // A statement of several rows is a savepoint of its own in SQLite, at which the search postings in memory are written out; in PostgreSQL
  // each statement is a journey to another process.
  const atOnce = db.engine === 'postgres' ? added.length : 1
  for (let at = 0; at < added.length; at += atOnce) {
    const some = added.slice(at, at + atOnce)
    await db.run(
      `insert into value_index (field_no, value, rid) values ${some.map(() => '(?, ?, ?)').join(', ')} on conflict do nothing`,
      some.flatMap(([field, value]) => [field, value, rid]),
    )
  }
}
