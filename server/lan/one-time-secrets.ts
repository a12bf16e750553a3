import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../core/errors.ts'
import type { Clock } from '../clock.ts'

const MINUTE_MS = 60_000
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b))

/** Letters and digits that nobody mistakes for another (Crockford's base 32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What a person types of a token: with or without the dashes, in small letters, O for 0 and I or L for 1. */
const normalized = (typed: string): string => typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')

/** Counts wrong tries by where they come from: a few are free, then that address waits; others are not held up by it. */
class Tries {
  readonly #wrong = new Map<string, { count: number; since: number }>()
  readonly #most: number
  readonly #spanMs: number

  constructor(most: number, spanMs: number) {
    this.#most = most
    this.#spanMs = spanMs
  }

  mayTry(from: string, now: number): boolean {
    const tries = this.#wrong.get(from)
    return tries === undefined || now - tries.since > this.#spanMs || tries.count < this.#most
  }

  wrong(from: string, now: number): void {
    const tries = this.#wrong.get(from)
    if (tries && now - tries.since <= this.#spanMs) tries.count += 1
    else this.#wrong.set(from, { count: 1, since: now })
    // A flood from invented addresses must not fill the memory.
    if (this.#wrong.size > 1000) this.#wrong.delete(this.#wrong.keys().next().value ?? '')
  }
}

const TOKEN_LASTS_MS = 30 * MINUTE_MS

/**
 * The token that makes somebody on the LAN the owner of an office that has none. Only the host shows it; 130 bits, one use, half
 * an hour, after which the host shows another.
 */
export class SetupToken {
  readonly #clock: Clock
  readonly #renewed: () => void
  readonly #tries = new Tries(10, 10 * MINUTE_MS)
  #value = ''
  #until = 0

  /** @param renewed told when the token that was shown no longer holds */
  constructor(clock: Clock, renewed: () => void = () => undefined) {
    this.#clock = clock
    this.#renewed = renewed
  }

  /** The token to show, `AB12-…`; a new one when the last is over. */
  current(): { value: string; until: string } {
    const now = this.#clock.now().getTime()
    if (now >= this.#until) {
      const first = this.#until === 0
      const letters = Array.from({ length: 26 }, () => LETTERS[randomInt(32)]).join('')
      this.#value = letters.match(/.{1,5}/g)?.join('-') ?? ''
      this.#until = now + TOKEN_LASTS_MS
      if (!first) this.#renewed()
    }
    return { value: this.#value, until: new Date(this.#until).toISOString() }
  }

  /** Throws `setup.token` for a wrong or late one, `setup.too_many_tries` when that address has guessed too often. */
  check(typed: string | undefined, from: string): void {
    const now = this.#clock.now().getTime()
    if (!this.#tries.mayTry(from, now)) throw new AppError('setup.too_many_tries')
    if (same(normalized(typed ?? ''), normalized(this.current().value))) return
    this.#tries.wrong(from, now)
    throw new AppError('setup.token')
  }

  /** Ends the token: it was used. */
  used(): void {
    this.#until = 0
  }
}

const CODE_LASTS_MS = 10 * MINUTE_MS
/** After this many wrong guesses, whoever guesses, the code is replaced: one in a hundred thousand is all that guessing gets. */
const GUESSES = 5

/** The six digits that spare a device the click on the host: ten minutes, one use, five guesses. */
export class PairingCode {
  readonly #clock: Clock
  #value = ''
  #until = 0
  #guesses = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  current(): { value: string; until: string } {
    if (this.#clock.now().getTime() >= this.#until) this.renew()
    return { value: this.#value, until: new Date(this.#until).toISOString() }
  }

  renew(): void {
    this.#value = String(randomInt(1_000_000)).padStart(6, '0')
    this.#until = this.#clock.now().getTime() + CODE_LASTS_MS
    this.#guesses = 0
  }

  /** True when it is the code; it is used up then. */
  take(typed: string): boolean {
    const right = same(typed, this.current().value)
    if (!right) this.#guesses += 1
    if (right || this.#guesses >= GUESSES) this.renew()
    return right
  }
}
