import { type Action, ownersInReach } from '../../core/access/policy.ts'
import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { Filter } from '../../core/query/filter.ts'
import type { Database } from '../db/database.ts'
import { type Catalog, entityOf, fieldOf } from './catalog.ts'
import { type Asks, compileFilter } from './compile-filter.ts'
import type { Context } from './context.ts'
import { faultOfRule } from './role-rules.ts'
import { and, FALSE, marks, type Sql, sql, TRUE } from './sql.ts'

export { and, FALSE, marks, type Sql, sql, TRUE }

type ScopedAction = Extract<Action, 'view' | 'edit' | 'delete'>

/**
 * The rows of an entity that the person may view, edit or delete, as a condition on the alias. Part of every query: there
 * is no way to read records round it. What hangs on a customer that may be seen may be seen.
 */
export function scopeSql(ctx: Context, entity: EntityDef, action: ScopedAction, alias = 't'): Sql {
  const { only } = ctx.policy.grant(entity.key)
  const reach = reachSql(ctx, entity, action, alias)
  if (!only) return reach
  // Nobody changes what he does not see.
  const seen = ruleSql(ctx, entity, only.view, alias)
  return and(reach, seen, action === 'view' ? TRUE : ruleSql(ctx, entity, only[action], alias))
}

/** What the role's filter lets through. One that says nothing any more, since what it names is gone, lets nothing through. */
function ruleSql(ctx: Context, entity: EntityDef, rule: Filter | undefined, alias: string): Sql {
  if (!rule) return TRUE
  return faultOfRule(ctx, entity, rule) ? FALSE : compileRule(ctx, entity, rule, alias)
}

/** A role's filter as a condition on the alias. Throws `query.invalid` for what cannot be asked of the field. */
export const compileRule = (ctx: Context, entity: EntityDef, rule: Filter, alias = 't'): Sql =>
  compileFilter(ctx, entity, rule, OFFICE, alias)

/** The office's own rule looks at the records themselves: asking for their reach again would go round in a circle. */
const OFFICE: Asks = { field: fieldOf, reach: () => TRUE }

/** A filter of the reader's: only fields that he may see can be asked for; a field one reference away obeys that entity's scope too. */
export function askedFilter(ctx: Context, entity: EntityDef, filter: Filter | undefined): Sql {
  return compileFilter(ctx, entity, filter, {
    field: (of, key) => visibleField(ctx, ctx.catalog, of, key),
    reach: (target, alias) => scopeSql(ctx, target, 'view', alias),
  })
}

function reachSql(ctx: Context, entity: EntityDef, action: ScopedAction, alias: string): Sql {
  const owners = ownersInReach(ctx.policy, ctx.policy.grant(entity.key)[action])
  if (owners === 'all') return TRUE
  if (owners.length === 0) return FALSE
  const own = sql(`${alias}.${columnOf(entity.scope.owner)} in (${marks(owners.length)})`, [...owners])
  const through = throughCustomers(ctx, entity, action, alias)
  return through ? sql(`${own.text} or ${through.text}`, [...own.params, ...through.params]) : own
}

/** The people whose records the person may view, when nothing else decides what he sees; undefined when something does. */
export function ownersOnly(ctx: Context, entity: EntityDef): readonly string[] | undefined {
  const { view, only } = ctx.policy.grant(entity.key)
  const owners = ownersInReach(ctx.policy, view)
  return owners === 'all' || only?.view || entity.scope.throughCustomer || entity.scope.throughCustomers ? undefined : owners
}

function throughCustomers(ctx: Context, entity: EntityDef, action: ScopedAction, alias: string): Sql | undefined {
  // Editing follows the record's own owner; only seeing follows the customer.
  if (action !== 'view') return undefined
  const { throughCustomer, throughCustomers: many } = entity.scope
  if (!throughCustomer && !many) return undefined
  const customer = entityOf(ctx.catalog, 'customer')
  const { view, only } = ctx.policy.grant(customer.key)
  const owners = ownersInReach(ctx.policy, view)
  // The write path keeps the customer's owner on the record itself.
  if (throughCustomer && owners !== 'all' && !only?.view)
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
  const links = `${alias}.${columnOf(many ?? '')}`
  return sql(
    `exists (select 1 from json_each(case when json_valid(${links}) then ${links} end) link
      join customer c on c.id = case when json_valid(link.value) then link.value ->> 'to' end
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

/** Those of the records with which the person may do this. */
export async function idsInScope(
  ctx: Context,
  db: Database,
  entity: EntityDef,
  ids: readonly string[],
  action: ScopedAction,
): Promise<ReadonlySet<string>> {
  const scope = scopeSql(ctx, entity, action)
  if (scope === TRUE || ids.length === 0) return new Set(ids)
  const found: { id: string }[] = []
  for (let from = 0; from < ids.length; from += 500) {
    const some = ids.slice(from, from + 500)
    found.push(
      ...(await db.all<{ id: string }>(
        `select t.id from ${entity.table} t where t.id in (${marks(some.length)}) and (${scope.text})`,
        [...some, ...scope.params],
      )),
    )
  }
  return new Set(found.map(({ id }) => id))
}

/** The columns `may_…` that say which of the actions the reader may do with a record. */
export function allowedColumns(ctx: Context, entity: EntityDef, actions: readonly ScopedAction[]): Sql {
  const scopes = actions.map((action) => scopeSql(ctx, entity, action))
  return sql(
    scopes.map(({ text }, at) => `(${text}) as may_${actions[at]}`).join(', '),
    scopes.flatMap(({ params }) => params),
  )
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
