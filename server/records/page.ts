import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Database, SqlValue } from '../db/database.ts'
import type { Cursor } from './cursor.ts'
import { type DbRow, selectColumns } from './row.ts'
import { and, type Sql, sql, TRUE } from './scope.ts'

/**
 * By what a list is sorted: the column, and for custom fields the join that brings it, or in which order their values come. `empty` tells which
 * rows have no value, where it is not the column that says so.
 */
export type Order = {
  column: string
  desc: boolean
  nullable: boolean
  name: string
  empty?: Sql
  join?: Sql
  ranked?: Ranked
  along?: Along
}
/** A field of the value index whose values have an order of their own, as the entries of a pick list do. */
type Ranked = { field: number; values: readonly string[] }
/** The records by whose names the list is sorted, the field that points at them, and which of them the reader sees, as `x`. */
type Along = { table: string; field: number; seen: Sql }
export type OrderedRow = DbRow & { sort_value: string | number | null }

export type PageRequest = {
  entity: EntityDef
  fields: readonly FieldDef[]
  /** Alive, in reach, and what was asked for. */
  where: Sql
  /** The people whose records are in reach, when that is all that restricts the list. */
  owners: readonly string[] | undefined
  order: Order
  after: Cursor | undefined
  limit: number
}

/** More people than this are not merged: the planner's own way is then as good. */
export const MOST_MERGED = 50
/** Rows looked at along the sort's index before all that fit are gathered and sorted. */
const MOST_WALKED = 4_000

/** The next rows that have a sort value. */
export async function pageOfValues(db: Database, request: PageRequest): Promise<OrderedRow[]> {
  const { owners, order } = request
  if (order.ranked) return ranked(db, request, order.ranked)
  if (order.along) return along(db, request, order.along)
  // One person's records lie in order in the index as they are; no index has the order of several.
  const several = owners && owners.length > 1 && owners.length <= MOST_MERGED
  if (several && order.column === 't.title_sort') return merged(db, request, owners)
  const bounds = [...(order.nullable ? [sql(`${order.column} is not null`)] : []), ...behind(order, request.after)]
  const gathered = gather(request, bounds)
  if (order.join === undefined && (await sorts(db, gathered))) {
    const walked = await walk(db, request, bounds)
    if (walked.length === request.limit) return walked
  }
  return db.all<OrderedRow>(gathered.text, gathered.params)
}

/** One value after the other, as far as the page reaches; within one, the records in the order in which they were made. */
async function ranked(db: Database, request: PageRequest, { field, values }: Ranked): Promise<OrderedRow[]> {
  const { entity, fields, where, order, after, limit } = request
  const inOrder = order.desc ? values.toReversed() : values
  const from = after ? inOrder.indexOf(String(after.value)) : 0
  if (from < 0) throw new AppError('cursor.invalid')
  const [than, direction] = order.desc ? ['<', 'desc'] : ['>', 'asc']
  const rows: OrderedRow[] = []
  for (const value of inOrder.slice(from)) {
    const condition = and(where, value === after?.value ? sql(`s.rid ${than} ?`, [after.rid]) : TRUE)
    const some = await db.all<OrderedRow>(
      `select ${selectColumns(fields)}, s.value as sort_value from value_index s cross join ${entity.table} t on t.rid = s.rid
        where s.field_no = ? and s.value = ? and ${condition.text} order by s.rid ${direction} limit ?`,
      [field, value, ...condition.params, limit - rows.length],
    )
    rows.push(...some)
    if (rows.length === limit) break
  }
  return rows
}

/**
 * Along the names of the records pointed at, until the page is full. The living lie in the index in that order; those in the bin, which keep their
 * names in what points at them, are few.
 */
function along(db: Database, { fields, entity, where, order, after, limit }: PageRequest, { table, field, seen }: Along) {
  const [than, direction] = order.desc ? ['<', 'desc'] : ['>', 'asc']
  // The first bound is what the index can begin at.
  const bound = after
    ? sql(`x.title_sort ${than}= ? and (x.title_sort, t.rid) ${than} (?, ?)`, [
        String(after.value),
        String(after.value),
        after.rid,
      ])
    : TRUE
  const condition = and(sql('s.field_no = ?', [field]), seen, where, bound)
  // The index holds texts as they are in SQLite, as JSON in PostgreSQL.
  const id = db.engine === 'postgres' ? 'to_jsonb(x.id)' : 'x.id'
  const one = (state: string) =>
    `select * from (select ${selectColumns(fields)}, x.title_sort as sort_value
      from ${table} x cross join value_index s cross join ${entity.table} t
      where x.deleted_at ${state} and s.value = ${id} and t.rid = s.rid and ${condition.text}
      order by x.title_sort ${direction}, t.rid ${direction} limit ?) ${state === 'is null' ? 'living' : 'gone'}`
  const params = [...condition.params, limit]
  return db.all<OrderedRow>(
    `select * from (${one('is null')} union all ${one('is not null')}) b order by sort_value ${direction}, rid ${direction} limit ?`,
    [...params, ...params, limit],
  )
}

