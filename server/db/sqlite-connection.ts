import Sqlite from 'better-sqlite3'
import type { SqlParams } from './database.ts'
import type { WriteConnection } from './write-queue.ts'

/** SQLite before 3.51.3 has a WAL-reset corruption bug with several connections (sqlite.org/wal.html#walresetbug). */
const LEAST_VERSION = [3, 51, 3] as const
const STATEMENTS_KEPT = 400
/** Four times SQLite's own: an import's commits touch the same pages of many indexes again and again. */
const CHECKPOINT_PAGES = 4000

/** What says who comes in and what he may do, or takes back that it was written. */
const CHANGES_ACCESS = /^\s*rollback\b|\b(?:into|update|from)\s+"?(?:session|user|role|team|team_member|totp|setting)"?(?![\w"])/i

/** How long what another connection commits may stay unseen. */
const OTHERS_MS = 50

export type SqliteOptions = {
  readonly?: boolean
  cacheMb?: number
  /** How long the log grows before it is brought into the file, in pages of 4 KB. */
  logPages?: number
}

type Prepared = { statement: Sqlite.Statement; changesAccess: boolean }

/**
 * One connection with its prepared statements. The pragmas are set and read back on every connection: a reopened WAL
 * database silently falls back to `synchronous=NORMAL` in this build, which loses acknowledged writes at a power cut.
 */
export class SqliteConnection implements WriteConnection {
  readonly engine = 'sqlite'
  readonly raw: Sqlite.Database
  readonly #logPages: number
  readonly #statements = new Map<string, Prepared>()
  #accessVersion = 0
  #dataVersion: Sqlite.Statement | undefined
  #others = { at: Number.NEGATIVE_INFINITY, version: 0 }
  #logState: Sqlite.Statement | undefined

  constructor(path: string, options: SqliteOptions = {}) {
    this.raw = new Sqlite(path, { readonly: options.readonly ?? false, fileMustExist: options.readonly ?? false, timeout: 5000 })
    this.#logPages = options.logPages ?? CHECKPOINT_PAGES
    try {
      this.#configure(options)
    } catch (error) {
      this.close({ leavingLog: true })
      throw error
    }
  }

  #configure(options: SqliteOptions): void {
    const version = String(this.raw.prepare('select sqlite_version()').pluck().get()).split('.').map(Number)
    const older = LEAST_VERSION.findIndex((least, at) => (version[at] ?? 0) !== least)
    if (older >= 0 && (version[older] ?? 0) < (LEAST_VERSION[older] ?? 0))
      throw new Error(`SQLite ${version.join('.')} is too old`)
    if (!options.readonly) this.raw.pragma('journal_mode = WAL')
    // By itself the engine would keep quiet about a checkpoint that the disk refused: `checkpointWhenDue` does it.
    if (!options.readonly) this.raw.pragma('wal_autocheckpoint = 0')
    this.raw.pragma('synchronous = FULL')
    this.raw.pragma('foreign_keys = ON')
    this.raw.pragma(`cache_size = ${-(options.cacheMb ?? 16) * 1024}`)
    this.raw.pragma('temp_store = MEMORY')
    // A reader's map of the file would be torn down at every commit of the writer, and faulted in again page by page.
    this.raw.pragma(`mmap_size = ${options.readonly ? 0 : 268435456}`)
    if (this.raw.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous=FULL could not be set')
  }

  /**
   * Whatever another connection commits may be of that kind (sqlite.org/pragma.html#pragma_data_version). That is asked again after a moment only,
   * as it takes a tenth of what opening a record does: nobody but this server writes who comes in.
   */
  get accessVersion(): string {
    const now = performance.now()
    if (now - this.#others.at > OTHERS_MS) {
      this.#dataVersion ??= this.raw.prepare('pragma data_version').pluck()
      this.#others = { at: now, version: Number(this.#dataVersion.get()) }
    }
    return `${this.#others.version}.${this.#accessVersion}`
  }

  /** A prepared statement, kept for the next time; the oldest make room. */
  #prepared(sql: string): Prepared {
    const known = this.#statements.get(sql)
    if (known) return known
    const prepared = { statement: this.raw.prepare(sql), changesAccess: CHANGES_ACCESS.test(sql) }
    this.#statements.set(sql, prepared)
    if (this.#statements.size > STATEMENTS_KEPT) this.#statements.delete(this.#statements.keys().next().value ?? '')
    return prepared
  }

  allNow<T>(sql: string, params: SqlParams = []): T[] {
    return this.#prepared(sql).statement.all(...params) as T[]
  }

  getNow<T>(sql: string, params: SqlParams = []): T | undefined {
    return this.#prepared(sql).statement.get(...params) as T | undefined
  }

  runNow(sql: string, params: SqlParams = []): { changes: number; lastId: number } {
    const { statement, changesAccess } = this.#prepared(sql)
    const result = statement.run(...params)
    if (changesAccess) this.#accessVersion++
    return { changes: result.changes, lastId: Number(result.lastInsertRowid) }
  }

  async all<T>(sql: string, params?: SqlParams): Promise<T[]> {
    return this.allNow<T>(sql, params)
  }

  async get<T>(sql: string, params?: SqlParams): Promise<T | undefined> {
    return this.getNow<T>(sql, params)
  }

  async run(sql: string, params?: SqlParams): Promise<{ changes: number; lastId: number }> {
    return this.runNow(sql, params)
  }

  get inTransaction(): boolean {
    return this.raw.inTransaction
  }

  async begin(): Promise<void> {
    this.runNow('begin immediate')
  }

  async commit(): Promise<void> {
    this.runNow('commit')
  }

  async rollback(): Promise<void> {
    this.runNow('rollback')
  }

  /** Brings the log into the database when it has grown long, and says whether it had. Throws what the disk says to that. */
  checkpointWhenDue(pages = this.#logPages): boolean {
    // Asked after each commit: a statement that is kept costs a third of one that is made anew.
    this.#logState ??= this.raw.prepare('pragma wal_checkpoint(NOOP)')
    const at = this.#logState.get() as { log: number; checkpointed: number } | undefined
    if (!at || at.log - at.checkpointed < pages) return false
    this.raw.pragma('wal_checkpoint(PASSIVE)')
    return true
  }

  /** @param leavingLog for a damaged file, of which nothing may be written any more: the log of changes stays beside it as it is */
  close({ leavingLog = false } = {}): void {
    this.#statements.clear()
    if (!this.raw.open) return
    const last = leavingLog ? reading(this.raw.name) : undefined
    this.raw.close()
    last?.close()
  }
}

/** Whoever is the last to close brings the log into the database, unless it cannot write. */
function reading(path: string): Sqlite.Database | undefined {
  try {
    const db = new Sqlite(path, { readonly: true, fileMustExist: true })
    db.exec('begin; pragma schema_version')
    return db
  } catch {
    return undefined
  }
}
