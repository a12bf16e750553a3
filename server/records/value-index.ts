import type { Database, SqlValue } from '../db/database.ts'

/** A value that stands in the value index, under the number of its field. */
export type IndexedValue = readonly [field: number, value: SqlValue]

/** Brings the entries of one record from those before to those after: each thing that is asked of the database costs a journey there. */
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
  if (added.length > 0)
    await db.run(
      `insert into value_index (field_no, value, rid) values ${added.map(() => '(?, ?, ?)').join(', ')} on conflict do nothing`,
      added.flatMap(([field, value]) => [field, value, rid]),
    )
}
