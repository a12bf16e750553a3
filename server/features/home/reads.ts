import type { DayItem } from '../../../core/contract/home.ts'
import { isInstant } from '../../../core/fields/stored-form.ts'
import type { RecordLink } from '../../../core/fields/values.ts'
import { type Filter, ME } from '../../../core/query/filter.ts'
import { OVERDUE, type StageLimit, stepLessDeals, stuckDeals, UNTOUCHED_LEADS } from '../../../core/sales/attention.ts'
import { addDays, daysBetween, instantToLocal } from '../../../core/thai/date.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { count, list, whereOf } from '../../records/list.ts'
import type { RecordRow } from '../../records/row.ts'
import { marks } from '../../records/scope.ts'
import { CARD_FIELDS, cardsOf, daysSince, stageLimits } from '../deals/reads.ts'
import { targetState } from '../targets/reads.ts'
import { birthdays } from './birthdays.ts'
import { inOrder, reasonOf } from './order.ts'
import { teamDay } from './team-day.ts'

/** More late and due activities than this are only counted. */
const MOST_ACTIVITIES = 60
/** A day holds no more leads and deals than this: whoever has more should work through their lists. */
const MOST_LEADS = 5
const MOST_DEALS = 5
const LEADS_LOOKED_AT = 60
const DEALS_LOOKED_AT = 30
const UPCOMING_ROWS = 40

const MINE: Filter = { field: 'owner', op: 'anyOf', value: [ME] }
const mine = (...filters: Filter[]): Filter => ({ all: [MINE, ...filters] })
const sees = (ctx: Context, entity: string): boolean => ctx.policy.grant(entity).view !== 'none'

/** What the reader should do today, in one order; what is done; the next days; and how he stands against his target. */
async function home(ctx: Context, db: Database) {
  const stages = await stageLimits(db)
  const activities = await dueActivities(ctx, db, stages)
  const leads = await untouchedLeads(ctx, db)
  const stuck = await idleDeals(ctx, db, stages, stuckDeals(stages, ctx.today), 'stuck')
  const noStep = await idleDeals(ctx, db, stages, stepLessDeals(stages, ctx.today), 'noStep')
  const wishes = await birthdays(ctx, db)
  const items = inOrder([...activities.items, ...leads.items, ...wishes, ...stuck.items, ...noStep.items])
  const target = await targetState(ctx, db, { kind: 'person', id: ctx.userId })
  return {
    items,
    // A birthday is no debt.
    count: items.length - wishes.length + activities.more,
    more: { activities: activities.more, leads: leads.more, stuck: stuck.more, noStep: noStep.more },
    ...(await doneAndComing(ctx, db)),
    ...(target && { target }),
  }
}

const linksOf = (row: RecordRow): RecordLink[] => (row.about as RecordLink[] | undefined) ?? []

/** The reader's open activities that are late or for today. */
async function dueActivities(ctx: Context, db: Database, stages: readonly StageLimit[]) {
  if (!sees(ctx, 'activity')) return { items: [], more: 0 }
  const today: Filter = {
    all: [
      { field: 'doneAt', op: 'empty' },
      { field: 'dueAt', op: 'within', value: 'today' },
    ],
  }
  const rows: RecordRow[] = []
  let more = 0
  // Today first: however much is late, what is for today is shown.
  for (const filter of [mine(today), mine(OVERDUE)]) {
    const page = await list(ctx, db, { entity: 'activity', filter, sort: { field: 'dueAt' }, limit: MOST_ACTIVITIES })
    rows.push(...page.rows)
    if (page.next) more += (await count(ctx, db, { entity: 'activity', filter })).count - page.rows.length
  }
  const deals = await openDeals(ctx, db, stages, rows.flatMap(linksOf))
  const items = rows
    .filter(({ dueAt }) => isInstant(dueAt))
    .map((row): DayItem => {
      const dueAt = String(row.dueAt)
      const late = daysBetween(instantToLocal(dueAt, ctx.catalog.timeZone).date, ctx.today)
      const links = linksOf(row)
      const promise = row.type === 'task' && (links.length > 0 || row.anchorCustomer !== undefined)
      const deal = links.map((link) => deals.get(link.id)).find((found) => found !== undefined)
      const planned = { dueAt, allDay: row.allDay === true, promise, late: late > 0 }
      return { kind: 'activity', reason: reasonOf(planned, ctx.now), row, promise, days: Math.max(0, late), deal: deal ?? null }
    })
  return { items, more }
}

