import type { Database, SqlValue } from './database.ts'

/** Few, so that there are few statements for PostgreSQL to learn; a journey more for each hundred rows is not felt. */
const MOST_AT_ONCE = 100

/** Where rows go: the table, its columns, and for one that is not simply a parameter what stands in its place. */
export type Place = { table: string; columns: readonly string[]; values?: string; ending?: string }

const statement = ({ table, columns, values, ending }: Place, rows: number): string => {
  const row = values ?? `(${columns.map(() => '?').join(', ')})`
  return `insert into ${table} (${columns.join(', ')}) values ${Array<string>(rows).fill(row).join(', ')}${ending ? ` ${ending}` : ''}`
}

/**
 * Inserts rows in their order. PostgreSQL, to which each statement is a journey, gets many at once; SQLite each on its own: for it a
 * statement of several rows is a savepoint, at which it writes out the search postings that it holds in memory, 0.5 ms a time.
 */
export async function insertRows(db: Database, place: Place, rows: readonly (readonly SqlValue[])[]): Promise<void> {
  if (db.engine === 'sqlite') {
    const one = statement(place, 1)
    for (const row of rows) await db.run(one, row)
    return
  }
  for (let at = 0; at < rows.length; at += MOST_AT_ONCE) {
    const some = rows.slice(at, at + MOST_AT_ONCE)
    await db.run(statement(place, some.length), some.flat())
  }
}

/** The same for a table that numbers its rows in the column `number`; returns their numbers. */
export async function insertNumbered(
  db: Database,
  place: Place & { number: string },
  rows: readonly (readonly SqlValue[])[],
): Promise<number[]> {
  const numbers: number[] = []
  if (db.engine === 'sqlite') {
    const one = statement(place, 1)
    for (const row of rows) numbers.push((await db.run(one, row)).lastId)
    return numbers
  }
  for (let at = 0; at < rows.length; at += MOST_AT_ONCE) {
    const some = rows.slice(at, at + MOST_AT_ONCE)
    const text = statement({ ...place, ending: `returning ${place.number} as number` }, some.length)
    numbers.push(...(await db.all<{ number: number }>(text, some.flat())).map((row) => row.number))
  }
  return numbers
}
