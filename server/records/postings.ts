import type { EntityDef } from '../../core/entities/entity.ts'
import type { Sensitivity } from '../../core/fields/field.ts'
import type { Database, EngineName, Transaction } from '../db/database.ts'
import { insertRows } from '../db/insert-rows.ts'
import { type Sql, sql } from './scope.ts'

/** The fragments of a record's search text, by sensitivity class; a fragment is found only by who may see its class. */
export type Postings = Record<Sensitivity, ReadonlySet<string>>

const CLASSES = ['normal', 'contact', 'identity'] as const satisfies readonly Sensitivity[]
/** In PostgreSQL all classes share one index, and each fragment bears its class's letter. */
const classed = (kind: Sensitivity, token: string): string => `${kind.charAt(0)}${token}`

/** Writes the postings of records that have none. */
export async function addPostings(
  db: Database,
  entity: EntityDef,
  records: readonly { rid: number; postings: Postings }[],
): Promise<void> {
  const table = `${entity.table}_grams`
  if (db.engine === 'postgres') {
    const tokensOf = (postings: Postings) =>
      CLASSES.flatMap((kind) => [...postings[kind]].map((token) => classed(kind, token))).join(' ')
    const place = { table, columns: ['rid', 'tokens'], values: "(?, string_to_array(?, ' '))" }
    return insertRows(
      db,
      place,
      records.map(({ rid, postings }) => [rid, tokensOf(postings)]),
    )
  }
  const rows = records.map(({ rid, postings }) => [rid, ...CLASSES.map((kind) => [...postings[kind]].join(' '))])
  await insertRows(db, { table, columns: ['rowid', ...CLASSES] }, rows)
}

/** Takes the postings of a record away. */
export async function removePostings(db: Database, entity: EntityDef, rid: number): Promise<void> {
  await db.run(`delete from ${entity.table}_grams where ${db.engine === 'postgres' ? 'rid' : 'rowid'} = ?`, [rid])
}

/** How many pieces of about one size SQLite leaves beside each other before it begins to merge them; by itself it is 4. */
const PIECES = { usual: 4n, many: 16n } as const

/**
 * Has SQLite merge pieces of postings at the `usual` pace, or late, where `many` come one after the other: an import's were written anew again and
 * again, which cost a twelfth of it (sqlite.org/fts5.html, “The 'automerge' Configuration Option”). Stays as it is set.
 */
export async function setMerging(tx: Transaction, entity: EntityDef, pieces: keyof typeof PIECES): Promise<void> {
  if (tx.engine === 'postgres') return
  const table = `${entity.table}_grams`
  await tx.run(`insert into ${table} (${table}, rank) values ('automerge', ?)`, [PIECES[pieces]])
}

/** Pages of postings that are merged while others wait. */
const MERGED_AT_ONCE = 200

/**
 * Merges a little of the pieces in which SQLite keeps the postings: each save adds one, and a search asks every piece. To be called, first
 * as the `first`, until it says that nothing is left (sqlite.org/fts5.html, “The 'merge' Command”).
 * @returns whether there was something to merge
 */
export async function mergePostings(tx: Transaction, entity: EntityDef, first: boolean): Promise<boolean> {
  if (tx.engine === 'postgres') return false
  // An import that a kill ended may have left it otherwise.
  if (first) await setMerging(tx, entity, 'usual')
  const table = `${entity.table}_grams`
  const changes = async () => (await tx.get<{ n: number }>('select total_changes() n'))?.n ?? 0
  const before = await changes()
  // A negative number puts all pieces up for merging, not only those of which there are many.
  await tx.run(`insert into ${table} (${table}, rank) values ('merge', ?)`, [first ? -MERGED_AT_ONCE : MERGED_AT_ONCE])
  return (await changes()) - before >= 2
}

/** The row numbers of records whose postings hold every token in some of the classes, `most` of them at the most. */
export function holdingTokens(
  engine: EngineName,
  entity: EntityDef,
  asked: { tokens: readonly string[]; classes: readonly Sensitivity[]; most: number },
): Sql {
  const table = `${entity.table}_grams`
  const { tokens, classes, most } = asked
  if (engine === 'postgres') {
    const each = tokens.map(() => "tokens && string_to_array(?, ' ')").join(' and ')
    const params = tokens.map((token) => classes.map((kind) => classed(kind, token)).join(' '))
    return sql(`(select rid from ${table} where ${each} limit ?)`, [...params, most])
  }
  const match = `{${classes.join(' ')}} : (${tokens.map((token) => `"${token}"`).join(' AND ')})`
  return sql(`(select rowid as rid from ${table} where ${table} match ? limit ?)`, [match, most])
}

/** One fragment in the class in which it stands, as SQLite’s search is asked for it. */
export const matchOf = (kind: Sensitivity, token: string): string => `{${kind}} : "${token}"`

/** How many records SQLite’s search holds for a fragment, and what their row numbers add up to. */
export type Counted = { rows: number; rids: number }
export async function countMatches(db: Database, entity: EntityDef, match: string): Promise<Counted> {
  const table = `${entity.table}_grams`
  const counted = `select count(*) rows, total(rowid) rids from ${table} where ${table} match ?`
  return (await db.get<Counted>(counted, [match])) ?? { rows: 0, rids: 0 }
}

/** The row numbers of the records that SQLite’s search holds for a fragment, as a list in JSON: a million of them are one text. */
export async function matchesAsJson(db: Database, entity: EntityDef, match: string): Promise<string> {
  const table = `${entity.table}_grams`
  const found = await db.get<{ rids: string }>(`select json_group_array(rowid) rids from ${table} where ${table} match ?`, [
    match,
  ])
  return found?.rids ?? '[]'
}

/** Whether SQLite’s search holds a fragment of a record. */
export async function hasMatch(db: Database, entity: EntityDef, match: string, rid: number): Promise<boolean> {
  const table = `${entity.table}_grams`
  return (await db.get(`select 1 from ${table} where ${table} match ? and rowid = ?`, [match, rid])) !== undefined
}
