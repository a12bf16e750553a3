import { existsSync } from 'node:fs'
import type { ImportRun } from '../../../core/contract/imports.ts'
import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import { isPostgresUrl } from '../../db/open-reader.ts'
import { ServerStopping } from '../../db/write-state.ts'
import type { RequestContext } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { closeBatch, openBatch } from '../../records/batch.ts'
import { entityOf } from '../../records/catalog.ts'
import { setNumbersAside } from '../../records/codes.ts'
import type { Context } from '../../records/context.ts'
import { setMerging } from '../../records/postings.ts'
import { undoBatch } from '../records/undo-batch.ts'
import { SliceWriter } from './apply-slice.ts'
import { ApplyThread } from './apply-thread.ts'
import { countsOf, detailOf, numbersItself, type RunRow, saveRun } from './import-run.ts'
import { stagedRows } from './staged-file.ts'
import type { StagedRow } from './staged-row.ts'

/** Where an import's staged rows lie, and the file or the address of the database into which they go. */
type ApplyFiles = { staged: string; database: string }

/** From so many rows on a thread does the writing: a small import is done sooner than a thread has started. */
const FROM_THREAD = 2_000

/** How much is written in one commit. */
type Slice = { ms: number; rows: number }
/** Other people's saves come in between. */
const SHARED: Slice = { ms: 30, rows: 250 }
/** The server answers while PostgreSQL works: only those who save wait, and in 30 ms it takes four rows. */
const BY_JOURNEYS: Slice = { ms: 200, rows: 250 }
/** While the server is not open yet nobody waits, and large commits touch each page of an index less often. */
const ALONE: Slice = { ms: 1_000, rows: 2_500 }

/**
 * Writes the staged rows of one import, slice by slice. How far it came is stored with each slice, so that after a kill it
 * goes on from there; when it cannot be finished or is cancelled, everything it wrote is taken back.
 */
export class ApplyRun {
  readonly #office: Office
  readonly #ctx: Context & { batchId: string }
  readonly #row: RunRow
  readonly #staged: string
  readonly #slice: Slice
  readonly #slices: SliceWriter
  readonly #database: string
  #choicesMadeElsewhere = false
  readonly #late: number[] = []
  #stop: 'cancel' | 'pause' | undefined
  #ended: Promise<void> | undefined
  done: number

  private constructor(office: Office, ctx: Context & { batchId: string }, row: RunRow, files: ApplyFiles, slice: Slice) {
    this.#office = office
    this.#slice = slice
    this.#ctx = ctx
    this.#row = row
    this.#staged = files.staged
    this.#database = files.database
    const { definition, numbersFrom } = detailOf(row)
    this.#slices = new SliceWriter({ ctx, writer: office.writer, runId: row.id, entity: row.entity, definition, numbersFrom })
    this.done = row.applied
  }

  /** Opens the batch, sets aside the numbers of what the import adds, and marks the run as being written. */
  static async start(office: Office, ctx: Context, row: RunRow, files: ApplyFiles): Promise<ApplyRun> {
    let detail = detailOf(row)
    const inBatch = await office.writeAlone(async (tx) => {
      const batch = await openBatch(ctx, tx, 'import', row.entity, row.file_name)
      const numbersFrom = await firstNumber(ctx, tx, row)
      detail = { ...detail, ...(numbersFrom !== undefined && { numbersFrom }) }
      await saveRun(tx, row.id, { state: 'applying', detail, batchId: batch.batchId })
      await tx.run('update import_run set applied = 0 where id = ?', [row.id])
      return batch
    })
    const { idempotency: _, ...plain } = inBatch as RequestContext & { batchId: string }
    const begun = { ...row, definition: JSON.stringify(detail), applied: 0, batch_id: inBatch.batchId }
    return new ApplyRun(office, plain, begun, files, sharedSlice(files))
  }

  /** Takes up a run that was being written when the server stopped; unless the office has to wait, nobody is served before it has ended. */
  static resume(office: Office, ctx: Context, row: RunRow, files: ApplyFiles): ApplyRun {
    const slice = office.state.reason ? sharedSlice(files) : ALONE
    return new ApplyRun(office, { ...ctx, batchId: row.batch_id ?? '' }, row, files, slice)
  }

  /** Writes everything. Resolves when the import is done, taken back, or paused. */
  work(): Promise<void> {
    this.#ended ??= this.#work()
    return this.#ended
  }