/** The next rows without a sort value, which come last in either direction. */
export function pageOfNulls(db: Database, request: PageRequest): Promise<OrderedRow[]> {
  const { entity, fields, where, order, after, limit } = request
  const direction = order.desc ? 'desc' : 'asc'
  const bound = after ? sql(`t.rid ${order.desc ? '<' : '>'} ?`, [after.rid]) : TRUE
  const condition = and(where, order.empty ?? sql(`${order.column} is null`), bound)
  return db.all<OrderedRow>(
    `select ${selectColumns(fields)}, null as sort_value from ${entity.table} t where ${condition.text} order by t.rid ${direction} limit ?`,
    [...condition.params, limit],
  )
}

function behind(order: Order, after: Cursor | undefined): Sql[] {
  if (!after) return []
  const than = order.desc ? '<' : '>'
  if (order.column === 't.rid') return [sql(`t.rid ${than} ?`, [after.rid])]
  return [sql(`(${order.column}, t.rid) ${than} (?, ?)`, [after.value as SqlValue, after.rid])]
}

function orderBy(order: Order): string {
  const direction = order.desc ? 'desc' : 'asc'
  return order.column === 't.rid' ? `t.rid ${direction}` : `${order.column} ${direction}, t.rid ${direction}`
}

/** Everything that fits, sorted: one statement whose plan is the database's business. */
function gather({ entity, fields, where, order, limit }: PageRequest, bounds: readonly Sql[]): Sql {
  const join = order.join ?? sql('')
  const condition = and(where, ...bounds)
  return sql(
    `select ${selectColumns(fields)}, ${order.column} as sort_value from ${entity.table} t ${join.text} where ${condition.text} order by ${orderBy(order)} limit ?`,
    [...join.params, ...condition.params, limit],
  )
}

/**
 * A page of the records of several people: each person's lie in order in the index on owner and sort value, and are merged only as far
 * as the page reaches. The cost follows the number of people and the page, whatever the size of the table or of the reach.
 */
function merged(
  db: Database,
  { entity, fields, order, after, limit }: PageRequest,
  owners: readonly string[],
): Promise<OrderedRow[]> {
  const direction = order.desc ? 'desc' : 'asc'
  const owner = `t.${columnOf(entity.scope.owner)}`
  const each = and(sql(`t.deleted_at is null and ${owner} = ?`), ...behind(order, after))
  const one = `select t.rid, ${order.column} as sort_value from ${entity.table} t where ${each.text}`
  return db.all<OrderedRow>(
    `select ${selectColumns(fields)}, k.sort_value
      from (${owners.map(() => one).join(' union all ')} order by sort_value ${direction}, rid ${direction} limit ?) k
      cross join ${entity.table} t on t.rid = k.rid order by k.sort_value ${direction}, k.rid ${direction}`,
    [...owners.flatMap((person) => [person, ...each.params]), limit],
  )
}

/** Rows along the sort's index that fit, of the first `MOST_WALKED`; fewer than asked for when they lie too far apart. */
async function walk(
  db: Database,
  { entity, fields, where, order, limit }: PageRequest,
  bounds: readonly Sql[],
): Promise<OrderedRow[]> {
  const alive = and(sql('t.deleted_at is null'), ...bounds)
  const found = await db.all<OrderedRow>(
    `select ${selectColumns(fields)}, ${order.column} as sort_value
      from (select t.rid from ${entity.table} t where ${alive.text} order by ${orderBy(order)} limit ?) w
      cross join ${entity.table} t on t.rid = w.rid where ${where.text} limit ?`,
    [...alive.params, MOST_WALKED, ...where.params, limit],
  )
  return found
}

const sorting = new Map<string, boolean>()
const MOST_PLANS_KEPT = 500

/** True when the database would gather all rows that fit and sort them, because no index has both. Asked once per statement. */
async function sorts(db: Database, statement: Sql): Promise<boolean> {
  // PostgreSQL weighs the two ways itself.
  if (db.engine === 'postgres') return false
  let known = sorting.get(statement.text)
  if (known === undefined) {
    const plan = await db.all<{ detail: string }>(`explain query plan ${statement.text}`, statement.params)
    known = plan.some((step) => step.detail === 'USE TEMP B-TREE FOR ORDER BY')
    if (sorting.size >= MOST_PLANS_KEPT) sorting.clear()
    sorting.set(statement.text, known)
  }
  return known
}
