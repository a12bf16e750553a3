import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../core/errors.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { people } from './people.ts'

const COOKIE = 'samphan_session'
const LONGEST_MS = 12 * 3600_000
/** After this many wrong passwords in a row each further try waits, longer and longer, but never forever. */
const FREE_TRIES = 5
const LONGEST_WAIT_MS = 30_000

type Session = { userId: string; until: number }

/** Who is signed in. Sessions live in memory: a restart of the server signs everybody out. */
export class Sessions {
  readonly #sessions = new Map<string, Session>()
  readonly #wrong = new Map<string, number>()
  readonly #db: Database
  readonly #clock: Clock
  /** Checked for people without a password, so that the time of an answer does not tell who has one. */
  #nobody: Promise<string> | undefined

  constructor(db: Database, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /**
   * The person of a request: signed in by cookie, or, on this PC alone, the owner of a single-PC office who set no password. Over the
   * network of the house nobody is anybody without having signed in.
   */
  async userOf(request: FastifyRequest): Promise<string | undefined> {
    const token = request.cookies[COOKIE]
    const session = token ? this.#sessions.get(token) : undefined
    if (session && session.until > this.#clock.now().getTime()) return session.userId
    if (request.overLan) return undefined
    const owner = await people.owner(this.#db)
    return owner && !owner.hasPassword ? owner.id : undefined
  }

  /** Signs a person in by password. Throws `session.wrong_password`. */
  async signIn(userId: string, password: string, reply: FastifyReply): Promise<void> {
    const tries = this.#wrong.get(userId) ?? 0
    if (tries >= FREE_TRIES)
      await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_WAIT_MS, 500 * 2 ** (tries - FREE_TRIES))))
    const row = await this.#db.get<{ password_hash: string | null }>(
      'select password_hash from user where id = ? and active = 1',
      [userId],
    )
    this.#nobody ??= hashPassword(randomBytes(16).toString('hex'))
    const right = await verifyPassword(password, row?.password_hash ?? (await this.#nobody))
    if (!right || !row?.password_hash) {
      this.#wrong.set(userId, tries + 1)
      throw new AppError('session.wrong_password')
    }
    this.#wrong.delete(userId)
    this.start(userId, reply)
  }

  /** Starts a session and hands its secret to the browser, where scripts cannot read it. */
  start(userId: string, reply: FastifyReply): void {
    const token = randomBytes(32).toString('base64url')
    this.#sessions.set(token, { userId, until: this.#clock.now().getTime() + LONGEST_MS })
    reply.setCookie(COOKIE, token, { httpOnly: true, sameSite: 'strict', path: '/', secure: reply.request.overLan })
  }

  signOut(request: FastifyRequest, reply: FastifyReply): void {
    const token = request.cookies[COOKIE]
    if (token) this.#sessions.delete(token)
    reply.clearCookie(COOKIE, { path: '/' })
  }

  /** Ends every session of a person: his password changed. */
  endAllOf(userId: string): void {
    for (const [token, session] of this.#sessions) if (session.userId === userId) this.#sessions.delete(token)
  }
}