/** The open deals among the links, as lines tell of them. */
async function openDeals(ctx: Context, db: Database, stages: readonly StageLimit[], links: readonly RecordLink[]) {
  const ids = [...new Set(links.filter((link) => link.entity === 'deal').map((link) => link.id))]
  const found = new Map<string, NonNullable<DayItem['deal']>>()
  if (ids.length === 0 || !sees(ctx, 'deal')) return found
  const entity = entityOf(ctx.catalog, 'deal')
  const where = whereOf(ctx, entity, { field: 'status', op: 'anyOf', value: ['open'] })
  const rows = await db.all<{ id: string; amount: number | null; stage: string; stage_since: string | null }>(
    `select t.id, t.amount, t.stage, t.stage_since from deal t where t.id in (${marks(ids.length)}) and ${where.text}`,
    [...ids, ...where.params],
  )
  const hidesAmount = ctx.policy.isHidden('deal', 'amount')
  for (const row of rows)
    found.set(row.id, {
      id: row.id,
      amount: hidesAmount ? null : row.amount,
      days: daysSince(ctx, row.stage_since),
      limit: stages.find((stage) => stage.id === row.stage)?.staleDays ?? null,
    })
  return found
}

/** The newest leads to whom nobody spoke and nothing is planned; also those that belong to nobody yet, where the reader may see them. */
async function untouchedLeads(ctx: Context, db: Database): Promise<{ items: DayItem[]; more: number }> {
  if (!sees(ctx, 'lead')) return { items: [], more: 0 }
  const filter: Filter = { all: [UNTOUCHED_LEADS, { any: [MINE, { field: 'owner', op: 'empty' }] }] }
  const page = await list(ctx, db, {
    entity: 'lead',
    filter,
    sort: { field: 'createdAt', desc: true },
    limit: LEADS_LOOKED_AT,
  })
  const planned = await withOpenActivity(ctx, db, 'lead', page.rows)
  const waiting = page.rows.filter((row) => !planned.has(row.id))
  const items = waiting.slice(0, MOST_LEADS).map((row): DayItem => {
    const since = isInstant(row.createdAt) ? instantToLocal(row.createdAt, ctx.catalog.timeZone).date : ctx.today
    return { kind: 'lead', reason: 'lead', row, promise: false, days: Math.max(0, daysBetween(since, ctx.today)), deal: null }
  })
  const beyond = page.next ? (await count(ctx, db, { entity: 'lead', filter })).count - page.rows.length : 0
  return { items, more: waiting.length - items.length + beyond }
}

/** Which of the records something open is planned with, whoever planned it. */
async function withOpenActivity(ctx: Context, db: Database, entity: string, rows: readonly RecordRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const number = ctx.catalog.fieldNumbers.get('activity.about') ?? -1
  const found = await db.all<{ value: string }>(
    `select distinct v.value from value_index v join activity t on t.rid = v.rid
      where v.field_no = ? and v.value in (${marks(rows.length)}) and t.done_at is null and t.deleted_at is null`,
    [number, ...rows.map((row) => `${entity}:${row.id}`)],
  )
  return new Set(found.map((row) => row.value.slice(entity.length + 1)))
}

/** The largest of the reader's deals that ask for attention. */
async function idleDeals(
  ctx: Context,
  db: Database,
  stages: readonly StageLimit[],
  asked: Filter | undefined,
  reason: 'stuck' | 'noStep',
): Promise<{ items: DayItem[]; more: number }> {
  const hidden = ['amount', 'stage', 'nextStepAt', 'stageSince', 'status'].some((key) => ctx.policy.isHidden('deal', key))
  if (asked === undefined || hidden || !sees(ctx, 'deal')) return { items: [], more: 0 }
  const filter = mine(asked)
  const page = await list(ctx, db, {
    entity: 'deal',
    filter,
    sort: { field: 'amount', desc: true },
    limit: DEALS_LOOKED_AT,
    columns: CARD_FIELDS,
  })
  const items = (await cardsOf(ctx, db, page.rows.slice(0, MOST_DEALS))).map(({ row, ageDays }): DayItem => {
    const limit = stages.find((stage) => stage.id === row.stage)?.staleDays ?? null
    const amount = typeof row.amount === 'number' ? row.amount : null
    return { kind: 'deal', reason, row, promise: false, days: ageDays, deal: { id: row.id, amount, days: ageDays, limit } }
  })
  const all = page.next ? (await count(ctx, db, { entity: 'deal', filter })).count : page.rows.length
  return { items, more: all - items.length }
}

async function doneAndComing(ctx: Context, db: Database): Promise<{ done: RecordRow[]; upcoming: RecordRow[] }> {
  if (!sees(ctx, 'activity')) return { done: [], upcoming: [] }
  const done = await list(ctx, db, {
    entity: 'activity',
    filter: mine({ field: 'doneAt', op: 'within', value: 'today' }, { field: 'type', op: 'noneOf', value: ['note'] }),
    sort: { field: 'doneAt' },
    limit: MOST_ACTIVITIES,
  })
  const upcoming = await list(ctx, db, {
    entity: 'activity',
    filter: mine(
      { field: 'doneAt', op: 'empty' },
      { field: 'dueAt', op: 'between', value: [addDays(ctx.today, 1), addDays(ctx.today, 7)] },
    ),
    sort: { field: 'dueAt' },
    limit: UPCOMING_ROWS,
  })
  return { done: done.rows, upcoming: upcoming.rows }
}

export const homeReads = { home, teamDay }
