/** What the engine asks of a database, whichever one it is. SQLite answers at once; PostgreSQL takes its time: both through promises. */
export type SqlValue = string | number | bigint | null | Uint8Array
export type SqlParams = readonly SqlValue[]

/** Which database answers. Only what the two say in different words asks for it. */
export type EngineName = 'sqlite' | 'postgres'

export interface Database {
  readonly engine: EngineName
  /**
   * Another text once it may have changed who comes in and what he may do. Undefined where that cannot be told: in a transaction,
   * or where other servers write, too.
   */
  readonly accessVersion?: string
  all<T>(sql: string, params?: SqlParams): Promise<T[]>
  get<T>(sql: string, params?: SqlParams): Promise<T | undefined>
  /** Returns the number of rows changed and the row id of the last insert. */
  run(sql: string, params?: SqlParams): Promise<{ changes: number; lastId: number }>
}

/** A database inside a unit of work: everything done through it commits together or not at all. */
export interface Transaction extends Database {
  /** Runs after the commit is on disk; used to wake subscribers, never to write. */
  afterCommit(action: () => void): void
  /** Runs a part of the unit that may fail alone: what it wrote is taken back when it throws, the rest of the unit stays. */
  nested<T>(work: () => Promise<T>): Promise<T>
}
