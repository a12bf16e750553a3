import type { Ours } from '../../core/configuration/ours.ts'
import { StoredField, StoredOurs } from '../../core/configuration/stored.ts'
import { type EntityDef, findField } from '../../core/entities/entity.ts'
import type { Registry } from '../../core/entities/registry.ts'
import { AppError } from '../../core/errors.ts'
import { isWorded } from '../../core/fields/facets.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Database } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import { wordOf } from '../words.ts'

/** One entry of a pick list, as rows hold it. */
export type Choice = {
  list: string
  key: string
  labelTh: string
  labelEn: string
  colour: string | null
  position: number
  archived: boolean
}

/**
 * Everything about the office that queries and writes need at hand: entities with their custom fields, and the numbers
 * of the fields in the value index. Plain data, so that reader threads get a copy; made anew after each configuration change.
 */
export type Catalog = {
  version: number
  registry: Registry
  fieldNumbers: ReadonlyMap<string, number>
  choices: readonly Choice[]
  /** What the office made of its entities, by entity. */
  ours: ReadonlyMap<string, Ours>
  /** The stages and pipelines in use. */
  sales: ReadonlySet<string>
  timeZone: string
}

/** The entity, or `request.not_found` when there is none of that name. */
export function entityOf(catalog: Catalog, key: string): EntityDef {
  const entity = catalog.registry.get(key)
  if (!entity) throw new AppError('request.not_found', { entity: key })
  return entity
}

/** The field, or `query.invalid` when the entity has none of that name. */
export function fieldOf(entity: EntityDef, key: string): FieldDef {
  const field = findField(entity, key)
  if (!field) throw new AppError('query.invalid', { field: key })
  return field
}

/** The field's number in the value index. */
export function fieldNumber(catalog: Catalog, entity: EntityDef, field: FieldDef): number {
  const number = catalog.fieldNumbers.get(`${entity.key}.${field.key}`)
  if (number === undefined) throw new Error(`no number for ${entity.key}.${field.key}`)
  return number
}

/** The number under which the value index holds what a list is sorted by: dictionary order for words, else the value itself. */
export const sortNumber = (catalog: Catalog, entity: EntityDef, field: FieldDef): number =>
  isWorded(field) ? (catalog.fieldNumbers.get(sortPath(entity, field)) ?? -1) : fieldNumber(catalog, entity, field)

/**
 * The path under which the value index holds the keys that bring like records together; no field's key looks so. When other keys come
 * of the same values, its number is raised: the next look gives every record its keys anew.
 */
export const alikePath = (entity: EntityDef): string => `${entity.key}.~alike1`

/** The path under which the value index holds the dictionary order of an office's own words; no field's key looks so. */
export const sortPath = (entity: EntityDef, field: FieldDef): string => `${entity.key}.${field.key}~sort`

type CustomFieldRow = { id: string; entity: string; key: string; definition: string; archived: number }
type ChoiceRow = {
  list: string
  key: string
  label_th: string
  label_en: string
  colour: string | null
  position: number
  archived: number
}

/**
 * Reads the office's configuration, without what cannot be read of it any more: one damaged setting keeps nobody out of the office.
 * Declared and custom fields must have been numbered before (`numberFields`).
 */
export async function loadCatalog(db: Database, declared: Registry, version: number, timeZone: string): Promise<Catalog> {
  const custom = await db.all<CustomFieldRow>('select * from custom_field order by id')
  const ours = new Map(
    (await db.all<{ key: string; value: string }>("select key, value from setting where key like 'ours.%'")).flatMap((row) => {
      const stored = storedJson<Ours>(row.value, StoredOurs)
      return stored ? [[row.key.slice('ours.'.length), stored] as const] : []
    }),
  )
  const registry = new Map<string, EntityDef>()
  for (const entity of declared.values()) {
    const own = custom.filter((row) => row.entity === entity.key).map(customField)
    const { rules, numbering } = ours.get(entity.key) ?? {}
    const changed = own.length > 0 || rules || numbering
    registry.set(
      entity.key,
      changed
        ? { ...entity, fields: [...entity.fields, ...own], ...(rules && { rules }), ...(numbering && { numbering }) }
        : entity,
    )
  }
  const numbers = await db.all<{ no: number; path: string }>('select no, path from field_number')
  const choices = await db.all<ChoiceRow>('select * from choice order by list, position, key')
  const sales = await db.all<{ id: string }>(
    'select id from stage where archived = 0 union select id from pipeline where archived = 0',
  )
  return {
    version,
    registry,
    fieldNumbers: new Map(numbers.map((row) => [row.path, row.no])),
    choices: choices.map(choiceOf),
    ours,
    sales: new Set(sales.map((row) => row.id)),
    timeZone,
  }
}

function customField(row: CustomFieldRow): FieldDef {
  const stored = storedJson<FieldDef>(row.definition, StoredField)
  const definition = stored ?? unreadable()
  return {
    ...definition,
    key: row.key,
    custom: { ...definition.custom, id: row.id, archived: !stored || row.archived === 1 } as FieldDef['custom'],
  }
}

/** A field of which nobody knows what it is stands as one that was put away: what records hold in it stays in them when they are saved. */
function unreadable(): Omit<FieldDef, 'key'> {
  const [labelTh, labelEn] = [wordOf('th', 'settings.field.unreadable'), wordOf('en', 'settings.field.unreadable')]
  return { kind: 'text', custom: { id: '', labelTh, labelEn, filterable: false, position: 0, archived: true } }
}

const choiceOf = (row: ChoiceRow): Choice => ({
  list: row.list,
  key: row.key,
  labelTh: row.label_th,
  labelEn: row.label_en,
  colour: row.colour,
  position: row.position,
  archived: row.archived === 1,
})

/** Gives every field its number in the value index; numbers are never used again for another field. */
export async function numberFields(db: Database, registry: Registry): Promise<void> {
  const known = new Set((await db.all<{ path: string }>('select path from field_number')).map((row) => row.path))
  for (const entity of registry.values()) {
    const paths = entity.fields.map((field) => `${entity.key}.${field.key}`)
    if (entity.duplicates) paths.push(alikePath(entity))
    paths.push(...entity.fields.filter(isWorded).map((field) => sortPath(entity, field)))
    for (const path of paths) {
      if (!known.has(path)) await db.run('insert into field_number (path) values (?)', [path])
    }
  }
}
