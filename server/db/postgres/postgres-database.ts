import pg from 'pg'
import type { Database, SqlParams } from '../database.ts'
import type { WriteConnection } from '../write-queue.ts'
import { waitForDisk } from './durability.ts'
import { PostgresSession } from './postgres-session.ts'

/** Sessions for reading; a question of the server's own waits until one is free. */
const MOST_SESSIONS = 8

/** A PostgreSQL database, read by whichever session is free. Each question sees what was committed before it. */
export class PostgresDatabase implements Database {
  readonly engine = 'postgres'
  readonly #pool: pg.Pool
  readonly #sessions = new WeakMap<pg.PoolClient, PostgresSession>()

  /** `longestMs` is how long one question may take. */
  constructor(url: string, options: { longestMs?: number; most?: number } = {}) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: options.most ?? MOST_SESSIONS,
      ...(options.longestMs && { statement_timeout: options.longestMs }),
      application_name: 'samphan',
    })
    // A session that the server ends while nobody uses it is simply made anew.
    this.#pool.on('error', () => undefined)
  }

  /**
   * Runs several questions on one session, which see the same state when `snapshot` is set; with `longestMs` they are stopped when they take
   * longer than that together.
   */
  async with<T>(
    work: (session: PostgresSession) => Promise<T>,
    { snapshot = false, longestMs }: { snapshot?: boolean; longestMs?: number } = {},
  ): Promise<T> {
    const client = await this.#pool.connect()
    const session = this.#sessions.get(client) ?? new PostgresSession(client)
    this.#sessions.set(client, session)
    try {
      if (!snapshot) return await work(session)
      // The server stops a question that takes too long by itself; the session none after those before took all the time.
      const stop = longestMs === undefined ? '' : `; set local statement_timeout = ${longestMs}`
      await client.query(`begin isolation level repeatable read read only${stop}`)
      session.endsAt = longestMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + longestMs
      try {
        return await work(session)
      } finally {
        session.endsAt = Number.POSITIVE_INFINITY
        await client.query('rollback')
      }
    } finally {
      client.release()
    }
  }

  all<T>(sql: string, params?: SqlParams): Promise<T[]> {
    return this.with((session) => session.all<T>(sql, params))
  }

  get<T>(sql: string, params?: SqlParams): Promise<T | undefined> {
    return this.with((session) => session.get<T>(sql, params))
  }

  run(sql: string, params?: SqlParams): Promise<{ changes: number; lastId: number }> {
    return this.with((session) => session.run(sql, params))
  }

  async close(): Promise<void> {
    if (!this.#pool.ending) await this.#pool.end()
  }
}

/** One writer at a time, whichever server it runs in: units read what they change, and two of them at once would lose an update. */
const WRITER_LOCK = 7_267_426

/** The session that writes. */
export class PostgresWriter extends PostgresSession implements WriteConnection {
  #open = false
  #commit = 'commit'
  #wrote: ((place: string) => void) | undefined

  /**
   * @param lost told when the server ends the session: nothing more can be written by it
   * @param ring a statement that goes with every commit
   * @param wrote told how far the database's log is after a commit, where somebody wants to know
   */
  static async connect(
    url: string,
    lost: () => void,
    { ring, wrote }: { ring?: string; wrote?: ((place: string) => void) | undefined } = {},
  ): Promise<PostgresWriter> {
    const client = new pg.Client({ connectionString: url, application_name: 'samphan writer' })
    await client.connect()
    client.on('error', lost)
    await waitForDisk(client)
    const writer = new PostgresWriter(client)
    writer.#commit = `${ring ? `${ring};` : ''}commit${wrote ? '; select pg_current_wal_lsn()::text as at' : ''}`
    writer.#wrote = wrote
    return writer
  }

  get inTransaction(): boolean {
    return this.#open
  }

  async begin(): Promise<void> {
    await this.client.query('begin')
    this.#open = true
    try {
      await this.client.query(`select pg_advisory_xact_lock(${WRITER_LOCK})`)
    } catch (error) {
      await this.rollback().catch(() => undefined)
      throw error
    }
  }

  async commit(): Promise<void> {
    const answers = [await this.client.query(this.#commit)].flat() as pg.QueryResult[]
    this.#open = false
    // A transaction in which something failed is rolled back by its commit, which says so only in passing.
    if (!answers.some(({ command }) => command === 'COMMIT')) throw new Error('the transaction was rolled back by the database')
    const place = answers.at(-1)?.rows[0]?.at as string | undefined
    if (place) this.#wrote?.(place)
  }

  async rollback(): Promise<void> {
    this.#open = false
    await this.client.query('rollback')
  }

  checkpointWhenDue(): boolean {
    // PostgreSQL sees to it itself.
    return false
  }

  async close(): Promise<void> {
    await (this.client as pg.Client).end()
  }
}
