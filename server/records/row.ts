import { columnOf, type EntityDef, RECORD_FIELDS } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { hasStoredForm } from '../../core/fields/stored-form.ts'
import { JSON_KINDS } from '../../core/fields/values.ts'
import type { SqlValue } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'

/** A record as the product sees it: its declared and custom fields by key; empty fields are absent. */
export type Values = Record<string, unknown>

/** A record as it is read: the values that the reader may see, and what every record carries. */
export type RecordRow = {
  id: string
  version: number
  title: string
  deletedAt?: string
  /** Titles of the records that this one points at, by id; only of those the reader may see. */
  titles?: Record<string, string>
  /** The places of the asked marks that it fulfils. */
  marks?: number[]
  /** What is shown of masked fields. */
  masks?: Record<string, string>
  /** The fields of which nobody can read what is stored: a disk changed it. */
  unreadable?: string[]
  /** What the reader may do with it; sent when one record is opened. */
  may?: { edit: boolean; delete: boolean }
} & Values

export type DbRow = Record<string, unknown> & {
  rid: number
  id: string
  version: number
  title_text: string
  title_sort: string
  custom: string
  deleted_at: string | null
  deleted_by: string | null
}

/** The database form of one value. */
export function encode(field: FieldDef, value: unknown): SqlValue {
  if (value === null || value === undefined) return null
  if (JSON_KINDS.has(field.kind)) return Array.isArray(value) && value.length === 0 ? null : JSON.stringify(value)
  if (field.kind === 'yesNo') return value ? 1 : 0
  return value as SqlValue
}

/** The product's form of a column's value; undefined when empty, or when what stands there is no value of this field any more. */
export function decode(field: FieldDef, stored: unknown): unknown {
  if (stored === null || stored === undefined) return undefined
  if (JSON_KINDS.has(field.kind)) return readable(field, storedJson(String(stored)))
  if (field.kind === 'yesNo') return stored === 1
  return field.kind === 'date' || field.kind === 'dateTime' ? readable(field, stored) : stored
}

// Of a field that was put away nobody asks for its value, and nobody may know any more of what kind it was.
const readable = (field: FieldDef, value: unknown): unknown =>
  field.custom?.archived || hasStoredForm(field, value) ? value : undefined

/** The items of a list as a column holds them; undefined where it holds none that can be read. */
export const itemsOf = <T>(kind: 'links' | 'records', stored: string | null | undefined): T[] | undefined =>
  decode({ kind } as FieldDef, stored) as T[] | undefined

const NO_CUSTOM: Values = {}

/** What stands in a row's cell of custom fields; undefined when that cannot be read. */
function customIn(row: Pick<DbRow, 'custom'>): Values | undefined {
  const custom = storedJson<Values | null>(row.custom)
  return typeof custom === 'object' && custom !== null && !Array.isArray(custom) ? custom : undefined
}

/** The value of one field of a row; undefined when empty or unreadable. */
export function valueOfField(field: FieldDef, row: DbRow): unknown {
  if (!field.custom) return decode(field, row[columnOf(field.key)])
  const value = customIn(row)?.[field.key] ?? undefined
  return value === undefined ? undefined : readable(field, value)
}

/** All values of a row, custom ones too; the fields of which it holds what is no value of theirs go into `unreadable`. */
export function valuesOf(entity: EntityDef, row: DbRow, unreadable?: FieldDef[]): Values {
  const values: Values = {}
  const custom = row.custom === '{}' ? NO_CUSTOM : customIn(row)
  for (const field of entity.fields) {
    const stored = field.custom ? (custom ? custom[field.key] : row.custom) : row[columnOf(field.key)]
    if (stored === undefined || stored === null) continue
    const value = field.custom ? custom && readable(field, stored) : decode(field, stored)
    if (value === undefined) unreadable?.push(field)
    else values[field.key] = value
  }
  for (const field of RECORD_FIELDS) {
    const value = row[columnOf(field.key)]
    if (value !== null && value !== undefined && hasStoredForm(field, value)) values[field.key] = value
  }
  return values
}

/** The fields of which a row holds what is no value of theirs. A cell that holds several counts for all of them. */
export function unreadableIn(entity: EntityDef, row: DbRow): FieldDef[] {
  const unreadable: FieldDef[] = []
  valuesOf(entity, row, unreadable)
  return unreadable
}

/** Where a row holds the value of a field, as an expression; empty where it cannot be read, as one such row must fail no list. */
export const valueIn = (field: FieldDef, alias: string): string =>
  field.custom
    ? `case when json_valid(${alias}.custom) then json_extract(${alias}.custom, '$.${field.key}') end`
    : `${alias}.${columnOf(field.key)}`

/** The items of a list that a row holds in a field, as rows `item.value`; none where it cannot be read. */
export const itemsIn = (field: FieldDef, alias: string): string => {
  const list = valueIn(field, alias)
  return `json_each(case when json_valid(${list}) then ${list} end)`
}

/** Where a row holds a number that is added up; empty where something else stands there. */
export const amountIn = (field: FieldDef, alias: string): string => {
  if (!field.custom) return valueIn(field, alias)
  const isNumber = `json_type(${alias}.custom, '$.${field.key}') in ('integer', 'real')`
  const asNumber = `cast(${valueIn(field, alias)} as double precision)`
  return `case when json_valid(${alias}.custom) then case when ${isNumber} then ${asNumber} end end`
}

/** The columns to select so that `valuesOf` can give the named fields. */
export function selectColumns(fields: readonly FieldDef[], alias = 't'): string {
  const columns = new Set(['rid', 'id', 'version', 'title_text', 'deleted_at', 'deleted_by', 'custom'])
  for (const field of fields) if (!field.custom) columns.add(columnOf(field.key))
  return [...columns].map((column) => `${alias}.${column}`).join(', ')
}
