import { Worker } from 'node:worker_threads'
import { isPostgresUrl } from './db/open-reader.ts'
import { ALONE, type Others } from './db/others.ts'
import { durabilityOf } from './db/postgres/durability.ts'
import { PostgresBell } from './db/postgres/postgres-bell.ts'
import { PostgresDatabase, PostgresWriter } from './db/postgres/postgres-database.ts'
import { PostgresReaders } from './db/postgres/postgres-readers.ts'
import { PostgresReplica } from './db/postgres/postgres-replica.ts'
import { Readers } from './db/readers.ts'
import { Storage, type Watch } from './db/storage.ts'
import { WriteQueue } from './db/write-queue.ts'
import { WriteState } from './db/write-state.ts'
import { programUrl } from './isolation/program-url.ts'
import type { Log } from './log.ts'
import type { Engine } from './office.ts'
import { answerRead, NARROWABLE_MS, readLimit } from './reads.ts'
import type { Catalog } from './records/catalog.ts'

/** An open database before the office's configuration was read from it: its readers cannot answer without that. */
export type OpenDatabase = Pick<Engine, 'connection' | 'writes'> & {
  watch: Watch
  others: Others
  withReaders: (catalog: Catalog, count: number) => Engine
}

type Options = {
  /** A SQLite file, or the address of a PostgreSQL database. */
  address: string
  /** A streaming replica of it that reads may go to. */
  replicaUrl?: string | undefined
  folder: string
  log: Log
  /** Told when the database can no longer be written by this process and must be opened anew. */
  fatal: () => void
  /** Whether the last stop left the file in order. */
  clean: boolean
}

/** Opens the office's database, whichever it is. */
export function openEngine(options: Options): Promise<OpenDatabase> {
  return isPostgresUrl(options.address) ? openPostgres(options) : openSqlite(options)
}

async function openSqlite({ address, folder, log, fatal, clean }: Options): Promise<OpenDatabase> {
  const storage = await Storage.open({ database: address, folder, log, fatal }, clean)
  const { connection, writes } = storage
  return {
    connection,
    writes,
    watch: storage,
    others: ALONE,
    withReaders: (catalog, count) => {
      const readers = new Readers(() => readerThread(address), count, catalog, readLimit)
      return {
        connection,
        writes,
        readers,
        others: ALONE,
        // Many at once are better off with the threads; and while a transaction is open here, this connection sees what may still be
        // taken back.
        readsHere: () => !readers.busy && !connection.inTransaction,
        close: async () => connection.close({ leavingLog: storage.state.has('database.damaged') }),
      }
    },
  }
}

async function openPostgres({ address, replicaUrl, log, fatal }: Options): Promise<OpenDatabase> {
  const connection = new PostgresDatabase(address)
  const state = new WriteState()
  const lost = () => {
    state.begin('disk.failed')
    fatal()
  }
  // One that is too slow even to say how far it is is not asked.
  const replica = replicaUrl ? new PostgresReplica(new PostgresDatabase(replicaUrl, { longestMs: NARROWABLE_MS })) : undefined
  // Whoever is told of what another server wrote must see it.
  const bell = await PostgresBell.connect(address, lost, async () => {
    if (!replica) return
    const found = await connection.get<{ at: string }>('select pg_current_wal_lsn()::text as at')
    if (found) replica.require(found.at)
  })
  const wrote = replica && ((place: string) => replica.require(place))
  const writer = await PostgresWriter.connect(address, lost, { ring: bell.ring, wrote })
  const { off, checksums } = await durabilityOf(connection)
  if (off.length > 0) log.error({ off }, 'PostgreSQL is set so that a power cut loses what was saved: set these on')
  if (!checksums)
    log.warn({ data_checksums: 'off' }, 'PostgreSQL does not notice when its disk gives back other data than was written')
  const writes = new WriteQueue(writer, state)
  return {
    connection,
    writes,
    others: bell,
    watch: {
      state,
      lostSaves: 0,
      looked: Promise.resolve(),
      // A disk of this PC holds only the files; what the database's own says comes with the answers to its writes.
      heard: () => undefined,
      lookThrough: async () => undefined,
      stop: async () => undefined,
      leaveClean: async () => undefined,
    },
    withReaders: (catalog) => {
      const primary = new PostgresDatabase(address)
      const readers = new PostgresReaders({ primary, replica }, catalog, readLimit, (session, current, ...asked) =>
        answerRead(session, current as Catalog, ...asked),
      )
      return {
        connection,
        writes,
        readers,
        others: bell,
        readsHere: () => false,
        close: async () => {
          await bell.close()
          await writer.close()
          await connection.close()
        },
      }
    },
  }
}

/** A reader thread; beside the bundled server lies the bundled thread. */
function readerThread(database: string): Worker {
  return new Worker(programUrl('reader-worker', import.meta.url), { workerData: { path: database } })
}
