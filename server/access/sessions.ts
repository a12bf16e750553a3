import type { FastifyRequest } from 'fastify'
import { uuidv7 } from 'uuidv7'
import { AppError } from '../../core/errors.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { WriteQueue } from '../db/write-queue.ts'
import { type AccessLog, logAccess } from './access-log.ts'
import { type ApiKeys, bringsKey } from './api-keys.ts'
import { deviceName, whence } from './device-name.ts'
import type { MemoryDoor } from './memory-door.ts'
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts'
import { foldName, people, type Who } from './people.ts'
import type { SecretBox } from './secret-box.ts'
import { hashOf, newToken } from './secrets.ts'
import { cookieName, cookieOptions, DEVICE, SESSION } from './session-cookies.ts'
import { type Http, IDLE_MS, LASTS, LONGEST_MS, lasting, lasts, type SessionRow, sessionOfToken } from './session-row.ts'
import { SessionStreams, type Stream } from './session-streams.ts'
import { totp } from './totp.ts'
import { type Budget, giveBack, takeTry } from './try-budget.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard of the loopback server alone, after it saw the token of this start: only there may an owner have no password. */
    guardedLoopback: boolean
  }
}

const DEVICE_SECONDS = 400 * 24 * 3600
const SEEN_EVERY_MS = 60_000
/** An address at which a whole office may sit has more tries than a person. */
const FREE_TRIES_OF_ADDRESS = 30

type Parts = {
  db: Database
  writes: Pick<WriteQueue, 'run'>
  clock: Clock
  log: AccessLog
  keys: ApiKeys
  secrets: SecretBox
  /** The way in while nothing of a session can be written. */
  door: MemoryDoor
  looksAs?: string | undefined // In a copy: who came in by its own secret.
}

/** People come in and go out also when nothing else can be written: somebody has to make room. */
const ON_A_FULL_DISK_TOO = true

/** Who is signed in, from where, since when. Sessions are rows: they outlive a restart, and ending one holds from the next request on. */
export class Sessions {
  readonly #db: Database
  readonly #writes: Pick<WriteQueue, 'run'>
  readonly #clock: Clock
  readonly #log: AccessLog
  readonly #looksAs: string | undefined
  readonly secrets: SecretBox
  readonly #keys: ApiKeys
  readonly #door: MemoryDoor
  readonly #streams = new SessionStreams(async (request) => (await this.sessionOf(request))?.user_id ?? this.userOf(request))

  constructor({ db, writes, clock, log, keys, secrets, door, looksAs }: Parts) {
    this.secrets = secrets
    this.#looksAs = looksAs
    this.#db = db
    this.#writes = writes
    this.#clock = clock
    this.#log = log
    this.#keys = keys
    this.#door = door
  }

