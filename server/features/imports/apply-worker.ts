import { parentPort, workerData } from 'node:worker_threads'
import type { ImportDefinition } from '../../../core/contract/imports.ts'
import { AppError, type ErrorCode } from '../../../core/errors.ts'
import type { ReaderIdentity } from '../../db/readers.ts'
import { SqliteConnection } from '../../db/sqlite-connection.ts'
import { WriteQueue } from '../../db/write-queue.ts'
import type { Catalog } from '../../records/catalog.ts'
import { contextOf } from '../../records/context.ts'
import { Rules } from '../../records/rules.ts'
import { RecordWriter } from '../../records/write.ts'
import { RULES } from '../../rules.ts'
import { type SliceDone, SliceWriter } from './apply-slice.ts'
import { stagedRows } from './staged-file.ts'
import type { StagedRow } from './staged-row.ts'

export type ApplyInput = {
  database: string
  staged: string
  runId: string
  entity: string
  definition: ImportDefinition
  numbersFrom?: number | undefined
  identity: ReaderIdentity
  batchId: string
  via?: string
  catalog: Catalog
  /** How many rows are written already. */
  done: number
}
/** `log` brings the log of changes into the file once it is long. */
export type ApplyAsk = 'write' | 'log' | 'stop'
export type ApplyAnswer =
  | (SliceDone & { choicesMade: boolean })
  | 'ready'
  | { code: ErrorCode; params: Record<string, unknown> }
  | { unexpected: string }

/**
 * How long a slice takes, as far as can be foreseen: somebody who saves may wait for it. Shorter ones, whenever somebody waits, write the same
 * pages of the indexes more often: an import took a sixth longer, and the median save no less.
 */
const SLICE_MS = 250
/** How much is read ahead for a slice. */
const ROWS_AHEAD = 2_500
const CACHE_MB = 48
/**
 * How long the log of changes grows, in pages of 4 KB, before it is brought into the file: the same pages of the indexes are in slice after
 * slice, and are written there once.
 */
const LOG_PAGES = 32_000

/**
 * Writes one import's staged rows over a connection of its own, a slice for each time it is asked: the server's thread goes on answering
 * meanwhile, and lends it the right to write for as long as a slice takes.
 */
class ApplyProgram {
  readonly #db: SqliteConnection
  readonly #slices: SliceWriter
  readonly #rows: AsyncGenerator<StagedRow>
  #writes: WriteQueue
  #ahead: StagedRow[] = []
  #reading: Promise<void> = Promise.resolve()
  #done: number
  #msPerRow = 1
  #broughtIn = false

  constructor(input: ApplyInput) {
    const { runId, entity, definition, numbersFrom, identity, catalog, batchId, via } = input
    const ctx = { ...contextOf(identity, catalog), batchId, ...(via && { via }) }
    this.#done = input.done
    this.#db = new SqliteConnection(input.database, { cacheMb: CACHE_MB, logPages: Number.POSITIVE_INFINITY })
    this.#writes = new WriteQueue(this.#db)
    const writer = new RecordWriter(new Rules(RULES), () => undefined)
    this.#slices = new SliceWriter({ runId, entity, definition, numbersFrom, writer, ctx })
    this.#rows = stagedRows(input.staged, input.done)
  }

  async answer(): Promise<ApplyAnswer> {
    try {
      await this.readAhead()
      const { written, late } = this.#ahead.length > 0 ? await this.#write() : { written: 0, late: [] }
      this.#ahead = this.#ahead.slice(written)
      this.#done += written
      return { written, late, choicesMade: this.#slices.choicesMade }
    } catch (error) {
      this.#slices.forget()
      // What the disk said is told to the server with this, once: it knows when it is over.
      if (this.#writes.state.reason) this.#writes = new WriteQueue(this.#db)
      if (error instanceof AppError) return { code: error.code, params: { ...error.params } }
      return { unexpected: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }

  /** Reads and parses the next rows; done while others write. What fails here fails again for whoever needs the rows. */
  readAhead(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read())
    this.#reading.catch(() => undefined)
    return this.#reading
  }

  async #read(): Promise<void> {
    while (this.#ahead.length < ROWS_AHEAD) {
      const { value, done } = await this.#rows.next()
      if (done) return
      this.#ahead.push(value)
    }
  }

  async #write(): Promise<SliceDone> {
    if (this.#broughtIn) this.#writes.checkpoint(1)
    this.#broughtIn = false
    const refusal = this.#writes.state.refusal()
    if (refusal) throw refusal
    const started = performance.now()
    // What hangs on rows is written once they all are, and takes longer than they do: the slices before tell how long.
    const startTimer = () => {
      let rows = 0
      return () => ++rows * this.#msPerRow > SLICE_MS
    }
    const done = await this.#slices.write((work) => this.#writes.run(work), this.#ahead, this.#done, startTimer)
    this.#msPerRow += ((performance.now() - started) / done.written - this.#msPerRow) / 4
    return done
  }

  /**
   * Brings a long log into the file, while others write: in the server's thread everybody would wait for it, readers too. What they wrote
   * meanwhile is brought in before the next slice, so that the log begins anew. What the disk says to that is told by the next slice.
   */
  bringInLog(): void {
    this.#broughtIn = this.#writes.checkpoint(LOG_PAGES)
  }

  async close(): Promise<void> {
    this.#writes.checkpoint(1)
    await this.#rows.return(undefined)
    this.#db.close()
  }
}

if (parentPort) {
  const port = parentPort
  const program = new ApplyProgram(workerData as ApplyInput)
  port.on('message', async (ask: ApplyAsk) => {
    if (ask === 'stop') {
      await program.close()
      port.close()
      return
    }
    if (ask === 'log') {
      program.bringInLog()
      port.postMessage('ready' satisfies ApplyAnswer)
      return
    }
    port.postMessage(await program.answer())
    void program.readAhead()
  })
}
