import { alikeKeys, keysToAsk } from '../../core/duplicates/keys.ts'
import { profileOf } from '../../core/duplicates/profile.ts'
import type { EntityDef } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { alikePath, type Catalog } from './catalog.ts'
import type { Values } from './row.ts'
import type { IndexedValue } from './value-index.ts'

/** The fields from which keys are made. */
const KEY_FIELDS = new Set(['name', 'addresses', 'birthday', 'lineId'])

const keyFields = new WeakMap<EntityDef, readonly FieldDef[]>()

function fieldsOf(entity: EntityDef): readonly FieldDef[] {
  let fields = keyFields.get(entity)
  if (!fields) {
    fields = entity.fields.filter((field) => KEY_FIELDS.has(field.key))
    keyFields.set(entity, fields)
  }
  return fields
}

/** The number under which an entity's keys stand in the value index. */
export const alikeNumber = (catalog: Catalog, entity: EntityDef): number => catalog.fieldNumbers.get(alikePath(entity)) ?? -1

/** The keys by which a record with these values looks for others like it; none for entities without a rule for duplicates. */
export function keysToAskOf(entity: EntityDef, values: Values): string[] {
  return entity.duplicates ? keysToAsk(entity.duplicates, profileOf(fieldsOf(entity), values)) : []
}

/** A record's keys as they stand in the value index, before and after a change; none where nothing of which they are made changed. */
export function alikeEntries(
  catalog: Catalog,
  entity: EntityDef,
  before: Values,
  after: Values,
): { was: IndexedValue[]; is: IndexedValue[] } {
  const { duplicates } = entity
  if (!duplicates || fieldsOf(entity).every((field) => before[field.key] === after[field.key])) return { was: [], is: [] }
  const number = alikeNumber(catalog, entity)
  const entries = (values: Values) =>
    alikeKeys(duplicates, profileOf(fieldsOf(entity), values)).map((key): IndexedValue => [number, key])
  return { was: entries(before), is: entries(after) }
}
