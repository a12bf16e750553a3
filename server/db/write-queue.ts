import { AppError } from '../../core/errors.ts'
import { refusalPasses } from '../../core/read-only.ts'
import type { Database, EngineName, SqlParams, Transaction } from './database.ts'
import { storageFault } from './storage-fault.ts'
import { WriteState } from './write-state.ts'

/** The connection that writes. Only one thing at a time is asked of it. */
export interface WriteConnection extends Database {
  /** False when none was begun, or the database took it back by itself. */
  readonly inTransaction: boolean
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  /** Called when no transaction is open and nobody waits for an answer. True when the log was so long that it was brought in. */
  checkpointWhenDue(pages?: number): boolean
}

/** Units that may share one commit: more of them would hold the event loop, fewer would wait for the disk too often. */
const MOST_TOGETHER = 16
const MOST_TOGETHER_MS = 15

type Asked = { done: (value: unknown) => void; failed: (error: unknown) => void }
type Unit = Asked & { work: (tx: Transaction) => Promise<unknown> }
/** Somebody who writes over a connection of his own meanwhile. */
type Loan = Asked & { lent: () => Promise<unknown> }

/**
 * The one way to write. Units of work run one after another on the writing connection; those that wait share a commit
 * (all but the first under a savepoint) and are acknowledged only after it, because an fsync on an office disk takes 20 ms.
 * Inside a unit nothing may be awaited but the transaction: everybody else waits behind it.
 */
export class WriteQueue {
  readonly state: WriteState
  readonly #connection: WriteConnection
  readonly #committed: () => void
  readonly #waiting: (Unit | Loan)[] = []
  #logLeft = 0
  #running: Promise<void> | undefined

  /** @param committed called when something is on disk, before anybody is told */
  constructor(connection: WriteConnection, state = new WriteState(), committed = () => {}) {
    this.#connection = connection
    this.#committed = committed
    this.state = state
  }

  /**
   * Runs the work in a transaction and resolves once it is on disk; throws what the work threw, with nothing written. While the office
   * is read-only it is refused at once.
   * @param urgent it makes room on a full disk, or lets somebody in to do so
   */
  run<T>(work: (tx: Transaction) => Promise<T>, urgent = false): Promise<T> {
    const refusal = this.state.refusal(urgent)
    if (refusal) return Promise.reject(refusal)
    return this.#ask<T>((asked) => ({ ...asked, work }))
  }

