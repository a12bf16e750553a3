import { columnOf, type EntityDef, RECORD_FIELDS, type SortDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Filter } from '../../core/query/filter.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { maskedFields, masksOf } from './mask-values.ts'
import { orderOf } from './order.ts'
import { MOST_MERGED, type OrderedRow, pageOfNulls, pageOfValues } from './page.ts'
import { type DbRow, type RecordRow, valuesOf } from './row.ts'
import {
  and,
  askedFilter,
  authorise,
  FALSE,
  ownersOnly,
  type Sql,
  scopeSql,
  sql,
  TRUE,
  visibleField,
  visibleFields,
} from './scope.ts'
import { addTitles } from './titles.ts'

export type ListRequest = {
  entity: string
  filter?: Filter
  sort?: SortDef
  after?: string
  /** The last rows instead of the first; `after` then leads to those above. */
  fromEnd?: boolean
  limit: number
  columns?: string[]
  bin?: boolean
}
export type ListReply = { rows: RecordRow[]; next?: string }

/** Exact counts stop here and are shown as “10,000+”. */
export const COUNT_CAP = 10_000

/**
 * One page of an entity's living records in the reader's reach, by keyset: the cost does not grow with the page's depth.
 * Records without a sort value come last in either direction. At most `limit` rows and, when there are more, a cursor. From the end it is the
 * same keyset walked the other way, as far from the beginning as it may be.
 */
export async function list(ctx: Context, db: Database, request: ListRequest): Promise<ListReply> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, 'view')
  const asShown = await orderOf(ctx, db, entity, request.sort ?? entity.defaultSort)
  const order = request.fromEnd ? { ...asShown, desc: !asShown.desc } : asShown
  const where = whereOf(ctx, entity, request.filter, request.bin ?? false)
  if (where.text === FALSE.text) return { rows: [] }
  const fields = chosenFields(ctx, entity, request.columns)
  const wanted = request.limit + 1
  const after = request.after === undefined ? undefined : decodeCursor(request.after, order.name)
  const owners = request.filter || request.bin ? undefined : ownersOnly(ctx, entity)
  const asked = { entity, fields, where, owners, order, after, limit: wanted }
  const rows: OrderedRow[] = []
  const parts = request.fromEnd ? (['empty', 'filled'] as const) : (['filled', 'empty'] as const)
  const isIn = (part: (typeof parts)[number]) => after !== undefined && (after.value === null) === (part === 'empty')
  // A page that ended in the second part has read the first.
  for (const part of after && isIn(parts[1]) ? parts.slice(1) : parts) {
    if (rows.length === wanted || (part === 'empty' && !order.nullable)) continue
    const read = part === 'empty' ? pageOfNulls : pageOfValues
    rows.push(...(await read(db, { ...asked, after: isIn(part) ? after : undefined, limit: wanted - rows.length })))
  }
  const last = rows.length > request.limit ? rows[request.limit - 1] : undefined
  const shown = last ? rows.slice(0, request.limit) : rows
  const presented = await present(ctx, db, entity, fields, shown)
  return {
    rows: request.fromEnd ? presented.reverse() : presented,
    ...(last && { next: encodeCursor({ sort: order.name, value: last.sort_value, rid: last.rid }) }),
  }
}

/** True for pages that an index alone gives, whatever the size of the office: they cost less than handing them to a thread. */
export function isBounded(ctx: Context, request: ListRequest): boolean {
  if (request.filter || request.bin) return false
  const entity = entityOf(ctx.catalog, request.entity)
  const { field } = request.sort ?? entity.defaultSort
  if (scopeSql(ctx, entity, 'view') === TRUE) return field === entity.title || field === 'createdAt'
  if (field !== entity.title) return false
  const owners = ownersOnly(ctx, entity)
  return owners !== undefined && owners.length <= MOST_MERGED
}

/** The condition that every read of an entity carries: alive (or in the bin), in reach, and what was asked for. */
export function whereOf(ctx: Context, entity: EntityDef, filter: Filter | undefined, bin = false): Sql {
  const alive = sql(bin ? 't.deleted_at is not null and t.merged_into is null' : 't.deleted_at is null')
  return and(alive, scopeSql(ctx, entity, bin ? 'delete' : 'view'), askedFilter(ctx, entity, filter))
}

