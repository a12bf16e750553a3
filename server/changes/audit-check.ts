import type { AuditChecked } from '../../core/contract/audit.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { PostgresDatabase } from '../db/postgres/postgres-database.ts'
import { type IsolatedTask, startTask } from '../isolation/isolated-task.ts'
import { programUrl } from '../isolation/program-url.ts'
import type { Log } from '../log.ts'
import { type AuditHead, auditHead, verifyAudit, withWho } from './audit-chain.ts'
import type { AuditInput, AuditTold } from './audit-worker.ts'

const MEBIBYTES = 256

type Parts = {
  /** The SQLite file, which a process beside the server goes through; a PostgreSQL server does the work itself. */
  database: string | undefined
  db: Database
  clock: Clock
  log: Log
  /** Heads that were kept elsewhere, by which a cut end shows. */
  known: () => Promise<AuditHead[]>
  keep: (checked: AuditChecked) => Promise<void>
}

/** Goes through the chain over the logs beside the server, one look at a time, and keeps what it came to. */
export class AuditCheck {
  readonly #parts: Parts
  #running: { done: number; total: number } | undefined
  #task: IsolatedTask<AuditTold> | undefined
  #ended: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get running(): { done: number; total: number } | undefined {
    return this.#running
  }

  /** Begins a look; while one runs, it is that one. */
  async begin(): Promise<void> {
    if (this.#running) return
    this.#running = { done: 0, total: 0 }
    const { database, db, known } = this.#parts
    const { entries } = await auditHead(db)
    this.#running = { done: 0, total: entries }
    if (database === undefined) {
      this.#ended = this.#here(entries)
      return
    }
    const program = programUrl('audit-worker', import.meta.url)
    const task = startTask<AuditTold>(program, { database, known: await known() } satisfies AuditInput, MEBIBYTES)
    this.#task = task
    let kept = Promise.resolve()
    task.onReport((told) => {
      if ('done' in told) this.#running = { done: told.done, total: entries }
      else if ('report' in told) kept = this.#keep(told.report)
      else this.#parts.log.error({ reason: told.failed }, 'the audit could not be looked through')
    })
    this.#ended = new Promise((resolve) => {
      task.onEnd(() => {
        void kept.finally(() => {
          this.#running = undefined
          resolve()
        })
      })
    })
  }

  async #here(total: number): Promise<void> {
    const { db: database, known, log } = this.#parts
    try {
      const heads = await known()
      const look = async (db: Database) => {
        const found = await verifyAudit(db, heads, (done) => {
          this.#running = { done, total }
        })
        return { ...found, faults: await withWho(db, found.faults) }
      }
      // One look at one instant here, too: what is written meanwhile would seem to be more than there may be.
      const report = database instanceof PostgresDatabase ? await database.with(look, { snapshot: true }) : await look(database)
      await this.#keep(report)
    } catch (error) {
      log.error({ reason: String(error) }, 'the audit could not be looked through')
    } finally {
      this.#running = undefined
    }
  }

  #keep({
    entries,
    head,
    erased,
    faults,
    holds,
    cut,
    compared,
  }: Extract<AuditTold, { report: unknown }>['report']): Promise<void> {
    const at = this.#parts.clock.now().toISOString()
    return this.#parts.keep({ at, entries, head, erased, faults, holds, cut, compared }).catch((error: unknown) => {
      this.#parts.log.error({ error: String(error) }, 'what the audit came to could not be kept')
    })
  }

  /** Looks through it now. Resolves at the end of that, or of the look under way. */
  async run(): Promise<void> {
    await this.begin()
    await this.#ended
  }

  /** Resolves when no look is under way. */
  ended(): Promise<void> {
    return this.#ended
  }

  /** Gives up the look under way. */
  async stop(): Promise<void> {
    this.#task?.stop()
    await this.#ended
  }
}
