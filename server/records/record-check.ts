import { columnOf, type EntityDef, findField } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { entriesHold } from '../changes/audit-chain.ts'
import type { Database, SqlValue } from '../db/database.ts'
import type { Catalog } from './catalog.ts'
import type { FieldChange } from './change-log.ts'
import { customerOwnerOf } from './customer-owner.ts'
import type { Postings } from './postings.ts'
import { lacksPostings, type PostingsTally } from './postings-check.ts'
import { type DbRow, encode, type Values, valuesOf } from './row.ts'
import { marks } from './scope.ts'
import { entriesOfField, searchEntry, standsInIndex } from './search-index.ts'
import { titleColumns } from './store-row.ts'
import type { IndexedValue } from './value-index.ts'

/** A field that does not hold what was written last, and what that was; null is “empty”. */
export type Difference = { field: string; logged: unknown }
/**
 * What a look at one record found: own values that are others, or something wrong in what is worked out from them. Entries that the value
 * index lacks may only be on their way: a field that just became filterable is filled in piece by piece.
 */
export type Checked = { rid: number; id: string; differences: Difference[]; derived: 'wrong' | 'unindexed' | undefined }

/** A record with its search text, which is null where there is none. */
type CheckedRow = DbRow & { search_text: string | null }
type Entry = {
  seq: number
  at: string
  user_id: string | null
  record_id: string
  action: string
  fields: Record<string, FieldChange>
  version: number
}
/** What each field held after the last entry that speaks of it. */
type LastWritten = Map<string, { value: unknown; seq: number }>

/** Of a record’s own columns those that tell of its making, its last change and its way into the bin. */
const MADE = { createdAt: 'at', createdBy: 'user_id' } as const
const CHANGED = { updatedAt: 'at', updatedBy: 'user_id' } as const
const BINNED = { deletedAt: 'at', deletedBy: 'user_id' } as const

/** Looks at some records of an entity, in the order of their row numbers. `last` is the number of the last one, undefined at the end. */
export async function checkPage(
  db: Database,
  catalog: Catalog,
  entity: EntityDef,
  { after, limit, tally }: { after: number; limit: number; tally?: PostingsTally | undefined },
): Promise<{ found: Checked[]; last: number | undefined }> {
  const rows = await rowsWithText(db, entity, 't.rid > ? order by t.rid limit ?', [after, limit])
  const count: Lacks = async (rid, postings) => {
    tally?.add(rid, postings)
    return false
  }
  return { found: await checkRows(db, catalog, entity, rows, count), last: rows.at(-1)?.rid }
}

/** Looks at one record; undefined when there is nothing wrong with it, or it is not there. */
export async function checkOne(db: Database, catalog: Catalog, entity: EntityDef, id: string): Promise<Checked | undefined> {
  const [found] = await checkRows(db, catalog, entity, await rowsWithText(db, entity, 't.id = ?', [id]))
  return found
}

/** Looks at some records by their row numbers, and whether the search can find them. */
export async function checkSearched(
  db: Database,
  catalog: Catalog,
  entity: EntityDef,
  rids: readonly number[],
): Promise<Checked[]> {
  if (rids.length === 0) return []
  const rows = await rowsWithText(db, entity, `t.rid in (${marks(rids.length)})`, [...rids])
  return checkRows(db, catalog, entity, rows, (rid, postings) => lacksPostings(db, entity, rid, postings))
}

const rowsWithText = (db: Database, entity: EntityDef, where: string, params: SqlValue[]): Promise<CheckedRow[]> =>
  db.all<CheckedRow>(
    `select t.*, x.text as search_text from ${entity.table} t
      left join ${entity.table}_text x on x.title_sort = t.title_sort and x.rid = t.rid where ${where}`,
    params,
  )

/** Told the postings of each living record whose text is right; whether some of them are missing. */
type Lacks = (rid: number, postings: Postings) => Promise<boolean>