  #ask<T>(unit: (asked: Asked) => Unit | Loan): Promise<T> {
    return new Promise<T>((done, failed) => {
      this.#waiting.push(unit({ done: (value) => done(value as T), failed }))
      this.#running ??= this.#drain()
    })
  }

  /**
   * Lends the right to write to work that has a connection of its own (a thread's): nobody else writes until it is through. Like
   * `runInTime`, it waits while the office is read-only and is asked again for what a full disk took back.
   */
  lendInTime<T>(lent: () => Promise<T>): Promise<T> {
    return this.#inTime(() => this.#ask<T>((asked) => ({ ...asked, lent })))
  }

  /** While the work lasts, the log of changes may grow: the work has a connection of its own, over which it brings the log into the file. */
  async leavingLog<T>(work: () => Promise<T>): Promise<T> {
    this.#logLeft += 1
    try {
      return await work()
    } finally {
      this.#logLeft -= 1
    }
  }

  /** Runs work that nobody sits and waits for: while the office is read-only it waits, and what a full disk took back is done again. */
  runInTime<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#inTime(() => this.run(work))
  }

  async #inTime<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      await this.state.writable()
      try {
        return await ask()
      } catch (error) {
        if (!(error instanceof AppError && refusalPasses(error.code))) throw error
      }
    }
  }

  /** Resolves when nothing is waiting or running. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const [next] = this.#waiting
      if (next && 'lent' in next) await this.#lend(next)
      else await this.#commitTogether()
      // Requests that arrived meanwhile are read before the next commit, so that a long queue never starves the server.
      await new Promise((resume) => setImmediate(resume))
      if (this.#logLeft === 0) this.checkpoint()
    }
    // Nothing lies between the last look at the queue and this line: a unit that comes now starts anew.
    this.#running = undefined
  }

  async #lend(loan: Loan): Promise<void> {
    this.#waiting.shift()
    try {
      const value = await loan.lent()
      this.#committed()
      loan.done(value)
    } catch (error) {
      // What the disk answered there is told in its codes, and holds for everybody.
      if (error instanceof AppError) this.#noteFault(error)
      loan.failed(error)
    }
  }

  async #commitTogether(): Promise<void> {
    const db = this.#connection
    const finished: { unit: Unit; value: unknown; after: (() => void)[] }[] = []
    const until = performance.now() + MOST_TOGETHER_MS
    try {
      await db.begin()
    } catch (error) {
      // Nobody is left waiting for a database that cannot be written.
      this.#refuse(this.#waiting.splice(0), error)
      return
    }
    while (finished.length < MOST_TOGETHER && performance.now() < until) {
      const [unit] = this.#waiting
      if (!unit || 'lent' in unit) break
      this.#waiting.shift()
      const tx = new UnitTransaction(db)
      // The first in SQLite's transaction can take all of it back: a savepoint would cost a fifth of an import. PostgreSQL's is lost once a
      // statement in it failed, also when the unit went on.
      const alone = finished.length === 0 && db.engine === 'sqlite'
      if (!alone) await db.run('savepoint unit')
      try {
        const value = await unit.work(tx)
        if (tx.fault) throw tx.fault
        if (!alone) await db.run('release unit')
        finished.push({ unit, value, after: tx.after })
      } catch (error) {
        this.#refuse([unit], tx.fault ?? error)
        // What the others did stands and falls with a disk that no longer takes it.
        if (tx.fault) return this.#giveUp(finished, tx.fault)
        try {
          await (alone ? beginAnew(db) : rollBackTo('unit', db))
        } catch (failure) {
          return this.#giveUp(finished, failure)
        }
      }
    }
    try {
      await db.commit()
    } catch (error) {
      return this.#giveUp(finished, error)
    }
    this.#committed()
    for (const { unit, value, after } of finished) {
      for (const action of after) action()
      unit.done(value)
    }
  }

  /** Takes everything back; a full disk may have done so already. */
  async #giveUp(finished: readonly { unit: Unit }[], error: unknown): Promise<void> {
    try {
      if (this.#connection.inTransaction) await this.#connection.rollback()
    } catch {
      // The failure that brought us here is the one to tell.
    }
    this.#refuse([...finished.map(({ unit }) => unit), ...this.#waiting.splice(0)], error)
  }

  /** Tells those who wait; a disk that failed ends the writing for everybody. */
  #refuse(units: readonly Asked[], error: unknown): void {
    const fault = storageFault(error)
    if (fault) this.#noteFault(fault)
    for (const unit of units) unit.failed(fault ?? error)
  }

  #noteFault(fault: AppError): void {
    if (fault.code === 'disk.full' || fault.code === 'disk.failed' || fault.code === 'database.damaged')
      this.state.begin(fault.code)
  }

  /**
   * Brings the log of changes into the file once it has grown long; after the answers went out, so that nobody waits for it.
   * @param pages how long that is, if not as long as usual
   * @returns true when it was so long
   */
  checkpoint(pages?: number): boolean {
    try {
      return this.#connection.checkpointWhenDue(pages)
    } catch (error) {
      // Anything else (a reader in the way) is tried again after the next commit.
      const fault = storageFault(error)
      if (fault) this.#noteFault(fault)
      return true
    }
  }
}

/**
 * The transaction of one unit. Once the disk refused something of it, it refuses everything: a full disk may have taken back all that
 * was written, and what a unit that swallowed the failure wrote next would stand alone.
 */
class UnitTransaction implements Transaction {
  readonly #db: WriteConnection
  readonly engine: EngineName
  readonly after: (() => void)[] = []
  /** What the disk or the file answered, also when the unit swallowed it. */
  fault: unknown

  constructor(db: WriteConnection) {
    this.#db = db
    this.engine = db.engine
  }

  all<T>(sql: string, params?: SqlParams): Promise<T[]> {
    return this.#guarded(() => this.#db.all<T>(sql, params))
  }

  get<T>(sql: string, params?: SqlParams): Promise<T | undefined> {
    return this.#guarded(() => this.#db.get<T>(sql, params))
  }

  run(sql: string, params?: SqlParams): Promise<{ changes: number; lastId: number }> {
    return this.#guarded(() => this.#db.run(sql, params))
  }

  afterCommit(action: () => void): void {
    this.after.push(action)
  }

  nested<T>(work: () => Promise<T>): Promise<T> {
    return nested(this.#db, this.after, work)
  }

  async #guarded<T>(ask: () => Promise<T>): Promise<T> {
    if (this.fault) throw this.fault
    try {
      return await ask()
    } catch (error) {
      if (storageFault(error)) this.fault = error
      throw error
    }
  }
}

async function beginAnew(db: WriteConnection): Promise<void> {
  if (db.inTransaction) await db.rollback()
  await db.begin()
}

async function rollBackTo(savepoint: 'unit' | 'part', db: WriteConnection): Promise<void> {
  await db.run(`rollback to ${savepoint}`)
  await db.run(`release ${savepoint}`)
}

async function nested<T>(db: WriteConnection, after: (() => void)[], work: () => Promise<T>): Promise<T> {
  const actions = after.length
  await db.run('savepoint part')
  try {
    const value = await work()
    await db.run('release part')
    return value
  } catch (error) {
    after.length = actions
    if (db.inTransaction) await rollBackTo('part', db)
    throw error
  }
}