  /** The person of a request: by a program’s key, signed in by cookie, or the owner of a single-PC office who set no password, on its guarded loopback. */
  async userOf(request: FastifyRequest): Promise<string | undefined> {
    if (this.#looksAs !== undefined) return request.guardedLoopback ? people.adminOr(this.#db, this.#looksAs) : undefined
    if (bringsKey(request)) return (await this.#keys.identify(request).catch(() => undefined))?.userId
    const session = await this.sessionOf(request)
    if (session) {
      this.#see(session)
      return session.user_id
    }
    if (request.guardedLoopback !== true) return undefined
    const owner = await people.owner(this.#db)
    return owner && !owner.hasPassword ? owner.id : undefined
  }

  /** The session of the request's cookie while it lasts and its person is active. */
  async sessionOf(request: FastifyRequest): Promise<SessionRow | undefined> {
    if (bringsKey(request)) return undefined
    const token = request.cookies[cookieName(request, SESSION)]
    if (!token) return undefined
    const now = this.#clock.now()
    const hash = hashOf(token)
    const kept = this.#door.sessionOf(hash, now)
    if (kept) return kept
    const session = await sessionOfToken(this.#db, hash)
    return session && lasts(session, now.getTime()) ? session : undefined
  }

  #see(session: SessionRow): void {
    const now = this.#clock.now()
    if (now.getTime() - Date.parse(session.seen_at) < SEEN_EVERY_MS) return
    session.seen_at = now.toISOString()
    // Nobody waits for this, and nothing is lost when it fails.
    this.#writes
      .run((tx) => tx.run('update session set seen_at = ? where id = ?', [now.toISOString(), session.id]))
      .catch(() => undefined)
  }

  /**
   * Signs a person in by password. Throws `session.wrong_password`, alike for a wrong name, `session.wait`, and
   * `totp.needed` and `totp.wrong` once the password was right.
   */
  async signIn(who: Who, password: string, http: Http, code?: string): Promise<void> {
    const user = await people.find(this.#db, who)
    const budgets = await this.#budgets(http.request, user?.id ?? hashOf('name' in who ? foldName(who.name) : who.userId))
    await this.#take(budgets)
    const stored = user?.password_hash ?? null
    const right = await verifyPassword(password, stored)
    if (!right || !user || stored === null) {
      this.noteFailure(http.request, user?.id)
      throw new AppError('session.wrong_password')
    }
    const renewed = isOutdated(stored) ? await hashPassword(password) : undefined
    if (code === undefined && (await totp.isOn(this.#db, user.id))) throw new AppError('totp.needed')
    await this.#takeCode(user.id, code ?? '', http.request)
    if (this.#door.isOpen) return this.#letInToRead(user.id, budgets, http)
    await this.#writes.run(async (tx) => {
      await giveBack(tx, budgets)
      if (renewed)
        await tx.run('update "user" set password_hash = ? where id = ? and password_hash = ?', [renewed, user.id, stored])
      await this.start(tx, user.id, http)
    }, ON_A_FULL_DISK_TOO)
  }

  /** Nothing can be written: who comes in reads, and is written down once that is possible again. */
  async #letInToRead(userId: string, budgets: readonly Budget[], http: Http): Promise<void> {
    await this.#door.giveBack(budgets)
    this.#door.start(userId, this.#clock.now(), http)
    this.#log.note({ userId, action: 'sign_in', detail: whence(http.request) })
  }

  #take(budgets: readonly Budget[]): Promise<void> {
    const now = this.#clock.now()
    if (this.#door.isOpen) return this.#door.takeTry(now, budgets)
    return this.#writes.run((tx) => takeTry(tx, now, budgets), ON_A_FULL_DISK_TOO)
  }

  /** A used step stays used, whatever comes of the sign-in. */
  async #takeCode(userId: string, code: string, request: FastifyRequest): Promise<void> {
    try {
      const given = { userId, code, now: this.#clock.now() }
      if (this.#door.isOpen) await this.#door.takeCode(this.secrets, given)
      else if (this.#door.wasUsed(code)) throw new AppError('totp.wrong')
      else await this.#writes.run((tx) => totp.take(tx, this.secrets, given), ON_A_FULL_DISK_TOO)
    } catch (error) {
      this.noteFailure(request, userId)
      throw error
    }
  }

  /** Writes down that somebody tried to come in and could not; what he typed is not kept. */
  noteFailure(request: FastifyRequest, userId?: string): void {
    this.#log.note({ userId: userId ?? null, action: 'sign_in_failed', detail: whence(request) })
  }

  /** Asks a person who is signed in for his password once more, if he has one. Returns its hash. Throws `session.wrong_password`. */
  async checkPassword(userId: string, typed: string, request: FastifyRequest): Promise<string | null> {
    const row = await this.#db.get<{ password_hash: string | null }>('select password_hash from "user" where id = ?', [userId])
    if (!row?.password_hash) return null
    const right = await this.takeTry(request, userId)
    if (!(await verifyPassword(typed, row.password_hash))) {
      this.noteFailure(request, userId)
      throw new AppError('session.wrong_password')
    }
    await right()
    return row.password_hash
  }

  /** Takes a try at a secret; the returned function gives it back when it was right. Throws `session.wait`. */
  async takeTry(request: FastifyRequest, key: string): Promise<() => Promise<void>> {
    const budgets = await this.#budgets(request, key)
    await this.#take(budgets)
    return () => this.#writes.run((tx) => giveBack(tx, budgets), ON_A_FULL_DISK_TOO)
  }

  /** Starts a session under a new token and hands it to the browser, where scripts cannot read it; the device is known from now on. */
  async start(tx: Transaction, userId: string, { request, reply }: Http): Promise<void> {
    const now = this.#clock.now()
    const before = request.cookies[cookieName(request, SESSION)]
    if (before) await tx.run('delete from session where token_hash = ?', [hashOf(before)])
    const token = newToken()
    await tx.run(
      'insert into session (id, token_hash, user_id, device, address, created_at, seen_at, ends_at) values (?, ?, ?, ?, ?, ?, ?, ?)',
      [
        uuidv7(),
        hashOf(token),
        userId,
        deviceName(request.headers['user-agent']),
        request.ip,
        now.toISOString(),
        now.toISOString(),
        new Date(now.getTime() + LONGEST_MS).toISOString(),
      ],
    )
    await logAccess(tx, now.toISOString(), { userId, action: 'sign_in', detail: whence(request) })
    const device = request.cookies[cookieName(request, DEVICE)] ?? newToken()
    await tx.run(
      'insert into known_device (token_hash, user_id, seen_at) values (?, ?, ?) on conflict (token_hash, user_id) do update set seen_at = excluded.seen_at',
      [hashOf(device), userId, now.toISOString()],
    )
    const cookie = cookieOptions(request)
    reply.setCookie(cookieName(request, SESSION), token, cookie)
    reply.setCookie(cookieName(request, DEVICE), device, { ...cookie, maxAge: DEVICE_SECONDS })
  }

  async signOut({ request, reply }: Http): Promise<void> {
    const session = await this.sessionOf(request)
    const kept = this.#door.end(hashOf(request.cookies[cookieName(request, SESSION)] ?? ''))
    if (session && !kept)
      await this.#writes.run(async (tx) => {
        await this.#end(tx, 'id = ?', [session.id])
        await logAccess(tx, this.#clock.now().toISOString(), {
          userId: session.user_id,
          action: 'sign_out',
          detail: whence(request),
        })
      }, ON_A_FULL_DISK_TOO)
    reply.clearCookie(cookieName(request, SESSION), cookieOptions(request))
  }

  /** Ends every session of a person, but for one: his password changed, he left, or he asked for it. */
  endAllOf(tx: Transaction, userId: string, except = ''): Promise<void> {
    return this.#end(tx, 'user_id = ? and id <> ?', [userId, except])
  }

  /** Ends one session; of `userId` alone where that is given. Throws `request.not_found`. */
  async end(tx: Transaction, id: string, userId?: string): Promise<void> {
    const found = await tx.get('select 1 from session where id = ? and user_id = coalesce(?, user_id)', [id, userId ?? null])
    if (!found) throw new AppError('request.not_found')
    await this.#end(tx, 'id = ?', [id])
  }

  async #end(tx: Transaction, where: string, params: string[]): Promise<void> {
    await tx.run(`delete from session where ${where}`, params)
    tx.afterCommit(() => void this.checkStreams())
  }

  /** The sessions that last, of one person or of all, the latest used first. */
  async list(userId?: string): Promise<SessionRow[]> {
    const now = this.#clock.now().getTime()
    return this.#db.all<SessionRow>(
      `select id, user_id, device, address, created_at, seen_at, ends_at from session
       where ${LASTS.join(' and ')} and user_id = coalesce(?, user_id) order by seen_at desc, id`,
      [...lasting(now), userId ?? null],
    )
  }

  /** Removes what has long been over: sessions, and devices that nobody used for 400 days. */
  async forget(tx: Transaction): Promise<void> {
    const ago = (ms: number) => new Date(this.#clock.now().getTime() - ms).toISOString()
    await tx.run('delete from session where ends_at < ? or seen_at < ?', [ago(0), ago(IDLE_MS)])
    await tx.run('delete from known_device where seen_at < ?', [ago(DEVICE_SECONDS * 1000)])
    await tx.run('delete from one_use_code where ends_at < ?', [ago(0)])
  }

  /** Ends the stream once its session is over; the returned function stops watching. */
  watch(stream: Stream): () => void {
    return this.#streams.watch(stream)
  }

  checkStreams = (): Promise<void> => this.#streams.check()

  close(): void {
    this.#door.close()
    this.#streams.close()
  }

  /** The people who signed in on the request's device before. */
  async knownOn(request: FastifyRequest): Promise<Set<string>> {
    const device = request.cookies[cookieName(request, DEVICE)]
    if (!device) return new Set()
    const sql = 'select user_id from known_device where token_hash = ?'
    const rows = await this.#db.all<{ user_id: string }>(sql, [hashOf(device)])
    return new Set(rows.map((row) => row.user_id))
  }

  /**
   * A device that a person signed in on before has tries of its own: strangers who guess at his name elsewhere never make him wait. All
   * strange devices together share one budget for the name, and those of one address another.
   */
  async #budgets(request: FastifyRequest, key: string): Promise<Budget[]> {
    const device = request.cookies[cookieName(request, DEVICE)]
    if (device && (await this.knownOn(request)).has(key)) return [{ key: `device ${hashOf(device)} ${key}` }]
    return [{ key: `name ${key}` }, { key: `address ${request.ip}`, free: FREE_TRIES_OF_ADDRESS }]
  }
}
