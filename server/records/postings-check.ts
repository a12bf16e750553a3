import type { EntityDef } from '../../core/entities/entity.ts'
import type { Sensitivity } from '../../core/fields/field.ts'
import type { Database } from '../db/database.ts'
import type { Catalog } from './catalog.ts'
import { type Counted, countMatches, hasMatch, matchesAsJson, matchOf, type Postings } from './postings.ts'
import { postingsOfText } from './search-index.ts'

const PAGE = 1_000
/** Each is held with one bit a record. Where one list is damaged others are, too, and a record is put right with all its fragments. */
const MOST_LISTS = 200

const CLASSES = ['normal', 'contact', 'identity'] as const satisfies readonly Sensitivity[]

type Text = { sort: string; rid: number; text: string }
type ByClass<T> = Record<Sensitivity, Map<string, T>>

const byClass = <T>(): ByClass<T> => ({ normal: new Map(), contact: new Map(), identity: new Map() })

/** What the search’s list of each fragment must come to: how many records it holds, and their row numbers added up. */
export class PostingsTally {
  readonly expected = byClass<Counted>()

  /** Counts in a living record. */
  add(rid: number, postings: Postings): void {
    for (const kind of CLASSES)
      for (const token of postings[kind]) {
        const counted = this.expected[kind].get(token)
        if (counted) {
          counted.rows += 1
          counted.rids += rid
        } else this.expected[kind].set(token, { rows: 1, rids: rid })
      }
  }
}

/**
 * The row numbers of living records of which SQLite’s search may lack fragments. Only lists that do not come to what was counted are read.
 * A save between the counting and the comparing makes them differ, too: `lacksPostings` decides. What stands at a record besides its own
 * fragments finds nothing, since the text decides, and is left alone.
 * @param counted what was counted in of all records; without it, it is counted from their search texts
 */
export async function suspectPostings(
  db: Database,
  catalog: Catalog,
  entity: EntityDef,
  { most, counted }: { most: number; counted?: PostingsTally | undefined },
): Promise<number[]> {
  const { expected } = counted ?? (await counting(db, catalog, entity))
  const lists = await differingLists(db, entity, expected)
  if (!lists) return []
  const suspects: number[] = []
  await eachText(db, entity, ({ rid, text }) => {
    for (const [kind, token] of fragments(postingsOfText(catalog, entity, text)))
      if (lists[kind].get(token)?.has(rid) === false) {
        suspects.push(rid)
        break
      }
    return suspects.length < most
  })
  return suspects
}

async function counting(db: Database, catalog: Catalog, entity: EntityDef): Promise<PostingsTally> {
  const tally = new PostingsTally()
  await eachText(db, entity, ({ rid, text }) => {
    tally.add(rid, postingsOfText(catalog, entity, text))
    return true
  })
  return tally
}

/** Whether the search lacks a fragment of a record. PostgreSQL has checksums of its own. */
export async function lacksPostings(db: Database, entity: EntityDef, rid: number, postings: Postings): Promise<boolean> {
  if (db.engine === 'postgres') return false
  for (const [kind, token] of fragments(postings)) if (!(await hasMatch(db, entity, matchOf(kind, token), rid))) return true
  return false
}

function* fragments(postings: Postings): Generator<[Sensitivity, string]> {
  for (const kind of CLASSES) for (const token of postings[kind]) yield [kind, token]
}

async function differingLists(
  db: Database,
  entity: EntityDef,
  expected: ByClass<Counted>,
): Promise<ByClass<RowNumbers> | undefined> {
  const lists = byClass<RowNumbers>()
  let found = 0
  for (const kind of CLASSES)
    for (const [token, { rows, rids }] of expected[kind]) {
      const match = matchOf(kind, token)
      const held = await countMatches(db, entity, match)
      if (held.rows === rows && held.rids === rids) continue
      lists[kind].set(token, new RowNumbers(JSON.parse(await matchesAsJson(db, entity, match)) as number[]))
      if (++found === MOST_LISTS) return lists
    }
  return found > 0 ? lists : undefined
}

/** All search texts of an entity, page by page, until `see` says that it is enough. */
async function eachText(db: Database, entity: EntityDef, see: (text: Text) => boolean): Promise<void> {
  const page = `select title_sort as sort, rid, text from ${entity.table}_text where (title_sort, rid) > (?, ?) order by title_sort, rid limit ?`
  for (let after: Pick<Text, 'sort' | 'rid'> | undefined = { sort: '', rid: 0 }; after; ) {
    const rows: Text[] = await db.all<Text>(page, [after.sort, after.rid, PAGE])
    for (const row of rows) if (!see(row)) return
    after = rows.at(-1)
  }
}

/** A set of row numbers, one bit each. */
class RowNumbers {
  readonly #bits: Uint8Array

  constructor(rids: readonly number[]) {
    this.#bits = new Uint8Array(((rids.at(-1) ?? 0) >> 3) + 1)
    for (const rid of rids) this.#bits[rid >> 3] = (this.#bits[rid >> 3] ?? 0) | (1 << (rid & 7))
  }

  has(rid: number): boolean {
    return ((this.#bits[rid >> 3] ?? 0) & (1 << (rid & 7))) !== 0
  }
}
