import { createHash } from 'node:crypto'
import type { Database, SqlValue } from '../db/database.ts'

export type Table = { name: string; columns: readonly string[]; key: readonly string[] }

/** What an engine makes of other tables: search postings, which are made anew where they arrive. */
const isPostings = (name: string): boolean => name.includes('_grams')

/**
 * The tables of an office as its SQLite file declares them, those that others point at first. Both engines have the same ones with the
 * same columns.
 */
export async function tablesOf(file: Database): Promise<Table[]> {
  const names = await file.all<{ name: string }>(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name",
  )
  const open = new Map<string, Table & { after: Set<string> }>()
  for (const { name } of names.filter(({ name }) => !isPostings(name))) {
    const columns = await file.all<{ name: string; pk: number }>('select name, pk from pragma_table_info(?)', [name])
    const targets = await file.all<{ table: string }>('select "table" from pragma_foreign_key_list(?)', [name])
    open.set(name, {
      name,
      columns: columns.map((column) => column.name),
      key: columns
        .filter((column) => column.pk > 0)
        .sort((a, b) => a.pk - b.pk)
        .map((column) => column.name),
      after: new Set(targets.map((target) => target.table).filter((target) => target !== name)),
    })
  }
  const ordered: Table[] = []
  while (open.size > 0) {
    const ready = [...open.values()].filter((table) => ![...table.after].some((target) => open.has(target)))
    if (ready.length === 0) throw new Error('tables point at each other in a circle')
    for (const { after: _, ...table } of ready) {
      open.delete(table.name)
      ordered.push(table)
    }
  }
  return ordered
}

type Row = Record<string, SqlValue>

const CHUNK = 500

/** The rows of a table in the order of its key, some at a time. */
export async function* rowsOf(db: Database, { name, columns, key }: Table): AsyncGenerator<Row[]> {
  const by = key.map((column) => `"${column}"`).join(', ')
  const named = columns.map((column) => `"${column}"`).join(', ')
  let last: Row | undefined
  for (;;) {
    const behind = last ? `where (${by}) > (${key.map(() => '?').join(', ')})` : ''
    const params = last ? key.map((column) => (last as Row)[column] ?? null) : []
    const rows: Row[] = await db.all<Row>(`select ${named} from "${name}" ${behind} order by ${by} limit ${CHUNK}`, params)
    if (rows.length > 0) yield rows
    if (rows.length < CHUNK) return
    last = rows.at(-1)
  }
}

/** How many rows a table has and what they come to, whatever their order: the sum of each row's SHA-256. */
export class TableSum {
  rows = 0
  #sum = 0n

  add(table: Table, row: Row): void {
    const hash = createHash('sha256').update(JSON.stringify(table.columns.map((column) => plain(row[column]))))
    this.#sum = (this.#sum + BigInt(`0x${hash.digest('hex')}`)) % 2n ** 256n
    this.rows += 1
  }

  equals(other: TableSum): boolean {
    return this.rows === other.rows && this.#sum === other.#sum
  }
}

const plain = (value: SqlValue | undefined): string | number | null =>
  value instanceof Uint8Array
    ? Buffer.from(value).toString('base64')
    : typeof value === 'bigint'
      ? Number(value)
      : (value ?? null)

/** What a table of a database comes to. */
export async function sumOf(db: Database, table: Table): Promise<TableSum> {
  const sum = new TableSum()
  for await (const rows of rowsOf(db, table)) for (const row of rows) sum.add(table, row)
  return sum
}
