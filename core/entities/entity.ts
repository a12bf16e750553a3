import type { FieldRule, Numbering } from '../configuration/ours.ts'
import type { DuplicateRules } from '../duplicates/rules.ts'
import type { FieldDef } from '../fields/field.ts'

/** A sort that an index backs; `desc` is the natural first direction. */
export type SortDef = { field: string; desc?: boolean }

/** Who may see a record besides its owner: through a customer it hangs on. */
export type ScopeDef = {
  /** The user field that owns the record. */
  owner: string
  /** A reference field to customer: whoever sees that customer sees this record too. */
  throughCustomer?: string
  /** A links field to customer: whoever sees one of those customers sees this record too. */
  throughCustomers?: string
}

export type BoardDef = { column: 'stage'; sum: string }

export type EntityDef = {
  key: string
  /** The table that holds it. */
  table: string
  /** One or two letters before the running number that people say on the phone (`C` gives `C-000123`). */
  codePrefix?: string
  fields: readonly FieldDef[]
  /** The field that names a record. */
  title: string
  /** The columns of a new user's list, most important first. */
  columns: readonly string[]
  defaultSort: SortDef
  scope: ScopeDef
  board?: BoardDef
  /** Fields that together or singly tell that two records are the same; used while typing and on import. */
  matchFields?: readonly string[]
  /** When two records are taken for one, however they are spelled; entities without it have no review of duplicates. */
  duplicates?: DuplicateRules
  /** What the office made its own: when a field must be filled or is shown, and how codes look. */
  rules?: readonly FieldRule[]
  numbering?: Numbering
  /** True when records hang on others and have no list of their own in the navigation. */
  inner?: boolean
}

/** Every record has these besides its declared fields; all are read-only to requests. */
export const RECORD_FIELDS: readonly FieldDef[] = [
  { key: 'createdAt', kind: 'dateTime', derived: true, sortable: true },
  { key: 'updatedAt', kind: 'dateTime', derived: true, sortable: true },
  { key: 'createdBy', kind: 'user', derived: true },
  { key: 'updatedBy', kind: 'user', derived: true },
]

/** Declares an entity; its literal types are kept. */
export function defineEntity<const D extends EntityDef>(definition: D): D {
  return definition
}

/** All fields of an entity: its own, its custom ones and those of every record. */
export function allFields(entity: EntityDef): FieldDef[] {
  return [...entity.fields, ...RECORD_FIELDS]
}

/** The field with this key, or undefined: the caller decides whether that is a refusal. */
export function findField(entity: EntityDef, key: string): FieldDef | undefined {
  return entity.fields.find((field) => field.key === key) ?? RECORD_FIELDS.find((field) => field.key === key)
}

/** `openedAt` → `opened_at`: the column that holds a built-in field. */
export function columnOf(key: string): string {
  let column = columns.get(key)
  if (column === undefined) {
    column = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    columns.set(key, column)
  }
  return column
}

/** Asked for each field of each row that is read. */
const columns = new Map<string, string>()
