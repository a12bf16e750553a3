import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../core/errors.ts'
import type { ReadAnswer, ReaderReady, ReadMessage } from './db/readers.ts'
import { SqliteConnection } from './db/sqlite-connection.ts'
import { storageFault } from './db/storage-fault.ts'
import { answerRead } from './reads.ts'
import type { Catalog } from './records/catalog.ts'

/** What one of them may keep of the file; it grows only as far as it is used. */
const CACHE_MB = 8

/** The reader thread: one read-only connection, one question after another. */
function listen(port: NonNullable<typeof parentPort>, path: string): void {
  const db = new SqliteConnection(path, { readonly: true, cacheMb: CACHE_MB })
  let catalog: Catalog | undefined
  const answer = async (message: ReadMessage): Promise<ReadAnswer> => {
    const { id, identity } = message
    try {
      if (!catalog) throw new Error('asked before the catalog came')
      const json = await answerRead(db, catalog, message.operation, identity, message.request)
      // Small buffers share one pool, which cannot be handed over.
      return { id, json: json.buffer.byteLength === json.byteLength ? json : new Uint8Array(json) }
    } catch (error) {
      const told = error instanceof AppError ? error : storageFault(error)
      if (told) return { id, code: told.code, params: told.params }
      return { id, unexpected: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) }
    }
  }
  port.on('message', (message: ReadMessage | { catalog: Catalog }) => {
    if ('catalog' in message) catalog = message.catalog
    else void answer(message).then((reply) => port.postMessage(reply, 'json' in reply ? [reply.json.buffer as ArrayBuffer] : []))
  })
  port.postMessage({ ready: true } satisfies ReaderReady)
}

if (parentPort) listen(parentPort, (workerData as { path: string }).path)
