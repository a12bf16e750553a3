import { z } from 'zod'
import { AppError } from '../../../core/errors.ts'
import type { AccessLog } from '../../access/access-log.ts'
import type { Transaction } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { type BatchKind, closeBatch, listBatches, openBatch } from '../../records/batch.ts'
import { history } from '../../records/history.ts'
import { reveal } from '../../records/masks.ts'
import { readOne } from '../../records/read-one.ts'
import type { Values } from '../../records/row.ts'
import { titlesOf } from '../../records/titles.ts'
import { undoBatch } from './undo-batch.ts'

const Counts = z.record(z.string(), z.number())

type Names =
  | 'listRecords'
  | 'countRecords'
  | 'aggregateRecords'
  | 'groupRecords'
  | 'searchRecords'
  | 'recordTitles'
  | 'getRecord'
  | 'revealField'
  | 'createRecord'
  | 'updateRecord'
  | 'findDuplicates'
  | 'recordHistory'
  | 'deleteRecords'
  | 'restoreRecords'
  | 'undoBatch'
  | 'listBatches'

/** The engine's own routes: they work for any entity. */
export function recordHandlers(office: Office, log: AccessLog): SomeHandlers<Names> {
  const { writer, connection } = office
  return {
    listRecords: (ctx, { params, body }) => office.read(ctx, 'list', { ...params, ...body }),
    countRecords: (ctx, { params, body }) => office.read(ctx, 'count', { ...params, ...body }),
    aggregateRecords: (ctx, { params, body }) => office.read(ctx, 'aggregate', { ...params, ...body }),
    groupRecords: (ctx, { params, body }) => office.read(ctx, 'groups', { ...params, ...body }),
    searchRecords: (ctx, { body }) => {
      // That somebody searched is written down, never for what.
      log.noteLook({ userId: ctx.userId, action: 'search', ...(ctx.via && { detail: { key: ctx.via } }) }, ctx.via ?? '')
      return office.read(ctx, 'search', body)
    },
    findDuplicates: (ctx, { params, body }) => office.read(ctx, 'duplicates', { ...params, ...body }),
    recordTitles: async (ctx, { body }) => {
      const found = await Promise.all(Object.entries(body.of).map(([entity, ids]) => titlesOf(ctx, connection, entity, ids)))
      return { titles: Object.fromEntries(found.flat().map(({ id, title }) => [id, title])) }
    },
    getRecord: async (ctx, { params: { entity, id } }) => {
      const row = await readOne(ctx, connection, entity, id)
      const detail = { record: row.id, ...(ctx.via && { key: ctx.via }) }
      log.noteLook({ userId: ctx.userId, action: 'view', entity, detail }, `${row.id} ${ctx.via ?? ''}`)
      return row
    },
    revealField: (ctx, { params }) =>
      office.write(ctx, async (tx) => ({ value: await reveal(ctx, tx, params.entity, params.id, params.field) })),
    recordHistory: (ctx, { params, query }) => history(ctx, connection, params.entity, params.id, query.before),
    createRecord: (ctx, { params, body }) =>
      office.write(ctx, async (tx) => {
        const { id, version } = await writer.create(ctx, tx, params.entity, body.values)
        return { id, version }
      }),
    updateRecord: (ctx, { params, body }) => updateOrTell(office, ctx, params, body),
    deleteRecords: (ctx, { params, body }) =>
      eachOf(office, ctx, 'delete', params.entity, body.ids, (inBatch, tx, id) => writer.delete(inBatch, tx, params.entity, id)),
    restoreRecords: (ctx, { params, body }) =>
      eachOf(office, ctx, 'restore', params.entity, body.ids, (inBatch, tx, id) =>
        writer.restore(inBatch, tx, params.entity, id),
      ),
    undoBatch: (ctx, { params }) => undoBatch(office, ctx, params.batchId),
    listBatches: async (ctx) => ({
      batches: (await listBatches(ctx, connection)).map((row) => ({
        id: row.id,
        kind: row.kind,
        entity: row.entity,
        title: row.title,
        userId: row.user_id,
        state: row.state,
        counts: storedJson<Record<string, number>>(row.counts, Counts) ?? {},
        startedAt: row.started_at,
        endedAt: row.ended_at,
        undoneBy: row.undone_by,
      })),
    }),
  }
}

/** Updates a record; a stale write gets the current record with the refusal, so that the window can join what does not overlap. */
async function updateOrTell(
  office: Office,
  ctx: RequestContext,
  params: { entity: string; id: string },
  body: { version: number; values: Values },
) {
  try {
    return await office.write(ctx, async (tx) => {
      const { id, version } = await office.writer.update(ctx, tx, params.entity, params.id, body.version, body.values)
      return { id, version }
    })
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'record.stale') throw error
    throw new AppError('record.stale', error.params, { details: await readOne(ctx, office.connection, params.entity, params.id) })
  }
}

/** What may not be changed is counted, not told apart from what is not there. */
const REFUSALS = new Set(['record.not_found', 'access.denied', 'record.duplicate'])

/** Does one thing to each record as one batch, all or nothing but for those that the person may not change; they are counted. */
function eachOf(
  office: Office,
  ctx: RequestContext,
  kind: BatchKind,
  entity: string,
  ids: readonly string[],
  act: (ctx: RequestContext, tx: Transaction, id: string) => Promise<unknown>,
) {
  return office.write(ctx, async (tx) => {
    const batch = await openBatch(ctx, tx, kind, entity)
    let count = 0
    let refused = 0
    for (const id of new Set(ids)) {
      try {
        await tx.nested(() => act(batch, tx, id))
        count += 1
      } catch (error) {
        if (!(error instanceof AppError) || !REFUSALS.has(error.code) || ids.length === 1) throw error
        refused += 1
      }
    }
    await closeBatch(batch, tx, { count, refused })
    return { batchId: batch.batchId, count, refused }
  })
}
