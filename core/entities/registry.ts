import { Activity } from './activity.ts'
import { Contact } from './contact.ts'
import { Customer } from './customer.ts'
import { Deal } from './deal.ts'
import type { EntityDef } from './entity.ts'
import { Lead } from './lead.ts'

/** Every entity the product ships with. Custom fields are added to these at run time, per office. */
export const ENTITIES = [Customer, Contact, Lead, Deal, Activity] as const satisfies readonly EntityDef[]

/** The entities an office works with right now: declared ones plus its custom fields, by key. */
export type Registry = ReadonlyMap<string, EntityDef>

/** Builds a registry from declarations (a test adds a throw-away entity here). */
export function buildRegistry(entities: readonly EntityDef[] = ENTITIES): Registry {
  return new Map(entities.map((entity) => [entity.key, entity]))
}
