import { existsSync } from 'node:fs'
import type { ImportCounts, ImportRun } from '../../../core/contract/imports.ts'
import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import { ServerStopping } from '../../db/write-state.ts'
import type { RequestContext } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { closeBatch, openBatch } from '../../records/batch.ts'
import type { Context } from '../../records/context.ts'
import { undoBatch } from '../records/undo-batch.ts'
import { RowApplier } from './apply-rows.ts'
import { countsOf, detailOf, type RunRow, saveRun } from './import-run.ts'
import { stagedRows } from './staged-file.ts'
import type { StagedRow } from './staged-row.ts'

/** How much is written in one commit. */
type Slice = { ms: number; rows: number }
/** Other people's saves come in between. */
const SHARED: Slice = { ms: 30, rows: 250 }
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
  readonly #applier: RowApplier
  readonly #late: number[] = []
  #stop: 'cancel' | 'pause' | undefined
  #ended: Promise<void> | undefined
  done: number

  private constructor(office: Office, ctx: Context & { batchId: string }, row: RunRow, staged: string, slice: Slice) {
    this.#office = office
    this.#slice = slice
    this.#ctx = ctx
    this.#row = row
    this.#staged = staged
    this.#applier = new RowApplier(row.id, ctx, office.writer, row.entity, detailOf(row).definition)
    this.done = row.applied
  }

  /** Opens the batch and marks the run as being written. */
  static async start(office: Office, ctx: Context, row: RunRow, staged: string): Promise<ApplyRun> {
    const inBatch = await office.writeAlone(async (tx) => {
      const batch = await openBatch(ctx, tx, 'import', row.entity, row.file_name)
      await tx.run("update import_run set state = 'applying', batch_id = ?, applied = 0 where id = ?", [batch.batchId, row.id])
      return batch
    })
    const { idempotency: _, ...plain } = inBatch as RequestContext & { batchId: string }
    return new ApplyRun(office, plain, { ...row, applied: 0, batch_id: inBatch.batchId }, staged, SHARED)
  }

  /** Takes up a run that was being written when the server stopped; unless the office has to wait, nobody is served before it has ended. */
  static resume(office: Office, ctx: Context, row: RunRow, staged: string): ApplyRun {
    return new ApplyRun(office, { ...ctx, batchId: row.batch_id ?? '' }, row, staged, office.state.reason ? SHARED : ALONE)
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
      let again = false
      const late = this.#late.length
      at += await this.#office.writeInTime(async (tx) => {
        // A full disk took the slice back after it was written.
        if (again) this.#applier.forget()
        again = true
        this.#late.length = late
        const written = await this.#writeSlice(tx, rows.slice(at))
        await tx.run('update import_run set applied = ? where id = ?', [this.done + written, this.#row.id])
        tx.afterCommit(() => {
          this.done += written
        })
        return written
      })
      if (this.#stop) return
    }
  }

  /**
   * Writes as many rows as fit into a slice's time and returns how many. The slice is one nested part: a part for each row
   * would make the search index write its postings out each time. Only when a row fails, each gets its own.
   */
  async #writeSlice(tx: Transaction, rows: readonly StagedRow[]): Promise<number> {
    try {
      return await tx.nested(() => this.#inTime(rows, (row) => this.#applier.apply(tx, row)))
    } catch (error) {
      this.#applier.forget()
      if (!(error instanceof AppError)) throw error
      return this.#inTime(rows, (row) => this.#writeAlone(tx, row))
    }
  }

  async #inTime(rows: readonly StagedRow[], write: (row: StagedRow) => Promise<void>): Promise<number> {
    const until = performance.now() + this.#slice.ms
    let written = 0
    for (const row of rows) {
      await write(row)
      written += 1
      if (performance.now() > until) break
    }
    return written
  }

  /** A row that the dry run let through may have become impossible since: a code taken, a record changed by somebody. */
  async #writeAlone(tx: Transaction, row: StagedRow): Promise<void> {
    try {
      await tx.nested(() => this.#applier.apply(tx, row))
    } catch (error) {
      this.#applier.forget()
      if (!(error instanceof AppError)) throw error
      if (!this.#applier.skipsBadRows) throw new AppError(error.code, { ...error.params, line: row.line })
      this.#late.push(row.line)
    }
  }

  async #finish(): Promise<void> {
    const counts = countsOf(this.#row) as ImportCounts
    const late = this.#late.length
    // Whoever hears that the import is done finds the words that it added to pick lists.
    if (this.#applier.choicesMade) await this.#office.reloadCatalog()
    await this.#office.writeInTime(async (tx) => {
      const now = this.#office.clock.now().toISOString()
      await saveRun(tx, this.#row.id, { state: 'done', endedAt: now, counts: { ...counts, bad: counts.bad + late } })
      await closeBatch({ ...this.#ctx, now }, tx, {
        added: counts.add + counts.warn,
        updated: counts.update,
        skipped: counts.skip,
        failed: counts.bad + late,
      })
    })
  }

  async #takeBack(state: ImportRun['state'], error?: { code: string; params: Record<string, unknown> }): Promise<void> {
    await undoBatch(this.#office, this.#ctx, this.#ctx.batchId)
    if (this.#applier.choicesMade) await this.#office.reloadCatalog()
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
