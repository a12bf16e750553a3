import { AppError } from '../../core/errors.ts'
import type { Clock } from '../clock.ts'

/** How many requests a minute in the long run, and how many at once after a rest. */
export type Rate = { perMinute: number; atOnce: number }

/** A person at a busy screen asks some ten times a second for a moment; only a window gone wild comes near this. */
export const PERSON_RATE: Rate = { perMinute: 6_000, atOnce: 1_500 }
/** Who has not signed in loads a page and tries a password; a whole office may stand behind one address. */
export const STRANGER_RATE: Rate = { perMinute: 600, atOnce: 300 }

/** More than these are not remembered: a bucket that was not used for a minute is full again anyway. */
const MOST_BUCKETS = 10_000

type Bucket = { left: number; at: number }

/**
 * Token buckets in memory, one for each key, person or address: each request takes a token, tokens come back steadily. A restart forgives
 * everybody, which is right for load; wrong passwords are counted elsewhere, in rows.
 */
export class RateLimit {
  readonly #clock: Clock
  readonly #buckets = new Map<string, Bucket>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Takes a token. Throws `request.too_many` with the whole seconds until there is one. */
  take(who: string, { perMinute, atOnce }: Rate): void {
    const now = this.#clock.now().getTime()
    const bucket = this.#buckets.get(who) ?? { left: atOnce, at: now }
    // A clock that was set back must not take away what somebody has.
    const back = (Math.max(0, now - bucket.at) / 60_000) * perMinute
    const left = Math.min(atOnce, bucket.left + back)
    if (left < 1) {
      this.#buckets.set(who, { left, at: now })
      throw new AppError('request.too_many', { seconds: Math.max(1, Math.ceil(((1 - left) / perMinute) * 60)) })
    }
    if (!this.#buckets.has(who) && this.#buckets.size >= MOST_BUCKETS) this.#forget(now)
    this.#buckets.set(who, { left: left - 1, at: now })
  }

  #forget(now: number): void {
    for (const [who, { at }] of this.#buckets) if (now - at > 60_000) this.#buckets.delete(who)
    if (this.#buckets.size >= MOST_BUCKETS) this.#buckets.clear()
  }
}
