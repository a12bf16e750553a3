import type { BulkAct, BulkRun, LeftAlone } from '../../../core/contract/bulk.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import type { Filter } from '../../../core/query/filter.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { ServerStopping } from '../../db/write-state.ts'
import type { RequestContext } from '../../http/handler.ts'
import type { Log } from '../../log.ts'
import type { Office } from '../../office.ts'
import { batchToUndo, closeBatch, openBatch, UNDO_DAYS } from '../../records/batch.ts'
import { entityOf } from '../../records/catalog.ts'
import { type Context, type ContextOfRun, mayFollow } from '../../records/context.ts'
import type { DbRow } from '../../records/row.ts'
import { endUndo, UNDO_BEGIN, type UndoState, undoSlice } from '../records/undo-batch.ts'
import { applyAct, checkAct, leftAlone, rehearse } from './apply-act.ts'
import { actOf, type BulkRow, giveUp, isUnreadable, keptOf, leftOf, ridsOf, type Undo, undoOf } from './bulk-row.ts'
import { partsOf } from './parts.ts'
import { inSlices } from './slices.ts'
import { MOST_LEFT, notMine, type Targets } from './targets.ts'

/** So many records are tried out one by one before they are changed; of the others only who may change them is known beforehand. */
const MOST_REHEARSED = 300
/** Names shown before the act. */
const MOST_SHOWN = 100

type Target = { ids?: string[] | undefined; filter?: Filter | undefined }
/**
 * What is done to many records at once: looked at first, then written as one batch in slices with other people's saves in between. How far it
 * came is stored with each slice, so that after a kill it goes on from there.
 */
export class BulkService {
  readonly #office: Office
  readonly #log: Log
  readonly #contextOfRun: ContextOfRun
  readonly #running = new Map<string, Promise<unknown>>()
  readonly #stopped = new Set<string>()
  #closing = false

  constructor({ office, log, contextOfRun }: { office: Office; log: Log; contextOfRun: ContextOfRun }) {
    this.#office = office
    this.#log = log
    this.#contextOfRun = contextOfRun
  }

