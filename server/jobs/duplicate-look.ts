import type { EntityDef } from '../../core/entities/entity.ts'
import type { Database, Transaction } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import type { Log } from '../log.ts'
import type { Office } from '../office.ts'
import type { LookCursor, LookReply } from '../records/alike.ts'
import { alikeEntries } from '../records/alike-keys.ts'
import { alikePath } from '../records/catalog.ts'
import { type DbRow, valuesOf } from '../records/row.ts'
import { replaceValues } from '../records/value-index.ts'

const LOOKED = 'duplicates.looked'
const FILL = 300
const SLICE_MS = 10
/** Pairs written in one unit; other people's saves come in between. */
const WRITE = 200

/**
 * Looks through the whole office for records that look like one: weighs them piece by piece in a reader thread and writes what it
 * found in small units, so that nobody waits for it. Runs at night and when somebody asks.
 */
export class DuplicateLook {
  readonly #office: Office
  readonly #log: Log
  #running: Promise<void> | undefined
  #stopped = false

  constructor(parts: { office: Office; log: Log }) {
    this.#office = parts.office
    this.#log = parts.log
  }

  get looking(): boolean {
    return this.#running !== undefined
  }

  /** Looks now; who asks while a look is under way waits for that one. */
  run(): Promise<void> {
    this.#running ??= this.#look().finally(() => {
      this.#running = undefined
      // Whoever waits for the end sees it at once.
      if (!this.#stopped) this.#office.feed.publish()
    })
    return this.#running
  }

  /** Starts a look without waiting for it. */
  start(): void {
    void this.run().catch((error: unknown) => this.#log.error({ error: String(error) }, 'the look for duplicates failed'))
  }

  /** Ends a look under way after its next piece. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running?.catch(() => undefined)
  }

  async #look(): Promise<void> {
    const startedAt = this.#office.clock.now().toISOString()
    for (const entity of this.#office.catalog.registry.values()) {
      if (!entity.duplicates) continue
      await this.#fillKeys(entity)
      let after: LookCursor | undefined
      do {
        if (this.#stopped) return
        const { pairs, next } = await this.#piece(entity, after)
        for (let from = 0; from < pairs.length; from += WRITE)
          await this.#keep(entity, pairs.slice(from, from + WRITE), startedAt)
        after = next
      } while (after)
      await this.#office.writeInTime((tx) =>
        tx.run("delete from duplicate_pair where entity = ? and state = 'open' and seen_at < ?", [entity.key, startedAt]),
      )
    }
    await this.#remember(LOOKED, startedAt)
  }

  async #piece(entity: EntityDef, after: LookCursor | undefined): Promise<LookReply> {
    const reply = await this.#office.read(this.#office.contextOfServer(), 'lookForPairs', {
      entity: entity.key,
      ...(after && { after }),
    })
    return reply.parsed() as LookReply
  }

  async #keep(entity: EntityDef, pairs: LookReply['pairs'], seenAt: string): Promise<void> {
    await this.#office.writeInTime(async (tx) => {
      for (const [a, b, bits] of pairs)
        await tx.run(
          `insert into duplicate_pair (entity, a, b, bits, seen_at) values (?, ?, ?, ?, ?)
            on conflict (entity, a, b) do update set bits = excluded.bits, seen_at = excluded.seen_at,
              state = case duplicate_pair.state when 'dismissed' then 'dismissed' else 'open' end`,
          [entity.key, a, b, bits, seenAt],
        )
    })
  }

  /** Gives records that were written before there were keys theirs, once. */
  async #fillKeys(entity: EntityDef): Promise<void> {
    const key = `duplicates.filled.${alikePath(entity)}`
    if (await setting(this.#office.connection, key)) return
    let after = 0
    while (!this.#stopped) {
      const rows = await this.#office.connection.all<DbRow>(`select * from ${entity.table} where rid > ? order by rid limit ?`, [
        after,
        FILL,
      ])
      if (rows.length === 0) return this.#remember(key, true)
      after = await this.#office.writeInTime((tx) => this.#fill(tx, entity, rows))
    }
  }

  /** Fills as many as fit into a slice; returns the row number of the last. */
  async #fill(tx: Transaction, entity: EntityDef, rows: readonly DbRow[]): Promise<number> {
    const until = performance.now() + SLICE_MS
    let last = 0
    for (const row of rows) {
      await replaceValues(tx, row.rid, [], alikeEntries(this.#office.catalog, entity, {}, valuesOf(entity, row)).is)
      last = row.rid
      if (performance.now() > until) break
    }
    return last
  }

  async #remember(key: string, value: unknown): Promise<void> {
    await this.#office.writeInTime((tx) =>
      tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
        key,
        JSON.stringify(value),
      ]),
    )
  }
}

async function setting(db: Database, key: string): Promise<unknown> {
  const row = await db.get<{ value: string }>('select value from setting where key = ?', [key])
  return row && storedJson(row.value)
}

/** When the last whole look began; undefined before the first. */
export const lastLook = (db: Database): Promise<unknown> => setting(db, LOOKED)
