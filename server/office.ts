import { createHash } from 'node:crypto'
import { BUILT_IN_ROLES, compilePolicy } from '../core/access/policy.ts'
import type { Registry } from '../core/entities/registry.ts'
import { AppError } from '../core/errors.ts'
import { type Identity, people } from './access/people.ts'
import type { Feed } from './changes/feed.ts'
import { type Clock, localDate } from './clock.ts'
import type { Database, Transaction } from './db/database.ts'
import type { Others } from './db/others.ts'
import type { ReadRunner } from './db/readers.ts'
import { storedJson } from './db/stored-json.ts'
import type { WriteQueue } from './db/write-queue.ts'
import type { WriteState } from './db/write-state.ts'
import type { RequestContext } from './http/handler.ts'
import { JsonReply } from './http/reply.ts'
import { isShort, READS, type Read, type ReadName } from './reads.ts'
import { type Catalog, loadCatalog, numberFields } from './records/catalog.ts'
import type { Context, Lang } from './records/context.ts'
import type { RecordWriter } from './records/write.ts'

export const TIME_ZONE = 'Asia/Bangkok'

/** An open database: how it is read, how it is written, and how it is closed. */
export type Engine = {
  connection: Database
  writes: WriteQueue
  readers: ReadRunner
  others: Others
  /** True while a short read is answered sooner over `connection` than by the readers. */
  readsHere: () => boolean
  close: () => Promise<void>
}

type Parts = {
  engine: Engine
  writer: RecordWriter
  feed: Feed
  clock: Clock
  declared: Registry
  catalog: Catalog
  /** The cloud service that copies the data folder to and fro. */
  syncedBy?: string | undefined
}

/** One open office: its database behind one read path and one write path, and its configuration as it is now. */
export class Office {
  readonly connection: Database
  readonly writer: RecordWriter
  readonly feed: Feed
  readonly clock: Clock
  readonly syncedBy: string | undefined
  readonly #writes: WriteQueue
  readonly #readers: ReadRunner
  readonly #engine: Engine
  readonly #declared: Registry
  #catalog: Catalog

  constructor(parts: Parts) {
    this.#engine = parts.engine
    this.connection = parts.engine.connection
    this.writer = parts.writer
    this.feed = parts.feed
    this.clock = parts.clock
    this.#writes = parts.engine.writes
    this.#readers = parts.engine.readers
    this.syncedBy = parts.syncedBy
    this.#declared = parts.declared
    this.#catalog = parts.catalog
  }

  /** Whether the office can be written now. */
  get state(): WriteState {
    return this.#writes.state
  }

  get catalog(): Catalog {
    return this.#catalog
  }

  /** The context of a person acting now; throws `session.required` when there is no such active person. */
  async contextOf(userId: string, lang: Lang): Promise<Context> {
    const identity = await people.identity(this.connection, userId)
    if (!identity) throw new AppError('session.required')
    return this.contextFor(identity, lang)
  }

  /** The context of work that the server ends by itself: it reaches every record, and stands in the history as his who began it. */
  contextOfServer(begunBy = ''): Context {
    const role = BUILT_IN_ROLES.find(({ key }) => key === 'owner')
    if (!role) throw new Error('there is no owner among the roles')
    return this.contextFor({ userId: begunBy, role, teamIds: [] }, 'th')
  }

  contextFor(identity: Identity, lang: Lang): Context {
    const now = this.clock.now()
    return {
      userId: identity.userId,
      policy: compilePolicy(identity.role, identity.userId, identity.teamIds),
      identity,
      lang,
      catalog: this.#catalog,
      now: now.toISOString(),
      today: localDate(now, this.#catalog.timeZone),
    }
  }

  /** Runs a read, in a reader thread unless it is sure to be short; the reply is JSON ready to send. */
  async read(ctx: Context, operation: ReadName, request: unknown): Promise<JsonReply> {
    if (this.#engine.readsHere() && isShort(ctx, operation, request))
      return new JsonReply(Buffer.from(JSON.stringify(await (READS[operation] as Read)(ctx, this.connection, request as never))))
    const { role, teamIds } = ctx.identity
    return new JsonReply(
      await this.#readers.run(
        operation,
        { userId: ctx.userId, role, teamIds, lang: ctx.lang, now: ctx.now, today: ctx.today },
        request,
      ),
    )
  }

  /**
   * Runs a unit of work. When the request carries an idempotency key, its reply is stored in the same transaction, and a
   * retry gets that reply instead of a second effect; the same key with another request is refused.
   */
  write<T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const key = ctx.idempotency
    if (!key) return this.#writes.run(work, ctx.urgent)
    return this.#writes.run(async (tx) => {
      const known = await tx.get<{ request_hash: string; reply: string }>(
        'select request_hash, reply from idempotency where key = ? and user_id = ?',
        [key.key, ctx.userId],
      )
      if (known && known.request_hash !== key.hash) throw new AppError('idempotency.mismatch')
      if (known) return keptReply<T>(known.reply)
      const reply = await work(tx)
      await tx.run('insert into idempotency (key, user_id, request_hash, reply, at) values (?, ?, ?, ?, ?)', [
        key.key,
        ctx.userId,
        key.hash,
        JSON.stringify(reply ?? null),
        ctx.now,
      ])
      return reply
    }, ctx.urgent)
  }

  /**
   * Runs a unit of work without a key of its own.
   * @param urgent see `WriteQueue.run`
   */
  writeAlone<T>(work: (tx: Transaction) => Promise<T>, urgent = false): Promise<T> {
    return this.#writes.run(work, urgent)
  }

  /** Runs a slice of what the server does in the background; it waits while the office is read-only. */
  writeInTime<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#writes.runInTime(work)
  }

  /** Lends the right to write to a thread that has a connection of its own; see `WriteQueue.lendInTime`. */
  lendInTime<T>(lent: () => Promise<T>): Promise<T> {
    return this.#writes.lendInTime(lent)
  }

  /** Leaves the log of changes to such a thread; see `WriteQueue.leavingLog`. */
  leavingLog<T>(work: () => Promise<T>): Promise<T> {
    return this.#writes.leavingLog(work)
  }

  /** Reads the configuration again after it changed, here, in every reader thread, and in every other server. */
  async reloadCatalog(): Promise<void> {
    await this.takeCatalog()
    await this.#engine.others.tellConfigured()
  }

  /** Reads the configuration again after another server changed it. */
  async takeCatalog(): Promise<void> {
    const catalog = await loadCatalog(this.connection, this.#declared, this.#catalog.version + 1, this.#catalog.timeZone)
    await this.#writes.run((tx) => numberFields(tx, catalog.registry))
    this.#catalog = await loadCatalog(this.connection, this.#declared, catalog.version, catalog.timeZone)
    this.#readers.setCatalog(this.#catalog)
    this.feed.publish()
  }

  /** Waits for the writes under way and closes everything. */
  async close(): Promise<void> {
    this.state.close()
    await this.#writes.idle()
    await this.#readers.close()
    await this.#engine.close()
  }
}

/** What a request that came again was answered the first time. Throws `idempotency.unreadable` where the disk made something else of it. */
function keptReply<T>(stored: string): T {
  const reply = storedJson<T>(stored)
  // All that is known by now is that it was done.
  if (typeof reply !== 'object' || Array.isArray(reply)) throw new AppError('idempotency.unreadable')
  return reply
}

/** A request's fingerprint, to tell a retry from a different request under the same key. */
export const requestHash = (method: string, path: string, body: unknown): string =>
  createHash('sha256')
    .update(`${method} ${path} ${JSON.stringify(body ?? null)}`)
    .digest('base64url')
