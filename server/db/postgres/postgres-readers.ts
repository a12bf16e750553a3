import type { ReaderIdentity, ReadRunner } from '../readers.ts'
import type { PostgresDatabase } from './postgres-database.ts'
import type { PostgresReplica } from './postgres-replica.ts'
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
  readonly #primary: PostgresDatabase
  readonly #replica: PostgresReplica | undefined
  readonly #answer: Answer
  #catalog: unknown

  constructor(databases: { primary: PostgresDatabase; replica: PostgresReplica | undefined }, catalog: unknown, answer: Answer) {
    this.#primary = databases.primary
    this.#replica = databases.replica
    this.#catalog = catalog
    this.#answer = answer
  }

  setCatalog(catalog: unknown): void {
    this.#catalog = catalog
  }

  async run(operation: string, identity: ReaderIdentity, request: unknown): Promise<Uint8Array> {
    const from = (await this.#replica?.isReady()) ? this.#replica?.database : this.#primary
    return (from ?? this.#primary).with((session) => this.#answer(session, this.#catalog, operation, identity, request), true)
  }

  async close(): Promise<void> {
    await this.#primary.close()
    await this.#replica?.close()
  }
}
