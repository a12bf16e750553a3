import type { ReaderIdentity, ReadRunner } from '../readers.ts'
import type { PostgresDatabase } from './postgres-database.ts'
import type { PostgresSession } from './postgres-session.ts'

type Answer = (
  session: PostgresSession,
  catalog: unknown,
  operation: string,
  identity: ReaderIdentity,
  request: unknown,
) => Promise<Uint8Array>

/** Reads of a PostgreSQL office: the database is another process, so no thread of ours is needed. Each sees one state of the office. */
export class PostgresReaders implements ReadRunner {
  readonly #database: PostgresDatabase
  readonly #answer: Answer
  #catalog: unknown

  constructor(database: PostgresDatabase, catalog: unknown, answer: Answer) {
    this.#database = database
    this.#catalog = catalog
    this.#answer = answer
  }

  setCatalog(catalog: unknown): void {
    this.#catalog = catalog
  }

  run(operation: string, identity: ReaderIdentity, request: unknown): Promise<Uint8Array> {
    return this.#database.with((session) => this.#answer(session, this.#catalog, operation, identity, request), true)
  }

  close(): Promise<void> {
    return this.#database.close()
  }
}