async function checkRows(
  db: Database,
  catalog: Catalog,
  entity: EntityDef,
  rows: readonly CheckedRow[],
  lacks: Lacks = async () => false,
): Promise<Checked[]> {
  const entries = await entriesOf(
    db,
    rows.map((row) => row.id),
  )
  const found: Checked[] = []
  for (const row of rows) {
    const own = entries.get(row.id)
    // What the log says nothing readable of cannot be held against it; damage to the log itself shows in its chain.
    const differing = own ? differences(entity, row, own) : []
    const proven = own !== undefined && differing.length > 0 && (await isWhole(db, own, row, differing))
    const derived = differing.length === 0 ? await wrongDerived({ db, catalog, entity, lacks }, row, own) : undefined
    if (proven || derived)
      found.push({
        rid: row.rid,
        id: row.id,
        differences: proven ? differing : [],
        derived,
      })
  }
  return found
}

/**
 * Whether the log can be believed about a record: each entry is as the chain says, none is missing between, and none at the end, which
 * would have raised the version. Where the record does not even tell who made it, its version is as little to be trusted.
 */
async function isWhole(db: Database, entries: readonly Entry[], row: DbRow, differing: readonly Difference[]): Promise<boolean> {
  const unmade = differing.some(({ field }) => field in MADE)
  if (!unmade && entries.at(-1)?.version !== row.version) return false
  return noneMissing(entries) && allHold(db, entries)
}

/** A change raises the version by one, or leaves it where it only joined what another one did. */
const noneMissing = (entries: readonly Entry[]): boolean =>
  entries.every(({ version }, at) => at === 0 || [0, 1].includes(version - (entries[at - 1]?.version ?? 0)))

const allHold = (db: Database, entries: readonly Entry[]): Promise<boolean> =>
  entriesHold(
    db,
    'change',
    entries.map((entry) => entry.seq),
  )

