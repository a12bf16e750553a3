import type { EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { Filter } from '../../core/query/filter.ts'
import { type GroupKey, isGroupable, isSummed } from '../../core/query/groups.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import { groupedBy } from './date-steps.ts'
import { whereOf } from './list.ts'
import { amountIn, valueIn } from './row.ts'
import { and, authorise, marks, type Sql, sql, visibleField } from './scope.ts'
import { titlesOf } from './titles.ts'

export type GroupsRequest = { entity: string; filter?: Filter; ids?: string[]; by: string; sums?: string[] }
export type Group = { key: GroupKey; title?: string; count: number; sums: Record<string, number> }
export type GroupsReply = { groups: Group[]; more: boolean }

/** More groups than this nobody reads; the largest come first. */
const MOST_GROUPS = 200

/** The groups of a list by one field, in the reader's reach: how many records each has, and the sums of the named amounts. */
export async function groups(ctx: Context, db: Database, request: GroupsRequest): Promise<GroupsReply> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, 'view')
  const by = groupField(ctx, entity, request.by)
  const sums = (request.sums ?? []).map((key) => {
    const field = visibleField(ctx, ctx.catalog, entity, key)
    if (!isSummed(field)) throw new AppError('query.invalid', { field: key })
    return field
  })
  const where = whereOfGroups(ctx, entity, request)
  const totals = sums.map((field, at) => `, coalesce(sum(${amountIn(field, 't')}), 0) as sum${at}`).join('')
  const rows = await db.all<{ key: GroupKey; count: number } & Record<string, number>>(
    `select ${keyOf(ctx, by)} as key, count(*) as count${totals} from ${entity.table} t where ${where.text} group by 1 order by count desc, key nulls first limit ?`,
    [...where.params, MOST_GROUPS + 1],
  )
  const shown = rows.slice(0, MOST_GROUPS).map(
    (row): Group => ({
      key: row.key,
      count: row.count,
      sums: Object.fromEntries(sums.map((field, at) => [field.key, row[`sum${at}`] ?? 0])),
    }),
  )
  return { groups: await withTitles(ctx, db, by, shown), more: rows.length > MOST_GROUPS }
}

/** The records that are put into groups: those that match, in the reader's reach, or of the named ones those. */
export function whereOfGroups(ctx: Context, entity: EntityDef, { filter, ids }: Pick<GroupsRequest, 'filter' | 'ids'>): Sql {
  const reach = whereOf(ctx, entity, filter)
  return ids ? and(reach, sql(`t.id in (${marks(ids.length)})`, ids)) : reach
}

/** The field that a list is grouped by, if the reader may see it. */
export function groupField(ctx: Context, entity: EntityDef, key: string): FieldDef {
  const field = visibleField(ctx, ctx.catalog, entity, key)
  if (!isGroupable(field)) throw new AppError('query.invalid', { field: key })
  return field
}

/** What the records of a group share, as an expression on the alias `t`. */
export const keyOf = (ctx: Context, field: FieldDef): string => groupedBy(ctx, field, valueIn(field, 't'))

async function withTitles(ctx: Context, db: Database, by: FieldDef, shown: Group[]): Promise<Group[]> {
  if (by.kind !== 'reference') return shown
  const ids = shown.flatMap((group) => (typeof group.key === 'string' ? [group.key] : []))
  const titles = new Map((await titlesOf(ctx, db, by.to ?? '', ids)).map((found) => [found.id, found.title]))
  return shown.map((group) => ({ ...group, title: titles.get(String(group.key)) ?? '' }))
}
