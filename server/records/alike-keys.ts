import { alikeKeys } from '../../core/duplicates/keys.ts'
import { profileOf } from '../../core/duplicates/profile.ts'
import type { EntityDef } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Database } from '../db/database.ts'
import { alikePath, type Catalog } from './catalog.ts'
import type { Values } from './row.ts'

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

/** The keys under which a record with these values waits for others like it; none for entities without a rule for duplicates. */
export function alikeKeysOf(entity: EntityDef, values: Values): string[] {
  return entity.duplicates ? alikeKeys(entity.duplicates, profileOf(fieldsOf(entity), values)) : []
}

/** Brings the keys of one record from the values before to those after. */
export async function updateAlikeKeys(
  db: Database,
  catalog: Catalog,
  entity: EntityDef,
  rid: number,
  before: Values,
  after: Values,
): Promise<void> {
  if (!entity.duplicates || fieldsOf(entity).every((field) => before[field.key] === after[field.key])) return
  const number = alikeNumber(catalog, entity)
  const [was, is] = [alikeKeysOf(entity, before), alikeKeysOf(entity, after)]
  for (const key of was)
    if (!is.includes(key))
      await db.run('delete from value_index where field_no = ? and value = ? and rid = ?', [number, key, rid])
  for (const key of is)
    if (!was.includes(key))
      await db.run('insert into value_index (field_no, value, rid) values (?, ?, ?) on conflict do nothing', [number, key, rid])
}