  async #work(): Promise<void> {
    if (!existsSync(this.#staged)) return this.#takeBack('failed', { code: 'import.not_ready', params: {} })
    try {
      await this.#writeAll()
    } catch (error) {
      if (error instanceof ServerStopping) return
      const known =
        error instanceof AppError ? { code: error.code, params: { ...error.params } } : { code: 'server.unexpected', params: {} }
      await this.#takeBack('failed', known)
      if (!(error instanceof AppError)) throw error
      return
    }
    if (this.#stop === 'pause') return
    if (this.#stop === 'cancel') return this.#takeBack('cancelled')
    await this.#finish()
  }

  async #writeAll(): Promise<void> {
    const { rowCount } = detailOf(this.#row)
    const takesLong = rowCount >= FROM_THREAD && this.#slice === SHARED
    if (!takesLong || isPostgresUrl(this.#database)) return this.#writeHere()
    const entity = entityOf(this.#ctx.catalog, this.#row.entity)
    await this.#office.writeInTime((tx) => setMerging(tx, entity, 'many'))
    await this.#office.leavingLog(() => this.#writeInThread())
    // Whoever stops the server does not wait for this: the night does it.
    if (this.#stop !== 'pause') await this.#office.writeInTime((tx) => setMerging(tx, entity, 'usual'))
  }

  /** Has a thread write, which takes its turn like everybody: the server answers meanwhile, and the import need not stop at each blink. */
  async #writeInThread(): Promise<void> {
    const { id: runId, entity } = this.#row
    const { definition, numbersFrom } = detailOf(this.#row)
    const files = { staged: this.#staged, database: this.#database }
    const thread = new ApplyThread({ ctx: this.#ctx, ...files, runId, entity, done: this.done, definition, numbersFrom })
    try {
      for (;;) {
        const { written, late } = await thread.write(this.#office)
        if (written === 0) return
        this.done += written
        this.#late.push(...late)
        this.#office.feed.publish()
        if (this.#stop) return
      }
    } finally {
      this.#choicesMadeElsewhere = thread.choicesMade
      await thread.stop()
    }
  }

  async #writeHere(): Promise<void> {
    const rows = stagedRows(this.#staged, this.done)
    let slice: StagedRow[] = []
    for await (const row of rows) {
      slice.push(row)
      if (slice.length < this.#slice.rows) continue
      await this.#writeRows(slice)
      slice = []
      if (this.#stop) return
    }
    await this.#writeRows(slice)
  }

  /** Writes some rows in as many slices as their time takes. */
  async #writeRows(rows: readonly StagedRow[]): Promise<void> {
    let at = 0
    while (at < rows.length) {
      const startTimer = () => {
        const until = performance.now() + this.#slice.ms
        return () => performance.now() > until
      }
      const { written, late } = await this.#slices.write(
        (work) => this.#office.writeInTime(work),
        rows.slice(at),
        this.done,
        startTimer,
      )
      at += written
      this.done += written
      this.#late.push(...late)
      if (this.#stop) return
    }
  }

  /** True once the import added to a pick list. */
  get #choicesMade(): boolean {
    return this.#slices.choicesMade || this.#choicesMadeElsewhere
  }

  async #finish(): Promise<void> {
    const counts = countsOf(this.#row)
    const late = this.#late.length
    // Whoever hears that the import is done finds the words that it added to pick lists.
    if (this.#choicesMade) await this.#office.reloadCatalog()
    await this.#office.writeInTime(async (tx) => {
      const now = this.#office.clock.now().toISOString()
      await saveRun(tx, this.#row.id, {
        state: 'done',
        endedAt: now,
        ...(counts && { counts: { ...counts, bad: counts.bad + late } }),
      })
      await closeBatch({ ...this.#ctx, now }, tx, {
        ...(counts && { added: counts.add + counts.warn, updated: counts.update, skipped: counts.skip }),
        failed: (counts?.bad ?? 0) + late,
      })
    })
  }

  async #takeBack(state: ImportRun['state'], error?: { code: string; params: Record<string, unknown> }): Promise<void> {
    await undoBatch(this.#office, this.#ctx, this.#ctx.batchId)
    if (this.#choicesMade) await this.#office.reloadCatalog()
    const detail = { ...detailOf(this.#row), ...(error && { error }) }
    await this.#office.writeInTime((tx) =>
      saveRun(tx, this.#row.id, { state, detail, endedAt: this.#office.clock.now().toISOString() }),
    )
  }

  /** Takes back what a run wrote before the server stopped, instead of going on. */
  takeBack(): Promise<void> {
    return this.#takeBack('cancelled')
  }

  /** Stops and takes everything back. Resolves when that is done. */
  async cancel(): Promise<void> {
    this.#stop = 'cancel'
    await this.#ended
  }

  /** Stops after the slice in hand; the next start of the server goes on. */
  async pause(): Promise<void> {
    this.#stop ??= 'pause'
    await this.#ended?.catch(() => undefined)
  }
}

async function firstNumber(ctx: Context, tx: Transaction, row: RunRow): Promise<number | undefined> {
  const entity = entityOf(ctx.catalog, row.entity)
  const { add = 0, warn = 0 } = countsOf(row) ?? {}
  return numbersItself(entity, detailOf(row).definition) ? setNumbersAside(ctx, tx, entity, add + warn) : undefined
}

/** Takes back what a run wrote before the server stopped, of which nobody can read any more what it was to write. */
export async function takeBackUnreadable(office: Office, ctx: Context, row: RunRow): Promise<void> {
  if (row.batch_id) await undoBatch(office, { ...ctx, batchId: row.batch_id }, row.batch_id)
  await office.writeInTime((tx) => saveRun(tx, row.id, { state: 'failed', endedAt: office.clock.now().toISOString() }))
}

const sharedSlice = ({ database }: ApplyFiles): Slice => (isPostgresUrl(database) ? BY_JOURNEYS : SHARED)
