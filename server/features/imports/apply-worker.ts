import { parentPort, workerData } from 'node:worker_threads'
import { compilePolicy } from '../../../core/access/policy.ts'
import type { ImportDefinition } from '../../../core/contract/imports.ts'
import { AppError, type ErrorCode } from '../../../core/errors.ts'
import type { ReaderIdentity } from '../../db/readers.ts'
import { SqliteConnection } from '../../db/sqlite-connection.ts'
import { WriteQueue } from '../../db/write-queue.ts'
import type { Catalog } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
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
  identity: ReaderIdentity
  batchId: string
  via?: string
  catalog: Catalog
  /** How many rows are written already. */
  done: number
  /** Holds 1 while somebody waits to write. */
  hurry: Int32Array
}
export type ApplyAsk = { write: true } | { stop: true }
export type ApplyAnswer =
  | (SliceDone & { choicesMade: boolean })
  | { code: ErrorCode; params: Record<string, unknown> }
  | { unexpected: string }

/** How long a slice takes while nobody waits, as far as can be foreseen: somebody may begin to. And how much is read ahead for it. */
const ALONE_MS = 250
const ALONE_ROWS = 2_500
/** What is written at least while somebody waits: an import that only gave way would never end. */
const HURRIED_MS = 50
const CACHE_MB = 48

/**
 * Writes one import's staged rows over a connection of its own, a slice for each time it is asked: the server's thread goes on answering
 * meanwhile, and lends it the right to write for as long as a slice takes.
 */
class ApplyProgram {
  readonly #input: ApplyInput
  readonly #db: SqliteConnection
  readonly #slices: SliceWriter
  readonly #rows: AsyncGenerator<StagedRow>
  #writes: WriteQueue
  #ahead: StagedRow[] = []
  #reading: Promise<void> = Promise.resolve()
  #done: number
  #msPerRow = 1

  constructor(input: ApplyInput) {
    const { runId, entity, definition } = input
    this.#input = input
    this.#done = input.done
    this.#db = new SqliteConnection(input.database, { cacheMb: CACHE_MB })
    this.#writes = new WriteQueue(this.#db)
    const writer = new RecordWriter(new Rules(RULES), () => undefined)
    this.#slices = new SliceWriter({ runId, entity, definition, writer, ctx: contextOf(input) })
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
    while (this.#ahead.length < ALONE_ROWS) {
      const { value, done } = await this.#rows.next()
      if (done) return
      this.#ahead.push(value)
    }
  }

  async #write(): Promise<SliceDone> {
    // A full disk is told to the server, which knows when it is over.
    if (this.#writes.state.reason) this.#writes = new WriteQueue(this.#db)
    const started = performance.now()
    // What hangs on rows is written once they all are, and takes longer than they do: the slices before tell how long.
    const startTimer = () => {
      let rows = 0
      return () => ++rows * this.#msPerRow > (Atomics.load(this.#input.hurry, 0) === 1 ? HURRIED_MS : ALONE_MS)
    }
    const done = await this.#slices.write((work) => this.#writes.run(work), this.#ahead, this.#done, startTimer)
    // The log is brought into the file here: in the server's thread everybody would wait for it, readers too.
    await this.#writes.idle()
    this.#msPerRow += ((performance.now() - started) / done.written - this.#msPerRow) / 4
    return done
  }

  async close(): Promise<void> {
    await this.#writes.idle()
    await this.#rows.return(undefined)
    this.#db.close()
  }
}

function contextOf({ identity, catalog, batchId, via }: ApplyInput): Context {
  return {
    userId: identity.userId,
    policy: compilePolicy(identity.role, identity.userId, identity.teamIds),
    identity,
    lang: identity.lang,
    catalog,
    now: identity.now,
    today: identity.today,
    batchId,
    ...(via && { via }),
  }
}

if (parentPort) {
  const port = parentPort
  const program = new ApplyProgram(workerData as ApplyInput)
  port.on('message', async (ask: ApplyAsk) => {
    if ('stop' in ask) {
      await program.close()
      port.close()
      return
    }
    port.postMessage(await program.answer())
    void program.readAhead()
  })
}