function chosenFields(ctx: Context, entity: EntityDef, columns: string[] | undefined): FieldDef[] {
  const readable = [...visibleFields(ctx, entity), ...maskedFields(ctx, entity), ...RECORD_FIELDS]
  return columns ? readable.filter((field) => columns.includes(field.key) || field.key === entity.title) : readable
}

/**
 * Turns database rows into what the reader sees: the values of visible fields, with the titles of what they point at, and the masks of
 * masked ones. Whatever fields are given, no hidden value leaves here.
 */
export async function present(
  ctx: Context,
  db: Database,
  entity: EntityDef,
  fields: readonly FieldDef[],
  rows: readonly DbRow[],
): Promise<RecordRow[]> {
  const isShown = (field: FieldDef) => !ctx.policy.isHidden(entity.key, field.key)
  const visible = fields.filter(isShown)
  const shown = { ...entity, fields: visible }
  const masked = visible.length === fields.length ? [] : maskedFields(ctx, entity).filter((field) => fields.includes(field))
  const hidesTitle = ctx.policy.isHidden(entity.key, entity.title)
  const presented = rows.map((row): RecordRow => {
    const unreadable: FieldDef[] = []
    const values = valuesOf(shown, row, unreadable)
    const masks = masked.length > 0 && masksOf(row, masked)
    return {
      ...values,
      id: row.id,
      version: row.version,
      title: hidesTitle ? '' : row.title_text,
      ...(row.deleted_at && { deletedAt: row.deleted_at, deletedBy: row.deleted_by }),
      ...(masks && { masks }),
      ...(unreadable.length > 0 && { unreadable: unreadable.map(({ key }) => key) }),
    }
  })
  await addTitles(ctx, db, visible, presented)
  return presented
}

/** How many records fit, counted up to `COUNT_CAP`. */
export async function count(
  ctx: Context,
  db: Database,
  request: { entity: string; filter?: Filter; bin?: boolean },
): Promise<{ count: number; capped: boolean }> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, 'view')
  const where = whereOf(ctx, entity, request.filter, request.bin ?? false)
  const found = await db.get<{ n: number }>(
    `select count(*) n from (select 1 from ${entity.table} t where ${where.text} limit ?)`,
    [...where.params, COUNT_CAP + 1],
  )
  const n = found?.n ?? 0
  return n > COUNT_CAP ? { count: COUNT_CAP, capped: true } : { count: n, capped: false }
}

export type AggregateRequest = { entity: string; filter?: Filter; groupBy: string; sum?: string }
export type AggregateReply = { groups: { key: string | number | null; count: number; sum?: number }[] }

/** Counts, and sums of one number or money field, by the values of one single-valued field. */
export async function aggregate(ctx: Context, db: Database, request: AggregateRequest): Promise<AggregateReply> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, 'view')
  const group = visibleField(ctx, ctx.catalog, entity, request.groupBy)
  if (!['choice', 'user', 'reference', 'yesNo'].includes(group.kind) || group.custom)
    throw new AppError('query.invalid', { field: request.groupBy })
  const sum = request.sum === undefined ? undefined : visibleField(ctx, ctx.catalog, entity, request.sum)
  if (sum && (!['money', 'number'].includes(sum.kind) || sum.custom))
    throw new AppError('query.invalid', { field: request.sum ?? '' })
  const where = whereOf(ctx, entity, request.filter)
  const column = `t.${columnOf(group.key)}`
  const groups = await db.all<{ key: string | null; count: number; sum: number | null }>(
    `select ${column} as key, count(*) as count, ${sum ? `coalesce(sum(t.${columnOf(sum.key)}), 0)` : 'null'} as sum from ${entity.table} t where ${where.text} group by ${column}`,
    where.params,
  )
  return { groups: groups.map((row) => ({ key: row.key, count: row.count, ...(row.sum !== null && { sum: row.sum }) })) }
}
