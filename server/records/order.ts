import type { EntityDef, SortDef } from '../../core/entities/entity.ts'
import { columnOf } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import { type FieldDef, isMulti } from '../../core/fields/field.ts'
import { sortKey } from '../../core/thai/sort-key.ts'
import type { Database } from '../db/database.ts'
import { entityOf, fieldNumber, sortNumber } from './catalog.ts'
import type { Context } from './context.ts'
import type { Order } from './page.ts'
import { valueIn } from './row.ts'
import { FALSE, marks, type Sql, scopeSql, sql, visibleField } from './scope.ts'

/** Records pointed at, up to which their names are brought into order first; with more of them the list walks along the names. */
const MOST_NAMED = 500

/** By what a list is sorted, as its pages ask for it. Throws `query.invalid` for a field that the reader may not see or that has no order. */
export async function orderOf(ctx: Context, db: Database, entity: EntityDef, sort: SortDef): Promise<Order> {
  const desc = sort.desc ?? false
  const name = `${sort.field}${desc ? '-' : '+'}`
  if (sort.field === entity.title && !ctx.policy.isHidden(entity.key, entity.title))
    return { column: 't.title_sort', desc, nullable: false, name }
  // Rows are numbered in the order in which they were made.
  if (sort.field === 'createdAt') return { column: 't.rid', desc, nullable: false, name }
  // For the bin, which is small; living records have no such time.
  if (sort.field === 'deletedAt') return { column: 't.deleted_at', desc, nullable: true, name }
  const field = visibleField(ctx, ctx.catalog, entity, sort.field)
  if (field.custom) return customOrder(ctx, db, entity, field, { desc, name })
  if (!field.sortable) throw new AppError('query.invalid', { field: sort.field })
  return { column: `t.${columnOf(field.key)}`, desc, nullable: field.key !== 'updatedAt', name }
}

type Named = Pick<Order, 'desc' | 'name'>

async function customOrder(ctx: Context, db: Database, entity: EntityDef, field: FieldDef, named: Named): Promise<Order> {
  if (!field.custom?.filterable || isMulti(field)) throw new AppError('query.invalid', { field: field.key })
  if (field.kind === 'reference') return referenceOrder(ctx, db, entity, field, named)
  const number = sortNumber(ctx.catalog, entity, field)
  const join = sql('left join value_index s on s.rid = t.rid and s.field_no = ?', [number])
  const values = await orderedValues(ctx, db, field)
  // Asked of the record itself: no index leads from a record to its values.
  const empty = unreadAside(sql(`${valueIn(field, 't')} is null`), number)
  return { column: 's.value', nullable: true, empty, join, ...named, ...(values && { ranked: { field: number, values } }) }
}

/** A record whose cell cannot be read, but whose value stands in the index still, is listed by that: not among the empty ones once more. */
const unreadAside = (empty: Sql, number: number): Sql =>
  sql(
    `(${empty.text} and (json_valid(t.custom) or not exists (select 1 from value_index e where e.field_no = ? and e.rid = t.rid)))`,
    [...empty.params, number],
  )

/** The values of a field that have an order of their own: a pick list is in the order that the office gave it, people are in that of their names. */
async function orderedValues(ctx: Context, db: Database, field: FieldDef): Promise<string[] | undefined> {
  if (field.kind === 'choice') return ctx.catalog.choices.filter(({ list }) => list === field.list).map(({ key }) => key)
  if (field.kind !== 'user') return undefined
  const people = await db.all<{ id: string; name: string; nick: string | null }>('select id, name, nick from "user" order by id')
  return byKey(people.map(({ id, name, nick }) => ({ id, key: sortKey(nick || name) })))
}

const byKey = (named: readonly { id: string; key: string }[]): string[] =>
  named.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ id }) => id)

/**
 * By the names of the records pointed at, as they are now: a record of another name takes its place with its next reading. One that the reader
 * may not see counts as empty, or the order would tell its name.
 */
async function referenceOrder(ctx: Context, db: Database, entity: EntityDef, field: FieldDef, named: Named): Promise<Order> {
  const target = entityOf(ctx.catalog, field.to ?? '')
  const number = fieldNumber(ctx.catalog, entity, field)
  const seen = ctx.policy.isHidden(target.key, target.title) ? FALSE : scopeSql(ctx, target, 'view', 'x')
  // `substr` makes a text of it on both engines; an id has 36 letters.
  const empty = unreadAside(
    sql(
      `not exists (select 1 from ${target.table} x where x.id = substr(${valueIn(field, 't')}, 1, 36) and (${seen.text}))`,
      seen.params,
    ),
    number,
  )
  const order: Order = { column: 'x.title_sort', nullable: true, empty, ...named }
  const ids = await pointedAt(db, number)
  if (!ids) return { ...order, along: { table: target.table, field: number, seen } }
  const shown = await db.all<{ id: string; key: string }>(
    `select x.id, x.title_sort as key from ${target.table} x where x.id in (${marks(ids.length)}) and (${seen.text}) order by x.rid`,
    [...ids, ...seen.params],
  )
  // Its cursor names a record, not a name: whoever turns the page when there are many of them begins anew.
  return { ...order, name: `${order.name}.`, ranked: { field: number, values: byKey(shown) } }
}

/** The different records that a field points at, each found by a step along the index; undefined where there are too many. */
async function pointedAt(db: Database, number: number): Promise<string[] | undefined> {
  const found = await db.all<{ value: string | null }>(
    `with recursive each_one(value) as (
      select value from (select v.value from value_index v where v.field_no = ? order by v.value limit 1) f
      union all
      select (select v.value from value_index v where v.field_no = ? and v.value > e.value order by v.value limit 1) from each_one e where e.value is not null)
    select value from each_one limit ?`,
    [number, number, MOST_NAMED + 2],
  )
  const ids = found.flatMap(({ value }) => (value === null ? [] : [value]))
  return ids.length > MOST_NAMED ? undefined : ids
}