/** The log’s entries of some records, oldest first; none of a record of which one cannot be read. */
async function entriesOf(db: Database, ids: readonly string[]): Promise<Map<string, Entry[]>> {
  const byRecord = new Map<string, Entry[]>()
  if (ids.length === 0) return byRecord
  const rows = await db.all<Omit<Entry, 'fields'> & { fields: string }>(
    `select seq, at, user_id, record_id, action, fields, version from change where record_id in (${marks(ids.length)}) order by record_id, seq`,
    ids,
  )
  const unreadable = new Set<string>()
  for (const row of rows) {
    const fields = parsed(row.fields) as Entry['fields'] | undefined
    if (!fields) unreadable.add(row.record_id)
    else {
      const own = byRecord.get(row.record_id)
      if (own) own.push({ ...row, fields })
      else byRecord.set(row.record_id, [{ ...row, fields }])
    }
  }
  for (const id of unreadable) byRecord.delete(id)
  return byRecord
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function lastWritten(entity: EntityDef, entries: readonly Entry[]): LastWritten {
  const written: LastWritten = new Map()
  for (const { seq, fields } of entries)
    for (const [key, change] of Object.entries(fields)) {
      const field = entity.fields.find((each) => each.key === key)
      if (field && !field.unlogged) written.set(key, { value: change[1], seq })
    }
  return written
}

/** The fields that do not hold what the log says was written last. A field of which it says nothing is left alone. */
function differences(entity: EntityDef, row: DbRow, entries: readonly Entry[]): Difference[] {
  const custom = parsed(row.custom) as Values | null | undefined
  const found: Difference[] = []
  for (const [key, { value }] of lastWritten(entity, entries)) {
    const field = findField(entity, key) as FieldDef
    const stored = field.custom ? encode(field, custom?.[key]) : (row[columnOf(key)] ?? null)
    if (!isSame(stored, encode(field, value))) found.push({ field: key, logged: value })
  }
  return [...found, ...recordDifferences(entity, row, entries)]
}

/** A text’s broken characters become a sign of their own as it is stored. */
const isSame = (stored: unknown, logged: SqlValue): boolean =>
  stored === logged || (typeof logged === 'string' && stored === logged.toWellFormed())

function recordDifferences(entity: EntityDef, row: DbRow, entries: readonly Entry[]): Difference[] {
  const found: Difference[] = []
  const expect = (columns: typeof MADE | typeof CHANGED | typeof BINNED, from: readonly (Entry | undefined)[]) => {
    if (from.length === 0) return
    const keys = Object.entries(columns) as [string, 'at' | 'user_id'][]
    const holds = from.some((entry) => keys.every(([key, of]) => (row[columnOf(key)] ?? null) === (entry?.[of] ?? null)))
    const entry = from[0]
    if (!holds)
      for (const [key, of] of keys) {
        const logged = entry?.[of] ?? null
        if ((row[columnOf(key)] ?? null) !== logged) found.push({ field: key, logged })
      }
  }
  const made = entries.find((entry) => entry.action === 'create')
  expect(MADE, made ? [made] : [])
  // Re-pointing what the rules derive leaves the date of the last change as it was: from the last change of more than that on, any may be it.
  const changes = entries.filter(({ action, fields }) => action !== 'delete' && Object.keys(fields).length > 0)
  const more = changes.findLastIndex(({ fields }) =>
    Object.keys(fields).some((key) => !findField(entity, key)?.derived && findField(entity, key) !== undefined),
  )
  expect(CHANGED, more < 0 ? [] : changes.slice(more).toReversed())
  const bin = entries.findLast(({ action }) => action === 'delete' || action === 'merged' || action === 'restore')
  if (bin) expect(BINNED, [bin.action === 'restore' ? undefined : bin])
  else if (made) expect(BINNED, [undefined])
  return found
}

/** Whether title, version, search text, value index and the customer’s owner are other than what the record’s own values make of them. */
async function wrongDerived(
  { db, catalog, entity, lacks }: { db: Database; catalog: Catalog; entity: EntityDef; lacks: Lacks },
  row: CheckedRow,
  entries: readonly Entry[] | undefined,
): Promise<Checked['derived']> {
  const unreadable: FieldDef[] = []
  const values = valuesOf(entity, row, unreadable)
  // Nobody can read it, and the log does not say what stood there: what was worked out from it then is all that is left of it.
  if (unreadable.length > 0) return undefined
  const [text, sort, folded] = titleColumns(entity, values)
  if (row.title_text !== text || row.title_sort !== sort || row.title_fold !== folded) return 'wrong'
  const search = row.deleted_at ? undefined : searchEntry(catalog, entity, values)
  if ((search?.text ?? null) !== row.search_text) return 'wrong'
  if (search && (await lacks(row.rid, search.postings))) return 'wrong'
  if (await versionOff(db, row, entries)) return 'wrong'
  if (entity.scope.throughCustomer && row.customer_owner !== (await customerOwnerOf(db, entity, values))) return 'wrong'
  for (const [number, value] of indexEntries(catalog, entity, values))
    if (!(await db.get('select 1 from value_index where field_no = ? and value = ? and rid = ?', [number, value, row.rid])))
      return 'unindexed'
  return undefined
}

/**
 * The version that the log’s last entry gave the record, where another stands there and the log can be believed: were the entry of a later
 * change missing, the date of the last change would be another, too.
 */
export async function versionOff(db: Database, row: DbRow, entries?: readonly Entry[]): Promise<number | undefined> {
  const own = entries ?? (await entriesOf(db, [row.id])).get(row.id)
  const last = own?.at(-1)
  if (!own || !last || last.version === row.version || !noneMissing(own) || !(await allHold(db, own))) return undefined
  return last.version
}

/** What must stand in the value index for a record, without the keys by which like records meet: their own look keeps them. */
export function indexEntries(catalog: Catalog, entity: EntityDef, values: Values): IndexedValue[] {
  return entity.fields.filter(standsInIndex).flatMap((field) => entriesOfField(catalog, entity, field, values[field.key]))
}
