import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import { type ApplierParts, RowApplier } from './apply-rows.ts'
import type { StagedRow } from './staged-row.ts'

/** What a slice did: how many rows it is through with, and the lines of those that had become impossible and are left out. */
export type SliceDone = { written: number; late: number[] }

/** A row of a slice was refused: nothing of its transaction may stay. Which row it was is found out by writing each on its own. */
class SliceRefused extends Error {}

/** Writes the staged rows of one import a slice at a time, each within the transaction it is given, with how far the import is. */
export class SliceWriter {
  readonly #applier: RowApplier
  readonly #runId: string

  constructor(parts: ApplierParts) {
    this.#runId = parts.runId
    this.#applier = new RowApplier(parts)
  }

  /** True once a pick list got a new entry, so that the configuration must be read again. */
  get choicesMade(): boolean {
    return this.#applier.choicesMade
  }

  /**
   * Writes rows until `isOver` says that the slice's time is, in a transaction that `run` opens. `before` rows of the import are written
   * already. The rows of a slice stand and fall together: a part of the transaction for each would make the search index write its
   * postings out each time. Only when a row is refused, the slice is written anew with a part for each.
   */
  async write(
    run: (work: (tx: Transaction) => Promise<SliceDone>) => Promise<SliceDone>,
    rows: readonly StagedRow[],
    before: number,
    startTimer: () => () => boolean,
  ): Promise<SliceDone> {
    let tried = false
    const slice = (eachAlone: boolean) =>
      run(async (tx) => {
        // A full disk, too, may have taken the slice back after it was written.
        if (tried) this.forget()
        tried = true
        const late: number[] = []
        const isOver = startTimer()
        const written = eachAlone
          ? await inTime(rows, isOver, (row) => this.#writeAlone(tx, row, late))
          : await this.#writeTogether(tx, rows, isOver)
        await tx.run('update import_run set applied = ? where id = ?', [before + written, this.#runId])
        return { written, late }
      })
    try {
      return await slice(false)
    } catch (error) {
      if (!(error instanceof SliceRefused)) throw error
      return slice(true)
    }
  }

  async #writeTogether(tx: Transaction, rows: readonly StagedRow[], isOver: () => boolean): Promise<number> {
    try {
      const written = await inTime(rows, isOver, (row) => this.#applier.apply(tx, row))
      await this.#applier.complete(tx)
      return written
    } catch (error) {
      throw error instanceof AppError ? new SliceRefused() : error
    }
  }

  /** A row that the dry run let through may have become impossible since: a code taken, a record changed by somebody. */
  async #writeAlone(tx: Transaction, row: StagedRow, late: number[]): Promise<void> {
    try {
      await tx.nested(async () => {
        await this.#applier.apply(tx, row)
        await this.#applier.complete(tx)
      })
    } catch (error) {
      this.#applier.forget()
      if (!(error instanceof AppError)) throw error
      if (!this.#applier.skipsBadRows) throw new AppError(error.code, { ...error.params, line: row.line })
      late.push(row.line)
    }
  }

  /** Forgets what a slice had made that was taken back. */
  forget(): void {
    this.#applier.forget()
  }
}

async function inTime(
  rows: readonly StagedRow[],
  isOver: () => boolean,
  write: (row: StagedRow) => Promise<void>,
): Promise<number> {
  let written = 0
  for (const row of rows) {
    await write(row)
    written += 1
    if (isOver()) break
  }
  return written
}
