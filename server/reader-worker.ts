import { parentPort, workerData } from 'node:worker_threads'
import { compilePolicy } from '../core/access/policy.ts'
import { AppError } from '../core/errors.ts'
import type { ReadAnswer, ReaderReady, ReadMessage } from './db/readers.ts'
import { SqliteConnection } from './db/sqlite-connection.ts'
import { storageFault } from './db/storage-fault.ts'
import { READS, type Read } from './reads.ts'
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
      const read = (READS as Record<string, Read>)[message.operation]
      if (!read || !catalog) throw new Error(`no read named ${message.operation}`)
      const policy = compilePolicy(identity.role, identity.userId, identity.teamIds)
      const ctx = {
        userId: identity.userId,
        policy,
        identity,
        lang: identity.lang,
        catalog,
        now: identity.now,
        today: identity.today,
      }
      const json = Buffer.from(JSON.stringify(await read(ctx, db, message.request as never)))
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
