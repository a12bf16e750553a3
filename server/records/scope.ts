import { type Action, ownersInReach } from '../../core/access/policy.ts'
import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { Database, SqlValue } from '../db/database.ts'
import { type Catalog, entityOf, fieldOf } from './catalog.ts'
import type { Context } from './context.ts'

/** A piece of SQL with its parameters in order. */
export type Sql = { text: string; params: SqlValue[] }

export const sql = (text: string, params: SqlValue[] = []): Sql => ({ text, params })
export const TRUE: Sql = sql('true')
export const FALSE: Sql = sql('false')

/** Joins with AND, leaving out what is always true. */
export function and(...parts: Sql[]): Sql {
  const kept = parts.filter((part) => part.text !== TRUE.text)
  if (kept.length === 0) return TRUE
  return sql(
    kept.map((part) => `(${part.text})`).join(' and '),
    kept.flatMap((part) => part.params),
  )
}

export const marks = (count: number): string => Array.from({ length: count }, () => '?').join(', ')

type ScopedAction = Extract<Action, 'view' | 'edit' | 'delete'>

/**
 * The rows of an entity that the person may view, edit or delete, as a condition on the alias. Part of every query: there
 * is no way to read records round it. What hangs on a customer that may be seen may be seen.
 */
export function scopeSql(ctx: Context, entity: EntityDef, action: ScopedAction, alias = 't'): Sql {
  const owners = ownersInReach(ctx.policy, ctx.policy.grant(entity.key)[action])
  if (owners === 'all') return TRUE
  if (owners.length === 0) return FALSE
  const own = sql(`${alias}.${columnOf(entity.scope.owner)} in (${marks(owners.length)})`, [...owners])
  const through = throughCustomers(ctx, entity, action, alias)
  return through ? sql(`${own.text} or ${through.text}`, [...own.params, ...through.params]) : own
}

/** The people whose records the person may view, when nothing else decides what he sees; undefined when something does. */
export function ownersOnly(ctx: Context, entity: EntityDef): readonly string[] | undefined {
  const owners = ownersInReach(ctx.policy, ctx.policy.grant(entity.key).view)
  return owners === 'all' || entity.scope.throughCustomer || entity.scope.throughCustomers ? undefined : owners
}

function throughCustomers(ctx: Context, entity: EntityDef, action: ScopedAction, alias: string): Sql | undefined {
  // Editing follows the record's own owner; only seeing follows the customer.
  if (action !== 'view') return undefined
  const { throughCustomer, throughCustomers: many } = entity.scope
  if (!throughCustomer && !many) return undefined
  const customer = entityOf(ctx.catalog, 'customer')
  const owners = ownersInReach(ctx.policy, ctx.policy.grant(customer.key).view)
  // The write path keeps the customer's owner on the record itself.
  if (throughCustomer && owners !== 'all')
    return owners.length === 0 ? undefined : sql(`${alias}.customer_owner in (${marks(owners.length)})`, [...owners])
  const seen = scopeSql(ctx, customer, 'view', 'c')
  if (throughCustomer) {
    const column = `${alias}.${columnOf(throughCustomer)}`
    return sql(
      `exists (select 1 from customer c where c.id = ${column} and c.deleted_at is null and (${seen.text}))`,
      seen.params,
    )
  }
  // The links are read from the row itself: one row has few, and the value index is ordered by customer, not by row.
  return sql(
    `exists (select 1 from json_each(${alias}.${columnOf(many ?? '')}) link join customer c on c.id = link.value ->> 'to'
      where c.deleted_at is null and (${seen.text}))`,
    seen.params,
  )
}

/** Refuses unless the person may do this with at least some records of the entity. */
export function authorise(ctx: Context, entity: EntityDef, action: Action): void {
  const granted = ctx.policy.grant(entity.key)[action]
  if (granted === false || granted === 'none') throw new AppError('access.denied', { entity: entity.key, action })
}

/** True when the record is in the person's reach for the action. */
export async function isInScope(
  ctx: Context,
  db: Database,
  entity: EntityDef,
  id: string,
  action: ScopedAction,
): Promise<boolean> {
  const scope = scopeSql(ctx, entity, action)
  if (scope === TRUE) return true
  const found = await db.get(`select 1 from ${entity.table} t where t.id = ? and (${scope.text})`, [id, ...scope.params])
  return found !== undefined
}

/** Which of the actions the reader may do with one record, in one question. */
export async function allowedOn<A extends ScopedAction>(
  ctx: Context,
  db: Database,
  entity: EntityDef,
  id: string,
  actions: readonly A[],
): Promise<Partial<Record<A, boolean>>> {
  const scopes = actions.map((action) => scopeSql(ctx, entity, action))
  const columns = scopes.map((scope, at) => `(${scope.text}) as "${actions[at]}"`)
  const found = await db.get<Record<A, number | null>>(`select ${columns.join(', ')} from ${entity.table} t where t.id = ?`, [
    ...scopes.flatMap((scope) => scope.params),
    id,
  ])
  return Object.fromEntries(actions.map((action) => [action, found?.[action] === 1])) as Record<A, boolean>
}

/** The fields of an entity that the reader may see. */
export function visibleFields(ctx: Context, entity: EntityDef): EntityDef['fields'] {
  return entity.fields.filter((field) => !field.custom?.archived && !ctx.policy.isHidden(entity.key, field.key))
}

/** The field if the reader may see it; hidden and unknown fields are refused alike. */
export function visibleField(ctx: Context, catalog: Catalog, entity: EntityDef, key: string) {
  const field = fieldOf(entityOf(catalog, entity.key), key)
  if (field.custom?.archived || ctx.policy.isHidden(entity.key, key)) throw new AppError('query.invalid', { field: key })
  return field
}
