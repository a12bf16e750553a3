import type { LinkItem } from '../../../core/fields/values.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { monthSpan, type StageLimit } from '../../../core/sales/attention.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { decodeCursor, encodeCursor } from '../../records/cursor.ts'
import { aggregate, list, present, whereOf } from '../../records/list.ts'
import { readOne } from '../../records/read-one.ts'
import { type DbRow, type RecordRow, selectColumns } from '../../records/row.ts'
import { and, authorise, marks, type Sql, sql, TRUE, visibleFields } from '../../records/scope.ts'
import { totalOf, wonByOwner } from './won.ts'

/** From this probability on a deal should have somebody who decides. */
export const LATE_STAGE_PROBABILITY = 50
const COLUMN_CARDS = 30
export const CARD_FIELDS = [
  'name',
  'customer',
  'pipeline',
  'stage',
  'amount',
  'expectedClose',
  'people',
  'owner',
  'stageSince',
  'nextStepAt',
  'status',
  'tags',
  'closedAt',
  'code',
]

type StageRow = { id: string; kind: 'open' | 'won' | 'lost'; probability: number; pipeline_id: string }
type NextStep = { id: string; subject: string; dueAt: string | null }

/** Whole days from an instant until now: how long a deal has been in its stage. Zero where nobody knows since when. */
export const daysSince = (ctx: Context, instant: string | null | undefined): number =>
  instant ? Math.max(0, Math.floor((Date.parse(ctx.now) - Date.parse(instant)) / 86_400_000)) : 0

/** Deals as cards: how long in the stage, whether nobody decides, and the next step. Two queries for any number of cards; `known` spares one. */
export async function cardsOf(ctx: Context, db: Database, rows: readonly RecordRow[], known?: readonly StageRow[]) {
  const steps = await nextSteps(
    ctx,
    db,
    rows.map((row) => row.id),
  )
  const all = known ?? (await db.all<StageRow>('select id, kind, probability, pipeline_id from stage'))
  const stages = new Map(all.map((stage) => [stage.id, stage]))
  return rows.map((row) => {
    const stage = stages.get(row.stage as string)
    const decides = ((row.people as LinkItem[] | undefined) ?? []).some((person) => person.role === 'decides' && !person.until)
    return {
      row,
      ageDays: daysSince(ctx, (row.stageSince as string | undefined) ?? (row.createdAt as string | undefined)),
      noDecider: stage?.kind === 'open' && stage.probability >= LATE_STAGE_PROBABILITY && !decides,
      nextStep: steps.get(row.id) ?? null,
    }
  })
}

/** The earliest open activity about each of the records, of those the reader may see. */
async function nextSteps(ctx: Context, db: Database, dealIds: readonly string[]): Promise<Map<string, NextStep>> {
  if (dealIds.length === 0 || ctx.policy.grant('activity').view === 'none') return new Map()
  const entity = entityOf(ctx.catalog, 'activity')
  const where = whereOf(ctx, entity, undefined)
  const number = ctx.catalog.fieldNumbers.get('activity.about') ?? -1
  const rows = await db.all<{ about: string; id: string; subject: string; due_at: string | null }>(
    `select v.value as about, t.id, t.subject, t.due_at from value_index v join activity t on t.rid = v.rid
      where v.field_no = ? and v.value in (${marks(dealIds.length)}) and t.done_at is null and t.type <> 'note' and ${where.text} order by t.due_at is null desc, t.due_at desc`,
    [number, ...dealIds.map((id) => `deal:${id}`), ...where.params],
  )
  // Later rows overwrite earlier ones: the last of each deal is the one that is due first.
  return new Map(rows.map((row) => [row.about.slice('deal:'.length), { id: row.id, subject: row.subject, dueAt: row.due_at }]))
}

