import type { PostgresDatabase } from './postgres-database.ts'

const TRIES = 5
const BETWEEN_TRIES_MS = 20
/** A replica that did not answer is left alone for so long. */
const REST_MS = 5_000

/** A place in the primary's log, as PostgreSQL writes it (`16/B374D848`), as a number that orders. */
const placeOf = (text: string): bigint => {
  const [high = '0', low = '0'] = text.split('/')
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

/**
 * A streaming replica that reads may go to. It is a little behind: a read waits until it has what this server last wrote or heard of, so
 * that nobody misses what he just saved.
 */
export class PostgresReplica {
  readonly database: PostgresDatabase
  #needed = 0n
  #reached = 0n
  #restsUntil = 0

  constructor(database: PostgresDatabase) {
    this.database = database
  }

  /** Reads from now on must see what the primary's log holds up to here. */
  require(place: string): void {
    const needed = placeOf(place)
    if (needed > this.#needed) this.#needed = needed
  }

  /** True once it has all that is required; false when that takes too long, or it does not answer. */
  async isReady(): Promise<boolean> {
    const needed = this.#needed
    if (performance.now() < this.#restsUntil) return false
    try {
      for (let tries = 0; tries < TRIES && this.#reached < needed; tries += 1) {
        if (tries > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS))
        const found = await this.database.get<{ at: string | null }>('select pg_last_wal_replay_lsn()::text as at')
        if (found?.at) this.#reached = placeOf(found.at)
      }
    } catch {
      this.#restsUntil = performance.now() + REST_MS
      return false
    }
    return this.#reached >= needed
  }

  close(): Promise<void> {
    return this.database.close()
  }
}
