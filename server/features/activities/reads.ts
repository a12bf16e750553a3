import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { decodeCursor, encodeCursor } from '../../records/cursor.ts'
import { present, whereOf } from '../../records/list.ts'
import { readOne } from '../../records/read-one.ts'
import { type DbRow, selectColumns } from '../../records/row.ts'
import { and, authorise, type Sql, sql, TRUE, visibleFields } from '../../records/scope.ts'

const PAGE = 40
/** A customer with more open tasks than this has a list of its own to look at. */
const MOST_OPEN = 20

/** Kinds are counted among this many activities; a longer timeline says “300+”. */
const MOST_COUNTED = 300

type TimelineRequest = { entity: string; id: string; type?: string; after?: string }

/** The activities of a record: a customer's are those anchored to it, which gathers its contacts' and deals'. */
function activitiesOf(ctx: Context, request: TimelineRequest): Sql {
  if (request.entity === 'customer') return sql('t.anchor_customer = ?', [request.id])
  const number = ctx.catalog.fieldNumbers.get('activity.about') ?? -1
  return sql('t.rid in (select v.rid from value_index v where v.field_no = ? and v.value = ?)', [
    number,
    `${request.entity}:${request.id}`,
  ])
}

/**
 * What happened with a record, newest first: done and past activities page by page, how many there are of each type (of a
 * long timeline: at least), and the open tasks by their due time. Throws `record.not_found` when the reader may not see the record.
 */
async function timeline(ctx: Context, db: Database, request: TimelineRequest) {
  const about = await readOne(ctx, db, request.entity, request.id)
  const entity = entityOf(ctx.catalog, 'activity')
  authorise(ctx, entity, 'view')
  const fields = visibleFields(ctx, entity)
  // Whoever sees a living customer sees its activities: asking again for each of thousands would only cost time.
  const seen = request.entity === 'customer' && !about.deletedAt ? sql('t.deleted_at is null') : whereOf(ctx, entity, undefined)
  const base = and(seen, activitiesOf(ctx, request))
  const happened = and(
    base,
    sql("(t.done_at is not null or t.type = 'note')"),
    request.type ? sql('t.type = ?', [request.type]) : TRUE,
  )
  const after = request.after ? decodeCursor(request.after, 'at-') : undefined
  const where = and(happened, after ? sql('(t.at, t.rid) < (?, ?)', [after.value, after.rid]) : TRUE)
  const rows = await db.all<DbRow & { at: string }>(
    `select ${selectColumns(fields)} from activity t where ${where.text} order by t.at desc, t.rid desc limit ?`,
    [...where.params, PAGE + 1],
  )
  const open = await db.all<DbRow>(
    `select ${selectColumns(fields)} from activity t where ${base.text} and t.done_at is null and t.type <> 'note' order by t.due_at is null, t.due_at, t.rid limit ?`,
    [...base.params, MOST_OPEN],
  )
  const counted = request.after
    ? []
    : await db.all<{ type: string; n: number }>(
        `select type, count(*) n from (select t.type from activity t where ${base.text} and (t.done_at is not null or t.type = 'note') limit ?) group by type`,
        [...base.params, MOST_COUNTED],
      )
  const shown = rows.slice(0, PAGE)
  const last = rows.length > PAGE ? shown[shown.length - 1] : undefined
  const total = counted.reduce((sum, row) => sum + row.n, 0)
  return {
    rows: await present(ctx, db, entity, fields, shown),
    open: await present(ctx, db, entity, fields, open),
    counts: Object.fromEntries(counted.map((row) => [row.type, row.n])),
    capped: total === MOST_COUNTED,
    ...(last && { next: encodeCursor({ sort: 'at-', value: last.at, rid: last.rid }) }),
  }
}

/** The reader's own open activities whose reminder fell due after `since` and up to now. */
async function reminders(ctx: Context, db: Database, request: { since: string }) {
  const entity = entityOf(ctx.catalog, 'activity')
  authorise(ctx, entity, 'view')
  const fields = visibleFields(ctx, entity)
  const where = whereOf(ctx, entity, undefined)
  const rows = await db.all<DbRow>(
    `select ${selectColumns(fields)} from activity t where ${where.text} and t.owner = ? and t.done_at is null and t.remind_at > ? and t.remind_at <= ? order by t.remind_at limit 20`,
    [...where.params, ctx.userId, request.since, ctx.now],
  )
  return { rows: await present(ctx, db, entity, fields, rows), now: ctx.now }
}

export const activityReads = { timeline, reminders }
