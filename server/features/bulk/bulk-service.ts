import type { BulkAct, BulkRun, LeftAlone } from '../../../core/contract/bulk.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import type { Filter } from '../../../core/query/filter.ts'
import type { Database, Transaction } from '../../db/database.ts'
import type { RequestContext } from '../../http/handler.ts'
import type { Log } from '../../log.ts'
import type { Office } from '../../office.ts'
import { closeBatch, openBatch, UNDO_DAYS } from '../../records/batch.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import type { DbRow } from '../../records/row.ts'
import { applyAct, checkAct, leftAlone, rehearse } from './apply-act.ts'
import { inSlices } from './slices.ts'
import { MOST_LEFT, type Targets } from './targets.ts'

/** Up to so many records are tried out one by one before they are changed; of more, only who may change them is known beforehand. */
const MOST_REHEARSED = 300
/** Names shown before the act. */
const MOST_SHOWN = 100

type Target = { ids?: string[] | undefined; filter?: Filter | undefined }
/** Some records of one kind, and what is done to them. */
export type Part = { entity: string; act: BulkAct; rids: number[] }
/** What a run does as it is stored: one act on all its rows, or an act for each stretch of them. */
type StoredAct = BulkAct | { kind: 'parts'; parts: { entity: string; act: BulkAct; count: number }[] }
type BulkRow = {
  batch_id: string
  entity: string
  user_id: string
  lang: 'th' | 'en'
  act: string
  rids: string
  total: number
  done: number
  changed: number
  refused: number
  left_alone: string
  state: BulkRun['state']
}

/**
 * What is done to many records at once: looked at first, then written as one batch in slices with other people's saves in between. How far it
 * came is stored with each slice, so that after a kill it goes on from there.
 */
export class BulkService {
  readonly #office: Office
  readonly #log: Log
  readonly #running = new Map<string, Promise<void>>()
  readonly #stopped = new Set<string>()
  #closing = false

  constructor({ office, log }: { office: Office; log: Log }) {
    this.#office = office
    this.#log = log
  }

