import type { EntityDef } from '../../core/entities/entity.ts'
import { findField } from '../../core/entities/entity.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import { type Condition, conditionsIn, type Filter } from '../../core/query/filter.ts'
import type { Catalog } from './catalog.ts'
import type { Context } from './context.ts'

/** What a role's filter names that is not there any more, or that the role itself may not know of; `value` where it is a choice. */
export type RuleFault = { field: string; value?: string }

type Judged = Pick<Context, 'catalog' | 'policy'>

/**
 * The first thing for which a role's filter cannot be followed; undefined when it can. A field that was put away, a choice that is no
 * longer offered, a field hidden from the role: what such a filter lets through would be an accident.
 */
export function faultOfRule(judged: Judged, entity: EntityDef, rule: Filter): RuleFault | undefined {
  for (const condition of conditionsIn(rule)) {
    const fault = faultOf(judged, entity, condition)
    if (fault) return fault
  }
  return undefined
}

function faultOf(judged: Judged, entity: EntityDef, condition: Condition): RuleFault | undefined {
  const [head = '', tail] = condition.field.split('.')
  const own = knownField(judged, entity, head)
  const target = own?.to === undefined ? undefined : judged.catalog.registry.get(own.to)
  const seesTarget = target && judged.policy.grant(target.key).view !== 'none'
  const field = tail === undefined ? own : target && seesTarget ? knownField(judged, target, tail) : undefined
  if (!field) return { field: condition.field }
  const values = [condition.value ?? []].flat().map(String)
  const gone = values.find((value) => !isOffered(judged.catalog, field, value))
  return gone === undefined ? undefined : { field: condition.field, value: gone }
}

function knownField({ catalog, policy }: Judged, entity: EntityDef, key: string): FieldDef | undefined {
  const field = findField(catalog.registry.get(entity.key) ?? entity, key)
  return field && !field.custom?.archived && !policy.isHidden(entity.key, key) ? field : undefined
}

/** Lists that no office changes have no rows. */
const FIXED = new Set(['province', 'dealStatus'])

function isOffered(catalog: Catalog, { kind, list }: FieldDef, value: string): boolean {
  if ((kind !== 'choice' && kind !== 'choices') || list === undefined || FIXED.has(list)) return true
  if (list === 'stage' || list === 'pipeline') return catalog.sales.has(value)
  return catalog.choices.some((choice) => choice.list === list && choice.key === value && !choice.archived)
}