/** The stages of all pipelines with the days after which a deal counts as stuck. */
export const stageLimits = async (db: Database): Promise<StageLimit[]> =>
  (await db.all<{ id: string; kind: string; stale_days: number | null }>('select id, kind, stale_days from stage')).map(
    (stage) => ({ id: stage.id, kind: stage.kind, staleDays: stage.stale_days }),
  )

type BoardRequest = { pipeline: string; owner?: string; text?: string }

/** The board of a pipeline: per stage the number and sum of its deals and the first cards, longest in the stage first. */
async function board(ctx: Context, db: Database, request: BoardRequest) {
  const filter: Filter = { all: [{ field: 'pipeline', op: 'anyOf', value: [request.pipeline] }, ...ownerFilter(request.owner)] }
  const stages = await db.all<StageRow>(
    'select id, kind, probability, pipeline_id from stage where pipeline_id = ? and archived = 0 order by position',
    [request.pipeline],
  )
  const hidesAmount = ctx.policy.isHidden('deal', 'amount')
  const sums = new Map(
    (await aggregate(ctx, db, { entity: 'deal', filter, groupBy: 'stage', ...(!hidesAmount && { sum: 'amount' }) })).groups.map(
      (group) => [group.key, group],
    ),
  )
  const columns = []
  for (const stage of stages) {
    const page = await columnOf(ctx, db, { stage: stage.id, ...(request.owner && { owner: request.owner }) }, stage)
    const sum = sums.get(stage.id)
    columns.push({ stage: stage.id, count: sum?.count ?? 0, sum: sum?.sum ?? 0, ...page })
  }
  const weighted = stages.reduce(
    (total, stage) => total + (stage.kind === 'open' ? ((sums.get(stage.id)?.sum ?? 0) * stage.probability) / 100 : 0),
    0,
  )
  return {
    columns,
    weighted: Math.round(weighted),
    wonThisMonth: await wonThisMonth(ctx, db, stages, request.owner, hidesAmount),
  }
}

const ownerFilter = (owner: string | undefined): Filter[] =>
  owner === undefined
    ? []
    : [owner === 'none' ? { field: 'owner', op: 'empty' } : { field: 'owner', op: 'anyOf', value: [owner] }]

/** What this month's won deals of a pipeline come to, as far as the reader sees amounts. */
async function wonThisMonth(
  ctx: Context,
  db: Database,
  stages: readonly StageRow[],
  owner: string | undefined,
  hidesAmount: boolean,
) {
  const won = stages.filter((stage) => stage.kind === 'won').map((stage) => stage.id)
  if (won.length === 0 || owner === 'none') return { count: 0, sum: 0 }
  const span = monthSpan(ctx.today.slice(0, 7))
  const { count, sum } = totalOf(await wonByOwner(ctx, db, span, owner ? [owner] : undefined, won))
  return { count, sum: hidesAmount ? 0 : sum }
}

type ColumnRequest = { stage: string; after?: string; owner?: string }

async function column(ctx: Context, db: Database, request: ColumnRequest) {
  authorise(ctx, entityOf(ctx.catalog, 'deal'), 'view')
  const stage = await db.get<StageRow>('select id, kind, probability, pipeline_id from stage where id = ?', [request.stage])
  return stage ? await columnOf(ctx, db, request, stage) : { cards: [] }
}