  /** How many records the act is about, how many of them would be left alone, and the first of these with the reason. */
  async preview(ctx: RequestContext, entityKey: string, target: Target, act: BulkAct) {
    const entity = entityOf(ctx.catalog, entityKey)
    checkAct(ctx, entity, act)
    const found = await this.#find(ctx, entityKey, target, act)
    const denied = notMine(entity, act, found)
    const total = found.rids.length + found.refused
    if (found.rids.length > MOST_REHEARSED)
      return { total, refused: found.refused, checked: false, left: denied.slice(0, MOST_SHOWN) }
    const { idempotency: _, ...plain } = ctx
    const left: LeftAlone[] = []
    await inSlices(this.#office, found.rids, {
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
    return { total, refused: found.refused + left.length, checked: true, left: [...denied, ...left].slice(0, MOST_SHOWN) }
  }

  /** Begins the act on all that may be changed. What it leaves alone is listed in the run. */
  async start(ctx: RequestContext, entityKey: string, target: Target, act: BulkAct): Promise<{ batchId: string; total: number }> {
    const entity = entityOf(ctx.catalog, entityKey)
    checkAct(ctx, entity, act)
    const found = await this.#find(ctx, entityKey, target, act)
    const started = await this.#office.write(ctx, async (tx) => {
      const batch = await openBatch(ctx, tx, act.kind === 'delete' ? 'delete' : 'edit', entityKey)
      await tx.run(
        'insert into bulk_run (batch_id, entity, user_id, lang, act, rids, total, refused, left_alone) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
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
        ],
      )
      return { batchId: batch.batchId, total: found.rids.length + found.refused }
    })
    await this.#resume(ctx, started.batchId)
    return started
  }

  /**
   * Puts a run of the server's own making on paper, in the caller's transaction: parts of several kinds of records, undone as one.
   * `open` gets it going once that transaction is on disk.
   */
  async prepare(ctx: Context & { batchId: string }, tx: Transaction, parts: readonly Part[]): Promise<{ total: number }> {
    const rids = parts.flatMap((part) => part.rids)
    const act: StoredAct = { kind: 'parts', parts: parts.map(({ rids: of, ...part }) => ({ ...part, count: of.length })) }
    await tx.run(
      "insert into bulk_run (batch_id, entity, user_id, lang, act, rids, total, refused, left_alone) values (?, ?, ?, ?, ?, ?, ?, 0, '[]')",
      [ctx.batchId, parts[0]?.entity ?? '', ctx.userId, ctx.lang, JSON.stringify(act), JSON.stringify(rids), rids.length],
    )
    return { total: rids.length }
  }

  /** Begins, or goes on with, what `prepare` put on paper. */
  open(ctx: RequestContext, batchId: string): Promise<void> {
    return this.#resume(ctx, batchId)
  }

  /** How far a run is. Throws `record.not_found` for those of others. */
  async progress(ctx: Context, batchId: string): Promise<BulkRun> {
    const row = await this.#row(batchId)
    if (!row || !(row.user_id === ctx.userId || ctx.policy.admin)) throw new AppError('record.not_found')
    return {
      batchId,
      entity: row.entity,
      state: row.state,
      total: row.total,
      done: row.done,
      changed: row.changed,
      refused: row.refused,
      left: JSON.parse(row.left_alone) as LeftAlone[],
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
    await this.#office.writeAlone((tx) =>
      tx.run("delete from bulk_run where state <> 'running' and batch_id in (select id from batch where started_at < ?)", [
        since,
      ]),
    )
    const waiting = await this.#office.connection.all<BulkRow>("select * from bulk_run where state = 'running'")
    for (const row of waiting) {
      const ctx = await this.#office.contextOf(row.user_id, row.lang).catch(() => undefined)
      if (ctx) await this.#resume(ctx, row.batch_id)
      else await this.#office.writeAlone((tx) => this.#end(tx, row.batch_id, 'cancelled', now.toISOString()))
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
    const work = this.#work({ ...plain, batchId }, row)
      .catch((error: unknown) => this.#log.error({ err: error, batchId }, 'an act on many records stopped'))
      .finally(() => {
        this.#running.delete(batchId)
        this.#stopped.delete(batchId)
      })
    this.#running.set(batchId, work)
  }

  async #work(ctx: Context & { batchId: string }, run: BulkRow): Promise<void> {
    const partOf = partsOf(JSON.parse(run.act) as StoredAct, run.entity)
    const rids = JSON.parse(run.rids) as number[]
    const left = JSON.parse(run.left_alone) as LeftAlone[]
    let { changed, refused } = run
    await inSlices(this.#office, rids, {
      from: run.done,
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
      after: (tx, done) =>
        tx
          .run('update bulk_run set done = ?, changed = ?, refused = ?, left_alone = ? where batch_id = ?', [
            done,
            changed,
            refused,
            JSON.stringify(left),
            ctx.batchId,
          ])
          .then(() => undefined),
    })
    if (this.#closing) return
    const state = this.#stopped.has(ctx.batchId) ? 'cancelled' : 'done'
    const now = this.#office.clock.now().toISOString()
    await this.#office.writeAlone(async (tx) => {
      await this.#end(tx, ctx.batchId, state, now)
      await closeBatch({ ...ctx, now }, tx, { count: changed, refused })
    })
  }

  async #end(tx: Transaction, batchId: string, state: BulkRun['state'], now: string): Promise<void> {
    await tx.run("update bulk_run set state = ?, rids = '[]' where batch_id = ?", [state, batchId])
    await tx.run("update batch set state = 'done', ended_at = ? where id = ? and ended_at is null", [now, batchId])
  }
}

/** What is done to each row number, by its place among all of them. */
function partsOf(act: StoredAct, entity: string): (at: number) => { entity: string; act: BulkAct } {
  if (act.kind !== 'parts') return () => ({ entity, act })
  const ends: number[] = []
  for (const part of act.parts) ends.push((ends.at(-1) ?? 0) + part.count)
  return (at) => {
    const part = act.parts[ends.findIndex((end) => at < end)]
    if (!part) throw new Error(`no part for row ${at}`)
    return part
  }
}

/** Those that may be seen, but not changed. */
const notMine = (entity: EntityDef, act: BulkAct, { left }: Targets): LeftAlone[] =>
  left.map((row) => ({
    ...row,
    reason: { code: 'access.denied', params: { entity: entity.key, action: act.kind === 'delete' ? 'delete' : 'edit' } },
  }))

const rowByRid = (db: Database, entity: EntityDef, rid: number): Promise<DbRow | undefined> =>
  db.get<DbRow>(`select * from ${entity.table} where rid = ?`, [rid])
