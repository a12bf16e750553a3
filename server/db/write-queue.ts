import type { Database, SqlParams, Transaction } from './database.ts'

/** The connection that writes. Only one thing at a time is asked of it. */
export interface WriteConnection extends Database {
  /** False when none was begun, or the database took it back by itself. */
  readonly inTransaction: boolean
  begin(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
}

/** Units that may share one commit: more of them would hold the event loop, fewer would wait for the disk too often. */
const MOST_TOGETHER = 16
const MOST_TOGETHER_MS = 15

type Unit = { work: (tx: Transaction) => Promise<unknown>; done: (value: unknown) => void; failed: (error: unknown) => void }

/**
 * The one way to write. Units of work run one after another on the writing connection; those that wait share a commit
 * (each under its own savepoint) and are acknowledged only after it, because an fsync on an office disk takes 20 ms.
 * Inside a unit nothing may be awaited but the transaction: everybody else waits behind it.
 */
export class WriteQueue {
  readonly #connection: WriteConnection
  readonly #waiting: Unit[] = []
  #running: Promise<void> | undefined

  constructor(connection: WriteConnection) {
    this.#connection = connection
  }

  /** Runs the work in a transaction and resolves once it is on disk; throws what the work threw, with nothing written. */
  run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return new Promise<T>((done, failed) => {
      this.#waiting.push({ work, done: (value) => done(value as T), failed })
      this.#running ??= this.#drain()
    })
  }

  /** Resolves when nothing is waiting or running. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#commitTogether()
      // Requests that arrived meanwhile are read before the next commit, so that a long queue never starves the server.
      await new Promise((resume) => setImmediate(resume))
    }
    // Nothing lies between the last look at the queue and this line: a unit that comes now starts anew.
    this.#running = undefined
  }

  async #commitTogether(): Promise<void> {
    const db = this.#connection
    const finished: { unit: Unit; value: unknown; after: (() => void)[] }[] = []
    const until = performance.now() + MOST_TOGETHER_MS
    try {
      await db.begin()
    } catch (error) {
      // Nobody is left waiting for a database that cannot be written.
      for (const unit of this.#waiting.splice(0)) unit.failed(error)
      return
    }
    while (this.#waiting.length > 0 && finished.length < MOST_TOGETHER && performance.now() < until) {
      const unit = this.#waiting.shift() as Unit
      const after: (() => void)[] = []
      await db.run('savepoint unit')
      try {
        const value = await unit.work(transactionOf(db, after))
        await db.run('release unit')
        finished.push({ unit, value, after })
      } catch (error) {
        // A full disk may already have rolled the whole transaction back.
        if (db.inTransaction) {
          await db.run('rollback to unit')
          await db.run('release unit')
        }
        unit.failed(error)
        if (!db.inTransaction) break
      }
    }
    try {
      if (db.inTransaction) await db.commit()
      else if (finished.length > 0) throw new Error('the transaction was rolled back by the database')
    } catch (error) {
      if (db.inTransaction) await db.rollback()
      for (const { unit } of finished) unit.failed(error)
      return
    }
    for (const { unit, value, after } of finished) {
      for (const action of after) action()
      unit.done(value)
    }
  }
}

function transactionOf(db: WriteConnection, after: (() => void)[]): Transaction {
  return {
    engine: db.engine,
    all: <T>(sql: string, params?: SqlParams) => db.all<T>(sql, params),
    get: <T>(sql: string, params?: SqlParams) => db.get<T>(sql, params),
    run: (sql: string, params?: SqlParams) => db.run(sql, params),
    afterCommit: (action) => void after.push(action),
    nested: (work) => nested(db, after, work),
  }
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
    if (db.inTransaction) {
      await db.run('rollback to part')
      await db.run('release part')
    }
    throw error
  }
}