/** One page of a board column: open deals longest in the stage first, closed ones latest first. */
async function columnOf(ctx: Context, db: Database, request: ColumnRequest, stage: StageRow) {
  const entity = entityOf(ctx.catalog, 'deal')
  authorise(ctx, entity, 'view')
  const closed = stage.kind !== 'open'
  const fields = visibleFields(ctx, entity).filter((field) => CARD_FIELDS.includes(field.key))
  const name = closed ? 'closed-' : 'since+'
  const after = request.after ? decodeCursor(request.after, name) : undefined
  // An open deal has no closing time: one key serves both kinds of column, and one index.
  const key = "coalesce(t.closed_at, t.stage_since, '')"
  const bounds: Sql = after ? sql(`(${key}, t.rid) ${closed ? '<' : '>'} (?, ?)`, [after.value, after.rid]) : TRUE
  const where = and(sql('t.stage = ?', [request.stage]), whereOf(ctx, entity, ownerFilter(request.owner)[0]), bounds)
  const direction = closed ? 'desc' : 'asc'
  const by = (alias: string, column: string) => `order by ${column} ${direction}, ${alias}.rid ${direction}`
  // Read in the order of the index, which the planner would give up for the covering one of the sums; whole rows of shown cards only.
  const rows = await db.all<DbRow & { sort_value: string }>(
    `select ${selectColumns(fields)}, t.created_at, k.sort_value
      from (select t.rid, ${key} as sort_value from deal t indexed by deal_in_stage
        where ${where.text} ${by('t', key)} limit ?) k
      cross join deal t on t.rid = k.rid ${by('k', 'k.sort_value')}`,
    [...where.params, COLUMN_CARDS + 1],
  )
  const shown = rows.slice(0, COLUMN_CARDS)
  const last = rows.length > COLUMN_CARDS ? shown[shown.length - 1] : undefined
  return {
    cards: await cardsOf(ctx, db, await present(ctx, db, entity, fields, shown), [stage]),
    ...(last && { next: encodeCursor({ sort: name, value: last.sort_value, rid: last.rid }) }),
  }
}

/** What stands beside a customer: its people, open and latest deals, and what it bought. */
async function customerCard(ctx: Context, db: Database, request: { id: string }) {
  await readOne(ctx, db, 'customer', request.id)
  const of: Filter = { field: 'customer', op: 'anyOf', value: [request.id] }
  const mayDeals = ctx.policy.grant('deal').view !== 'none'
  const deals = mayDeals
    ? (
        await list(ctx, db, {
          entity: 'deal',
          filter: of,
          sort: { field: 'createdAt', desc: true },
          limit: 50,
          columns: CARD_FIELDS,
        })
      ).rows
    : []
  const hidesAmount = ctx.policy.isHidden('deal', 'amount')
  const sums = mayDeals
    ? (await aggregate(ctx, db, { entity: 'deal', filter: of, groupBy: 'status', ...(!hidesAmount && { sum: 'amount' }) })).groups
    : []
  const contacts =
    ctx.policy.grant('contact').view === 'none'
      ? []
      : (await list(ctx, db, { entity: 'contact', filter: { field: 'customers', op: 'anyOf', value: [request.id] }, limit: 50 }))
          .rows
  const sum = (status: string) => sums.find((group) => group.key === status)
  return {
    contacts,
    deals: await cardsOf(ctx, db, deals),
    openSum: sum('open')?.sum ?? 0,
    wonSum: sum('won')?.sum ?? 0,
    wonCount: sum('won')?.count ?? 0,
  }
}

/** Adds to customers what their open deals sum up to, of those deals the reader may see: never a stored figure, which would tell everybody. */
export async function addOpenDeals(ctx: Context, db: Database, rows: RecordRow[]): Promise<void> {
  if (rows.length === 0 || ctx.policy.grant('deal').view === 'none' || ctx.policy.isHidden('deal', 'amount')) return
  const where = whereOf(ctx, entityOf(ctx.catalog, 'deal'), undefined)
  const sums = await db.all<{ customer: string; sum: number }>(
    `select t.customer, sum(t.amount) as sum from deal t where t.customer in (${marks(rows.length)}) and t.status = 'open' and ${where.text} group by t.customer`,
    [...rows.map((row) => row.id), ...where.params],
  )
  const byCustomer = new Map(sums.map((row) => [row.customer, row.sum]))
  for (const row of rows) if (byCustomer.has(row.id)) row.openDeals = byCustomer.get(row.id)
}

export const dealReads = {
  board,
  column,
  customerCard,
}
