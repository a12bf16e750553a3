import type { EntityDef } from '../../core/entities/entity.ts'
import { indexValues, isWorded, searchParts, titleWords } from '../../core/fields/facets.ts'
import { type FieldDef, isMulti, type Sensitivity } from '../../core/fields/field.ts'
import { sortKey } from '../../core/thai/sort-key.ts'
import { fold } from '../../core/thai/text.ts'
import type { Database, SqlValue } from '../db/database.ts'
import { insertRows } from '../db/insert-rows.ts'
import { alikeEntries } from './alike-keys.ts'
import { type Catalog, fieldNumber, sortNumber } from './catalog.ts'
import { addPostings, type Postings, removePostings } from './postings.ts'
import type { DbRow, Values } from './row.ts'
import { type IndexedValue, replaceValues } from './value-index.ts'

/** Ends a part in the search text; a folded text never holds characters of the private-use area. */
export const PART_END = '\ue000'

/** Starts a part: tells which field it belongs to, so that a hit can say why and a hidden field can be skipped. */
export const fieldMarker = (number: number): string => String.fromCharCode(0xe000 + number)

/** Long notes are found by their first characters of this number; a posting list for a whole letter would help nobody. */
const LONGEST_PART = 2_000

const hex = (text: string): string => {
  let token = ''
  for (const character of text) token += (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  return token
}

const DIGITS = /^\d+$/
const hexCache = new Map<string, string>()

/** The posting token of a fragment of one to three characters. */
export function gramToken(fragment: string): string {
  let token = hexCache.get(fragment)
  if (token === undefined) {
    token = hex(fragment)
    if (hexCache.size < 50_000) hexCache.set(fragment, token)
  }
  return token
}

/** The token of “a part starts with this”, for one and two characters. */
export const startToken = (fragment: string): string => `s${gramToken(fragment)}`

/** The token of “a number ends with these four digits”: how people give a phone number. */
export const endToken = (digits: string): string => `e${digits}`

/** The fragments a folded query must all contain, the shortest set that still narrows well. */
export function queryTokens(folded: string): string[] {
  const characters = [...folded]
  if (characters.length === 1) return [gramToken(folded)]
  const size = DIGITS.test(folded) && characters.length >= 3 ? 3 : 2
  const tokens = new Set<string>()
  // Side by side, not overlapping, and the last: half the posting lists narrow as well, and the text itself is read anyway.
  for (let at = 0; at + size <= characters.length; at += size) tokens.add(gramToken(characters.slice(at, at + size).join('')))
  tokens.add(gramToken(characters.slice(-size).join('')))
  return [...tokens]
}

const isDigit = (character: string | undefined): boolean => character !== undefined && character >= '0' && character <= '9'

function addTokens(tokens: Set<string>, part: string): void {
  const characters = [...part]
  // A fragment's token is its characters' tokens side by side: an import makes millions of them.
  const singles = characters.map(gramToken)
  for (let at = 0; at < characters.length; at += 1) {
    const single = singles[at] as string
    tokens.add(single)
    if (at + 1 === characters.length) break
    const pair = single + singles[at + 1]
    tokens.add(pair)
    // Numbers stand inside other words, too: a code like C-000123, a size in a note.
    if (isDigit(characters[at]) && isDigit(characters[at + 1]) && isDigit(characters[at + 2])) tokens.add(pair + singles[at + 2])
  }
  if (characters.length > 0) tokens.add(`s${singles[0]}`)
  if (characters.length > 1) tokens.add(`s${singles[0]}${singles[1]}`)
  if (characters.length >= 4 && DIGITS.test(part)) tokens.add(endToken(part.slice(-4)))
}

export type SearchEntry = { text: string; postings: Postings }

/** What the search index holds of a record: its folded parts behind field markers, and the posting tokens by sensitivity class. */
export function searchEntry(catalog: Catalog, entity: EntityDef, values: Values): SearchEntry {
  const tokens: Record<Sensitivity, Set<string>> = { normal: new Set(), contact: new Set(), identity: new Set() }
  let text = ''
  for (const field of entity.fields) {
    if (!field.searchable || values[field.key] === undefined) continue
    const marker = fieldMarker(fieldNumber(catalog, entity, field))
    for (const part of searchParts(field, values[field.key])) {
      const folded = fold(part).slice(0, LONGEST_PART)
      if (folded === '') continue
      text += marker + folded + PART_END
      addTokens(tokens[field.sensitivity ?? 'normal'], folded)
    }
  }
  return { text, postings: tokens }
}

/** The postings that a record's search text comes to; parts of fields that are no more have none. */
export function postingsOfText(catalog: Catalog, entity: EntityDef, text: string): Postings {
  const tokens: Record<Sensitivity, Set<string>> = { normal: new Set(), contact: new Set(), identity: new Set() }
  const classes = classesOf(catalog, entity)
  for (const part of text.split(PART_END)) {
    const kind = classes.get(part.charAt(0))
    if (kind) addTokens(tokens[kind], part.slice(1))
  }
  return tokens
}

const knownClasses = new WeakMap<EntityDef, ReadonlyMap<string, Sensitivity>>()

/** The sensitivity class of each field's parts, by their marker. */
function classesOf(catalog: Catalog, entity: EntityDef): ReadonlyMap<string, Sensitivity> {
  const known = knownClasses.get(entity)
  if (known) return known
  const searchable = entity.fields.filter((field) => field.searchable)
  const classes = new Map(
    searchable.map((field) => [fieldMarker(fieldNumber(catalog, entity, field)), field.sensitivity ?? 'normal'] as const),
  )
  knownClasses.set(entity, classes)
  return classes
}

/** A record's row number and the sort key of its title, under which its search text lies. */
export type SearchPlace = { rid: number; title_sort: string }

/** Writes the search entries of records that have none. */
export async function addToSearch(
  db: Database,
  entity: EntityDef,
  records: readonly { place: SearchPlace; entry: SearchEntry }[],
): Promise<void> {
  await insertRows(
    db,
    { table: `${entity.table}_text`, columns: ['title_sort', 'rid', 'text'] },
    records.map(({ place, entry }) => [place.title_sort, place.rid, entry.text]),
  )
  await addPostings(
    db,
    entity,
    records.map(({ place: { rid }, entry: { postings } }) => ({ rid, postings })),
  )
}

/** Replaces the search entry of a changed record, whose row was as given before; does nothing when title and text are the same. */
export async function updateSearch(db: Database, entity: EntityDef, row: DbRow, entry: SearchEntry): Promise<void> {
  const found = await db.get<{ title_sort: string; text: string | null }>(
    `select t.title_sort, x.text from ${entity.table} t
      left join ${entity.table}_text x on x.title_sort = t.title_sort and x.rid = t.rid where t.rid = ?`,
    [row.rid],
  )
  if (!found || found.text === entry.text) return
  await removeFromSearch(db, entity, row)
  await addToSearch(db, entity, [{ place: { rid: row.rid, title_sort: found.title_sort }, entry }])
}

/** Takes a record out of the search index: it went to the bin. */
export async function removeFromSearch(db: Database, entity: EntityDef, row: SearchPlace): Promise<void> {
  await db.run(`delete from ${entity.table}_text where title_sort = ? and rid = ?`, [row.title_sort, row.rid])
  await removePostings(db, entity, row.rid)
}

/** True for fields whose values stand in the value index. */
export const standsInIndex = (field: FieldDef): boolean =>
  // A custom reference always does: whoever merges what it points at must find it.
  isMulti(field) ||
  field.kind === 'taxId' ||
  (field.custom !== undefined && (field.custom.filterable || field.kind === 'reference'))

/** The values of a field as the value index holds them. A single-valued custom field stands there once, to filter and sort by. */
export function indexedValues(field: FieldDef, value: unknown): SqlValue[] {
  if (value === undefined || value === null) return []
  if (isMulti(field) || field.kind === 'taxId') return [...new Set(indexValues(field, value))]
  if (field.kind === 'personName') return [titleWords(field, value)]
  if (typeof value === 'boolean') return [value ? 1 : 0]
  return typeof value === 'string' || typeof value === 'number' ? [value] : []
}

/** A long text is put in order by its beginning. */
const LONGEST_SORTED = 200

/** A field's entries in the value index: its values, and for an office's own words their place in the dictionary. */
export function entriesOfField(catalog: Catalog, entity: EntityDef, field: FieldDef, value: unknown): IndexedValue[] {
  const values = indexedValues(field, value)
  const number = fieldNumber(catalog, entity, field)
  const entries = values.map((each): IndexedValue => [number, each])
  if (!isWorded(field)) return entries
  const order = sortNumber(catalog, entity, field)
  return [...entries, ...values.map((each): IndexedValue => [order, sortKey(String(each).slice(0, LONGEST_SORTED))])]
}

/** What stands in the value index of a record with values before and after a change; nothing of fields that stayed as they are. */
export function valueEntries(
  catalog: Catalog,
  entity: EntityDef,
  before: Values,
  after: Values,
): { was: IndexedValue[]; is: IndexedValue[] } {
  const { was, is } = alikeEntries(catalog, entity, before, after)
  for (const field of entity.fields) {
    if (!standsInIndex(field) || before[field.key] === after[field.key]) continue
    was.push(...entriesOfField(catalog, entity, field, before[field.key]))
    is.push(...entriesOfField(catalog, entity, field, after[field.key]))
  }
  return { was, is }
}

/** Brings the value index of one record from the values before to those after. */
export async function updateValueIndex(
  db: Database,
  catalog: Catalog,
  entity: EntityDef,
  rid: number,
  before: Values,
  after: Values,
): Promise<void> {
  const { was, is } = valueEntries(catalog, entity, before, after)
  await replaceValues(db, rid, was, is)
}