  /** How many records the act is about, how many of them would be left alone, and the first of these with the reason. */
  async preview(ctx: RequestContext, entityKey: string, target: Target, act: BulkAct) {
    const entity = entityOf(ctx.catalog, entityKey)
    checkAct(ctx, entity, act)
    const found = await this.#find(ctx, entityKey, target, act)
    const denied = notMine(entity, act, found)
    const total = found.rids.length + found.refused
    const tried = found.rids.slice(0, MOST_REHEARSED)
    const { idempotency: _, ...plain } = ctx
    const left: LeftAlone[] = []
    await inSlices(this.#office, tried, {
      each: async (tx, rid) => {
        const row = await rowByRid(tx, entity, rid)
        if (!row) return
        try {
          await rehearse(tx, () => applyAct(plain, tx, this.#office.writer, entity, row, act))
        } catch (error) {
          left.push(leftAlone(ctx, entity, row, error))
        }
      },
    })
    return {
      total,
      refused: found.refused + left.length,
      untried: found.rids.length - tried.length,
      left: [...denied, ...left].slice(0, MOST_SHOWN),
    }
  }

  /** Begins the act on all that may be changed. What it leaves alone is listed in the run. */
  async start(ctx: RequestContext, entityKey: string, target: Target, act: BulkAct): Promise<{ batchId: string; total: number }> {
    const entity = entityOf(ctx.catalog, entityKey)
    checkAct(ctx, entity, act)
    const found = await this.#find(ctx, entityKey, target, act)
    const started = await this.#office.write(ctx, async (tx) => {
      const batch = await openBatch(ctx, tx, act.kind === 'delete' ? 'delete' : 'edit', entityKey)
      await tx.run(
        'insert into bulk_run (batch_id, entity, user_id, lang, act, rids, total, refused, left_alone, via) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
          batch.batchId,
          entityKey,
          ctx.userId,
          ctx.lang,
          JSON.stringify(act),
          JSON.stringify(found.rids),
          found.rids.length + found.refused,
          found.refused,
          JSON.stringify(notMine(entity, act, found)),
          ctx.via ?? null,
        ],
      )
      return { batchId: batch.batchId, total: found.rids.length + found.refused }
    })
    await this.#resume(ctx, started.batchId)
    return started
  }

  /**
   * Begins to take a batch back, which goes on while its person works elsewhere. Who asks again while it runs is told of the same run.
   * Throws what `batchToUndo` throws.
   */
  async startUndo(ctx: RequestContext, batchId: string): Promise<{ batchId: string; total: number }> {
    const batch = await batchToUndo(ctx, this.#office.connection, batchId)
    const act = JSON.stringify({ kind: 'undo', of: batchId } satisfies Undo)
    const running = await this.#office.connection.get<BulkRow>("select * from bulk_run where state = 'running' and act = ?", [
      act,
    ])
    if (running) return { batchId: running.batch_id, total: running.total }
    const started = await this.#office.write(ctx, async (tx) => {
      const undo = await openBatch(ctx, tx, 'undo', batch.entity, batch.title)
      const count = await tx.get<{ total: number }>('select count(*) as total from change where batch_id = ?', [batchId])
      const total = count?.total ?? 0
      await tx.run(
        'insert into bulk_run (batch_id, entity, user_id, lang, act, rids, total, left_alone) values (?, ?, ?, ?, ?, ?, ?, ?)',
        [undo.batchId, batch.entity ?? '', ctx.userId, ctx.lang, act, JSON.stringify([UNDO_BEGIN.before]), total, '[]'],
      )
      return { batchId: undo.batchId, total }
    })
    await this.#resume(ctx, started.batchId)
    return started
  }

  /** Begins, or goes on with, what `prepareParts` put on paper. */
  open(ctx: RequestContext, batchId: string): Promise<void> {
    return this.#resume(ctx, batchId)
  }

  /** How far a run is. Throws `record.not_found` for those of others. */
  async progress(ctx: Context, batchId: string): Promise<BulkRun> {
    const row = await this.#row(batchId)
    if (!row || !mayFollow(ctx, row)) throw new AppError('record.not_found')
    return {
      batchId,
      entity: row.entity,
      state: row.state,
      total: row.total,
      done: row.done,
      changed: row.changed,
      refused: row.refused,
      ...(undoOf(row) ? { left: [], kept: keptOf(row) } : { left: leftOf(row) }),
      ...(isUnreadable(row) && { unreadable: true as const }),
    }
  }

  /** Stops a run after the slice in hand; what it wrote stays and can be undone. */
  async cancel(ctx: Context, batchId: string): Promise<BulkRun> {
    await this.progress(ctx, batchId)
    this.#stopped.add(batchId)
    await this.#running.get(batchId)
    return this.progress(ctx, batchId)
  }

  /** Goes on with what was under way when the server stopped, and forgets what can no longer be undone. */
  async recover(): Promise<void> {
    const now = this.#office.clock.now()
    const since = new Date(now.getTime() - UNDO_DAYS * 86_400_000).toISOString()
    await this.#office.writeInTime((tx) =>
      tx.run("delete from bulk_run where state <> 'running' and batch_id in (select id from batch where started_at < ?)", [
        since,
      ]),
    )
    const waiting = await this.#office.connection.all<BulkRow>("select * from bulk_run where state = 'running'")
    for (const row of waiting) {
      const ctx = await this.#contextOfRun(row, row.lang).catch(() => undefined)
      if (ctx) await this.#resume(ctx, row.batch_id)
      else await this.#office.writeInTime((tx) => this.#end(tx, row.batch_id, 'cancelled', now.toISOString()))
    }
  }

  /** Stops after the slices in hand; the next start of the server goes on. */
  async close(): Promise<void> {
    this.#closing = true
    await Promise.all(this.#running.values())
  }

  async #find(ctx: RequestContext, entity: string, { ids, filter }: Target, act: BulkAct): Promise<Targets> {
    const action = act.kind === 'delete' ? 'delete' : 'edit'
    const reply = await this.#office.read(ctx, 'bulkTargets', { entity, action, ...(ids && { ids }), ...(filter && { filter }) })
    return reply.parsed() as Targets
  }

  #row(batchId: string): Promise<BulkRow | undefined> {
    return this.#office.connection.get<BulkRow>('select * from bulk_run where batch_id = ?', [batchId])
  }

  async #resume(ctx: RequestContext, batchId: string): Promise<void> {
    if (this.#running.has(batchId)) return
    const row = await this.#row(batchId)
    if (row?.state !== 'running') return
    const { idempotency: _, ...plain } = ctx
    const of = undoOf(row)
    const context = { ...plain, batchId }
    const work: Promise<unknown> = (of ? this.#undo(context, row, of) : this.#work(context, row))
      .catch(
        (error: unknown) =>
          error instanceof ServerStopping || this.#log.error({ err: error, batchId }, 'an act on many records stopped'),
      )
      .finally(() => {
        this.#running.delete(batchId)
        this.#stopped.delete(batchId)
      })
    this.#running.set(batchId, work)
  }

  async #work(ctx: Context & { batchId: string }, run: BulkRow): Promise<void> {
    const act = actOf(run)
    const rids = ridsOf(run)
    if (!act || act.kind === 'undo' || !rids) return giveUp(this.#office, this.#log, ctx, run)
    const partOf = partsOf(act, run.entity)
    const left = leftOf(run)
    let { changed, refused } = run
    let kept = { changed, refused, left: left.length }
    await inSlices(this.#office, rids, {
      from: run.done,
      begin: () => {
        changed = kept.changed
        refused = kept.refused
        left.length = kept.left
      },
      go: () => !this.#closing && !this.#stopped.has(ctx.batchId),
      each: async (tx, rid, at) => {
        const { act, ...part } = partOf(at)
        const entity = entityOf(ctx.catalog, part.entity)
        const row = await rowByRid(tx, entity, rid)
        if (!row) return
        try {
          if (await tx.nested(() => applyAct(ctx, tx, this.#office.writer, entity, row, act))) changed += 1
        } catch (error) {
          refused += 1
          if (left.length < MOST_LEFT) left.push(leftAlone(ctx, entity, row, error))
        }
      },
      after: async (tx, done) => {
        await tx.run('update bulk_run set done = ?, changed = ?, refused = ?, left_alone = ? where batch_id = ?', [
          done,
          changed,
          refused,
          JSON.stringify(left),
          ctx.batchId,
        ])
        tx.afterCommit(() => {
          kept = { changed, refused, left: left.length }
        })
      },
    })
    if (this.#closing) return
    const state = this.#stopped.has(ctx.batchId) ? 'cancelled' : 'done'
    const now = this.#office.clock.now().toISOString()
    await this.#office.writeInTime(async (tx) => {
      await this.#end(tx, ctx.batchId, state, now)
      await closeBatch({ ...ctx, now }, tx, { count: changed, refused })
    })
  }

  async #undo(ctx: Context & { batchId: string }, run: BulkRow, of: string): Promise<void> {
    const batch = await batchToUndo(ctx, this.#office.connection, of)
    const [before = UNDO_BEGIN.before] = ridsOf(run) ?? []
    let state: UndoState = { before, done: run.done, undone: run.changed, kept: keptOf(run) }
    let more = true
    while (more && !this.#closing && !this.#stopped.has(ctx.batchId))
      more = await this.#office.writeInTime(async (tx) => {
        const to = await undoSlice(this.#office, ctx, tx, batch, state)
        if (!to) return false
        tx.afterCommit(() => {
          state = to
        })
        await tx.run('update bulk_run set done = ?, changed = ?, refused = ?, left_alone = ?, rids = ? where batch_id = ?', [
          to.done,
          to.undone,
          to.kept.length,
          JSON.stringify(to.kept),
          JSON.stringify([to.before]),
          ctx.batchId,
        ])
        return true
      })
    if (more && this.#closing) return
    const now = this.#office.clock.now().toISOString()
    await this.#office.writeInTime(async (tx) => {
      await this.#end(tx, ctx.batchId, more ? 'cancelled' : 'done', now)
      if (more) await closeBatch({ ...ctx, now }, tx, { undone: state.undone, kept: state.kept.length })
      else await endUndo({ ...ctx, now }, tx, batch, state)
    })
  }

  async #end(tx: Transaction, batchId: string, state: BulkRun['state'], now: string): Promise<void> {
    await tx.run("update bulk_run set state = ?, rids = '[]' where batch_id = ?", [state, batchId])
    await tx.run("update batch set state = 'done', ended_at = ? where id = ? and ended_at is null", [now, batchId])
  }
}

const rowByRid = (db: Database, entity: EntityDef, rid: number): Promise<DbRow | undefined> =>
  db.get<DbRow>(`select * from ${entity.table} where rid = ?`, [rid])
