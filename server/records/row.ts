import { columnOf, type EntityDef, RECORD_FIELDS } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { JSON_KINDS } from '../../core/fields/values.ts'
import type { SqlValue } from '../db/database.ts'

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

/** The product's form of a column's value; undefined when empty. */
export function decode(field: FieldDef, stored: unknown): unknown {
  if (stored === null || stored === undefined) return undefined
  if (JSON_KINDS.has(field.kind)) return JSON.parse(stored as string)
  if (field.kind === 'yesNo') return stored === 1
  return stored
}

/** All values of a row, custom ones too. */
export function valuesOf(entity: EntityDef, row: DbRow): Values {
  const values: Values = {}
  const custom = row.custom === '{}' ? undefined : (JSON.parse(row.custom) as Values)
  for (const field of entity.fields) {
    const value = field.custom ? custom?.[field.key] : decode(field, row[columnOf(field.key)])
    if (value !== undefined && value !== null) values[field.key] = value
  }
  for (const field of RECORD_FIELDS) {
    const value = row[columnOf(field.key)]
    if (value !== null && value !== undefined) values[field.key] = value
  }
  return values
}

/** Where a row holds the value of a field, as an expression. */
export const valueIn = (field: FieldDef, alias: string): string =>
  field.custom ? `json_extract(${alias}.custom, '$.${field.key}')` : `${alias}.${columnOf(field.key)}`

/** Where a row holds a number that is added up. */
export const amountIn = (field: FieldDef, alias: string): string =>
  field.custom ? `cast(${valueIn(field, alias)} as double precision)` : valueIn(field, alias)

/** The columns to select so that `valuesOf` can give the named fields. */
export function selectColumns(fields: readonly FieldDef[], alias = 't'): string {
  const columns = new Set(['rid', 'id', 'version', 'title_text', 'deleted_at', 'deleted_by', 'custom'])
  for (const field of fields) if (!field.custom) columns.add(columnOf(field.key))
  return [...columns].map((column) => `${alias}.${column}`).join(', ')
}
