import { Worker } from 'node:worker_threads'
import { isPostgresUrl } from './db/open-reader.ts'
import { PostgresDatabase, PostgresWriter } from './db/postgres/postgres-database.ts'
import { PostgresReaders } from './db/postgres/postgres-readers.ts'
import { Readers } from './db/readers.ts'
import { SqliteConnection } from './db/sqlite-connection.ts'
import { WriteQueue } from './db/write-queue.ts'
import type { Engine } from './office.ts'
import { answerRead } from './reads.ts'
import type { Catalog } from './records/catalog.ts'

/** What is there before the office's configuration was read: the readers cannot answer without it. */
export type HalfEngine = Pick<Engine, 'connection' | 'writes'> & { withReaders: (catalog: Catalog, count: number) => Engine }

/** A question longer than this is stopped, and the user is told to narrow it. */
const LONGEST_QUERY_MS = 2_000

/** Opens the database that the address names: a SQLite file, or a PostgreSQL database. */
export async function openEngine(address: string): Promise<HalfEngine> {
  return isPostgresUrl(address) ? openPostgres(address) : openSqlite(address)
}

function openSqlite(path: string): HalfEngine {
  const connection = new SqliteConnection(path)
  const writes = new WriteQueue(connection)
  return {
    connection,
    writes,
    withReaders: (catalog, count) => {
      const readers = new Readers(() => readerThread(path), count, catalog, LONGEST_QUERY_MS)
      return {
        connection,
        writes,
        readers,
        // Many at once are better off with the threads; and while a transaction is open here, this connection sees what may still be
        // taken back.
        readsHere: () => !readers.busy && !connection.inTransaction,
        close: async () => connection.close(),
      }
    },
  }
}

async function openPostgres(url: string): Promise<HalfEngine> {
  const connection = new PostgresDatabase(url)
  const writer = await PostgresWriter.connect(url)
  const writes = new WriteQueue(writer)
  return {
    connection,
    writes,
    withReaders: (catalog) => {
      const database = new PostgresDatabase(process.env.DATABASE_REPLICA_URL ?? url, { longestMs: LONGEST_QUERY_MS })
      const readers = new PostgresReaders(database, catalog, (session, current, ...asked) =>
        answerRead(session, current as Catalog, ...asked),
      )
      return {
        connection,
        writes,
        readers,
        readsHere: () => false,
        close: async () => {
          await writer.close()
          await connection.close()
        },
      }
    },
  }
}

/** A reader thread; beside the bundled server lies the bundled thread. */
function readerThread(database: string): Worker {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  return new Worker(new URL(`./reader-worker.${extension}`, import.meta.url), { workerData: { path: database } })
}
