import type { ImportDefinition } from '../../../core/contract/imports.ts'
import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import { indexValues } from '../../../core/fields/facets.ts'
import { isMulti } from '../../../core/fields/field.ts'
import type { AddressItem } from '../../../core/fields/values.ts'
import { changedFields } from '../../records/change-log.ts'
import type { Values } from '../../records/row.ts'
import type { ConvertedRow } from './convert-row.ts'
import type { StagedRow } from './staged-row.ts'

type OnMatch = ImportDefinition['onMatch']
/** What a row changes in a record that is there; nothing where `fields` is empty. */
export type Joined = Pick<StagedRow, 'references' | 'choices'> & { values: Values; fields: string[] }

/**
 * Joins a row with a record that is there: what is empty is filled, and with `update` what differs is overwritten; items of lists
 * are added, never taken away.
 */
export function joinRecord(entity: EntityDef, before: Values, values: Values, row: ConvertedRow, onMatch: OnMatch): Joined {
  const after: Values = {}
  for (const [key, value] of Object.entries(values)) after[key] = joinedValue(entity, key, before[key], value, onMatch)
  const changed = Object.keys(changedFields(before, { ...before, ...after }, Object.keys(after)))
  const isTaken = ({ field }: { field: string }) => onMatch === 'update' || before[field] === undefined
  const references = row.references.filter(isTaken)
  const choices = row.choices.filter(isTaken)
  return {
    values: Object.fromEntries(changed.map((key) => [key, after[key]])),
    references,
    choices,
    fields: [...changed, ...[...references, ...choices].map((item) => item.field)],
  }
}

function joinedValue(entity: EntityDef, key: string, before: unknown, value: unknown, onMatch: OnMatch): unknown {
  const field = findField(entity, key)
  if (before === undefined) return value
  if (!field || !isMulti(field)) return onMatch === 'update' ? value : before
  if (field.kind === 'addresses') return addresses(before as AddressItem[], value as AddressItem[], onMatch)
  const known = new Set(indexValues(field, before))
  const fresh = (value as unknown[]).filter((item) => !indexValues(field, [item]).some((one) => known.has(one)))
  return [...(before as unknown[]), ...fresh]
}

/** A file knows one address of a kind: it takes that one's place when the person asked to overwrite. */
function addresses(before: AddressItem[], [fresh]: AddressItem[], onMatch: OnMatch): AddressItem[] {
  if (!fresh || onMatch !== 'update') return before
  const old = before.find((item) => item.type === fresh.type)
  const next = { ...fresh, id: old?.id ?? fresh.id }
  return old ? before.map((item) => (item === old ? next : item)) : [...before, next]
}
