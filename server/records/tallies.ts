import type { EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { FieldDef } from '../../core/fields/field.ts'
import type { GroupKey } from '../../core/query/groups.ts'
import { isGroupable } from '../../core/query/groups.ts'
import { isSeveral, mayMeasure, type ReportGroup, type ReportQuestion, type Tally } from '../../core/reports/report.ts'
import type { Database, SqlValue } from '../db/database.ts'
import { entityOf, fieldNumber } from './catalog.ts'
import type { Context } from './context.ts'
import { groupedBy } from './date-steps.ts'
import { whereOf } from './list.ts'
import { amountIn, itemsIn, valueIn } from './row.ts'
import { authorise, type Sql, scopeSql, sql, TRUE, visibleField } from './scope.ts'
import { titlesOf } from './titles.ts'

/** More groups than these are no report that anybody reads; it is refused in words. */
const MOST_GROUPS = 20_000

export type TalliesReply = {
  cells: (Tally & { keys: GroupKey[] })[]
  /** Where records stand in several groups of the first kind: each of them once, by the other group if there is one. */
  totals?: (Tally & { keys: GroupKey[] })[]
  /** Titles of the records that groups stand for, of those in the reader's reach. */
  titles: Record<string, string>
}

/**
 * Counts records by the values of one or two fields, with the sum, least and most of one number: for the reader's records, by fields that he
 * may see. Throws `access.denied`, `query.invalid` naming the field that is hidden or does not fit, `query.too_broad`.
 */
export async function tallies(ctx: Context, db: Database, question: ReportQuestion): Promise<TalliesReply> {
  const { entity, keys, value, where } = checkQuestion(ctx, question)
  const cells = (await countedByIndex(ctx, db, question)) ?? (await tallied(db, { entity, keys, value, where }))
  const titles = await keyTitles(ctx, db, entity, question.groups, cells)
  if (!keys[0]?.join) return { cells, titles }
  const others = keys.slice(1).map((key) => ({ ...key, shown: sql(key.shown.text.replaceAll('g.r1', 'g.r0'), key.shown.params) }))
  const all = others.length > 0 ? others : [{ raw: '1', shown: sql('g.r0') }]
  const totals = await tallied(db, { entity, keys: all, value, where })
  return { cells, titles, totals: others.length > 0 ? totals : totals.map((total) => ({ ...total, keys: [] })) }
}

/** Kinds of own fields that stand in the value index as what they are put under. */
const AS_INDEXED: ReadonlySet<FieldDef['kind']> = new Set(['choice', 'user', 'reference'])

/**
 * Counts all records by one field from the value index, without reading each for it; undefined where that does not answer the question: of
 * those in reach or that match something, reading them is less work than reading everybody's values.
 */
async function countedByIndex(ctx: Context, db: Database, question: ReportQuestion): Promise<TalliesReply['cells'] | undefined> {
  const [group, second] = question.groups
  const entity = entityOf(ctx.catalog, question.entity)
  if (!group || second || question.filter || question.measure.kind !== 'count') return undefined
  if (scopeSql(ctx, entity, 'view') !== TRUE) return undefined
  const { field, through } = fieldOfGroup(ctx, entity, group.field)
  if (through || !(isSeveral(field) || (field.custom?.filterable && AS_INDEXED.has(field.kind)))) return undefined
  const number = fieldNumber(ctx.catalog, entity, field)
  // The index keeps what lies in the bin, which is little: that is left out, instead of looking up all others.
  const living = `value_index v where v.field_no = ? and v.rid not in (select d.rid from ${entity.table} d where d.deleted_at is not null)`
  const rows = await db.all<{ key: GroupKey; count: number }>(
    `select v.value as key, count(*) as count from ${living} group by v.value limit ?`,
    [number, MOST_GROUPS + 1],
  )
  if (rows.length > MOST_GROUPS) throw new AppError('query.too_broad', { most: MOST_GROUPS })
  const without = await db.get<{ count: number }>(
    `select (select count(*) from ${entity.table} t where t.deleted_at is null) - (select count(distinct v.rid) from ${living}) as count`,
    [number],
  )
  const cell = (key: GroupKey, count: number) => ({ keys: [key], count, filled: 0, sum: 0, min: null, max: null })
  return [...(without?.count ? [cell(null, without.count)] : []), ...rows.map(({ key, count }) => cell(key, count))]
}

type Counted = { entity: EntityDef; keys: readonly KeySql[]; value: string; where: Sql }

async function tallied(db: Database, { entity, keys, value, where }: Counted): Promise<TalliesReply['cells']> {
  const names = keys.map((_, at) => `k${at}`)
  const shown = keys.map((key, at) => sql(`${key.shown.text} as k${at}`, key.shown.params))
  // What many records point at is looked up once for all of them, not once for each. The coalesce keeps an index from being walked for its order,
  // which would read everybody's records for the few in reach.
  const rows = await db.all<Record<string, SqlValue> & Tally>(
    `select ${names.join(', ')}, sum(n) count, sum(f) filled, sum(s) sum, min(least) min, max(most) max
      from (select ${shown.map((key) => key.text).join(', ')}, g.n, g.f, g.s, g.least, g.most
        from (select ${keys.map((key, at) => `coalesce(${key.raw}, null) as r${at}`).join(', ')}, count(*) n, count(${value}) f,
            coalesce(sum(${value}), 0) s, min(${value}) least, max(${value}) most
          from ${entity.table} t ${keys[0]?.join ?? ''} where ${where.text} group by ${keys.map((_, at) => `r${at}`).join(', ')}) g)
      group by ${names.join(', ')} limit ?`,
    [...shown.flatMap((key) => key.params), ...where.params, MOST_GROUPS + 1],
  )
  if (rows.length > MOST_GROUPS) throw new AppError('query.too_broad', { most: MOST_GROUPS })
  return rows.map(({ count, filled, sum, min, max, ...row }) => ({
    keys: names.map((name) => (row[name] ?? null) as GroupKey),
    count,
    filled,
    sum,
    min,
    max,
  }))
}

/** Turns a question into SQL, or refuses it by the reader's rights; nothing is read. Throws as `tallies` does. */
export function checkQuestion(ctx: Context, question: ReportQuestion) {
  const entity = entityOf(ctx.catalog, question.entity)
  authorise(ctx, entity, 'view')
  return {
    entity,
    keys: question.groups.map((group, at) => keyOf(ctx, entity, group, at)),
    value: measureOf(ctx, entity, question.measure),
    where: whereOf(ctx, entity, question.filter),
  }
}

/** The field that a group names, if the reader may see it, and whose it is. */
function fieldOfGroup(
  ctx: Context,
  entity: EntityDef,
  path: string,
): { field: FieldDef; through?: { field: FieldDef; entity: EntityDef } } {
  const [head = '', tail] = path.split('.')
  const field = visibleField(ctx, ctx.catalog, entity, head)
  if (tail === undefined) return { field }
  if (field.kind !== 'reference' || !field.to) throw new AppError('query.invalid', { field: path })
  const target = entityOf(ctx.catalog, field.to)
  authorise(ctx, target, 'view')
  return { field: visibleField(ctx, ctx.catalog, target, tail), through: { field, entity: target } }
}

/** What the records themselves are put together by, and what that is shown as, over the alias `g`. */
type KeySql = { raw: string; shown: Sql /** What a record is joined with, where it stands in several groups. */; join?: string }

/** What records are put under. A value one reference away is that of the record pointed at, if the reader may see it. */
function keyOf(ctx: Context, entity: EntityDef, group: ReportGroup, at: number): KeySql {
  const { field, through } = fieldOfGroup(ctx, entity, group.field)
  if (isSeveral(field) && at === 0 && !through)
    return { raw: 'several.value', shown: sql('g.r0'), join: `left join ${itemsIn(field, 't')} several on true` }
  if (!isGroupable(field)) throw new AppError('query.invalid', { field: group.field })
  if (!through) return { raw: groupedBy(ctx, field, valueIn(field, 't'), group.by), shown: sql(`g.r${at}`) }
  const scope = scopeSql(ctx, through.entity, 'view', 'r')
  const inner = groupedBy(ctx, field, valueIn(field, 'r'), group.by)
  const shown = sql(
    `(select ${inner} from ${through.entity.table} r where r.id = g.r${at} and r.deleted_at is null and (${scope.text}))`,
    scope.params,
  )
  return { raw: valueIn(through.field, 't'), shown }
}

function measureOf(ctx: Context, entity: EntityDef, measure: ReportQuestion['measure']): string {
  if (measure.kind === 'count') return 'cast(null as bigint)'
  const field = visibleField(ctx, ctx.catalog, entity, measure.field ?? '')
  if (!mayMeasure(field)) throw new AppError('query.invalid', { field: field.key })
  return amountIn(field, 't')
}

async function keyTitles(
  ctx: Context,
  db: Database,
  entity: EntityDef,
  asked: readonly ReportGroup[],
  cells: TalliesReply['cells'],
): Promise<Record<string, string>> {
  const titles: Record<string, string> = {}
  for (const [at, group] of asked.entries()) {
    const { field } = fieldOfGroup(ctx, entity, group.field)
    if (field.kind !== 'reference' || !field.to) continue
    const ids = new Set(cells.flatMap((cell) => (typeof cell.keys[at] === 'string' ? [cell.keys[at]] : [])))
    for (const found of await titlesOf(ctx, db, field.to, [...ids])) titles[found.id] = found.title
  }
  return titles
}
