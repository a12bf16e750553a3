import { AppError } from '../../../core/errors.ts'
import type { ReaderIdentity, ReadLimit, ReadRunner } from '../readers.ts'
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
  readonly #limit: (operation: string) => ReadLimit
  #catalog: unknown

  constructor(
    databases: { primary: PostgresDatabase; replica: PostgresReplica | undefined },
    catalog: unknown,
    limit: (operation: string) => ReadLimit,
    answer: Answer,
  ) {
    this.#primary = databases.primary
    this.#replica = databases.replica
    this.#catalog = catalog
    this.#limit = limit
    this.#answer = answer
  }

  setCatalog(catalog: unknown): void {
    this.#catalog = catalog
  }

  async run(operation: string, identity: ReaderIdentity, request: unknown): Promise<Uint8Array> {
    const from = (await this.#replica?.isReady()) ? this.#replica?.database : this.#primary
    const { ms, code } = this.#limit(operation)
    try {
      return await (from ?? this.#primary).with((session) => this.#answer(session, this.#catalog, operation, identity, request), {
        snapshot: true,
        longestMs: ms,
      })
    } catch (error) {
      // A session knows only that it was stopped; what is to be said then depends on what was asked.
      throw error instanceof AppError && error.code === 'query.too_broad' ? new AppError(code) : error
    }
  }

  async close(): Promise<void> {
    await this.#primary.close()
    await this.#replica?.close()
  }
}
