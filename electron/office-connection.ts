import { randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { hostname } from 'node:os'
import { type Session, safeStorage, session } from 'electron'
import { z } from 'zod'
import type { FoundOffice, JoinQuestion, MetOffice, OfficeAddress, OfficeState } from '../core/desktop-bridge.ts'
import { type Connection, forgetConnection, keepConnection, readConnection } from './connection-file.ts'
import { CookieJar } from './cookie-jar.ts'
import { fingerprintOf, greet, isOfOffice, type OfficeKey } from './office-pin.ts'
import { platformName } from './platform.ts'

const Joined = z.object({ id: z.string(), state: z.string() })
const Waiting = z.object({ state: z.string() })
const Refusal = z.object({ code: z.string() })
/** A host that cannot be reached is looked for on the network, but not more often than this. */
const LOOK_AGAIN_MS = 5_000
/** Whoever has not begun to answer by then is looked for: a PC that took the host’s address may leave every packet unanswered for minutes. */
const ANSWERS_WITHIN_MS = 3_000

type Parts = {
  file: string
  find: () => Promise<FoundOffice[]>
  /** Told when the app begins or ends to work in an office. */
  moved: (joined: boolean) => void
}

/** Where requests go: to an office that this PC joined, whose key is compared before a single byte of them is sent. */
export class OfficeConnection {
  readonly #parts: Parts
  #connection: Connection | undefined
  #cookies = new CookieJar()
  #problem: string | undefined
  /** Aborted when the host is found at another address: what waits at the old one waits for nobody. */
  #moved = new AbortController()
  #looking: Promise<void> | undefined
  #lookedAt = Number.NEGATIVE_INFINITY

  constructor(parts: Parts) {
    this.#parts = parts
    this.#connection = readConnection(parts.file)
  }

  /** Whether requests go to the office rather than to the server of this PC. */
  get joined(): boolean {
    return this.#connection?.approved ?? false
  }

  async meet(address: OfficeAddress): Promise<MetOffice> {
    const key = await greet(address)
    if (!key) return { problem: 'office.not_found' }
    return { keySha256: key.keySha256, fingerprint: await fingerprintOf(key.keySha256) }
  }

  /** Asks to come in. Whoever answers at the address by now must be the one whose words were compared. */
  async join({ keySha256, code, ...address }: JoinQuestion): Promise<OfficeState> {
    const key = await greet(address)
    if (!key) return { mode: 'local', problem: 'office.not_found' }
    if (key.keySha256 !== keySha256) return { mode: 'local', problem: 'office.key_changed' }
    const secret = randomBytes(32).toString('base64url')
    const body = { name: hostname().slice(0, 120), platform: platformName(), secret, ...(code && { code }) }
    const reply = await this.#ask(address, key, '/api/join', body).catch(() => undefined)
    const said = await reply?.json().catch(() => undefined)
    const joined = Joined.safeParse(said)
    if (!reply?.ok || !joined.success) return { mode: 'local', problem: Refusal.safeParse(said).data?.code ?? 'office.no_answer' }
    const sealed = safeStorage.isEncryptionAvailable()
    this.#keep({
      ...address,
      ...key,
      fingerprint: await fingerprintOf(keySha256),
      device: joined.data.id,
      secret: sealed ? safeStorage.encryptString(secret).toString('base64') : secret,
      sealed,
      approved: joined.data.state === 'approved',
    })
    if (this.joined) this.#parts.moved(true)
    return this.state()
  }

  /** Where this app works; while it waits, the host is asked. */
  async state(): Promise<OfficeState> {
    const connection = this.#connection
    if (!connection) return { mode: 'local' }
    const known = { host: connection.host, fingerprint: connection.fingerprint }
    if (connection.approved) return { mode: 'joined', ...known, ...(this.#problem && { problem: this.#problem }) }
    const path = `/api/join/${connection.device}`
    const reply = await this.#ask(connection, connection, path, { secret: this.#secret(connection) }).catch(() => undefined)
    const said = Waiting.safeParse(await reply?.json().catch(() => undefined)).data?.state
    if (said === undefined) {
      if (reply?.status === 404) return this.#turnAway(known)
      void this.#lookForIt()
      return { mode: 'waiting', ...known, problem: this.#problem ?? 'office.no_answer' }
    }
    if (said === 'approved') {
      this.#keep({ ...connection, approved: true })
      this.#parts.moved(true)
      return { mode: 'joined', ...known }
    }
    return said === 'waiting' ? { mode: 'waiting', ...known } : this.#turnAway(known)
  }

  /** The host is said to be at another address now. Whoever answers there must be the one whose words were compared; nothing else is asked. */
  async isAt(address: OfficeAddress): Promise<OfficeState> {
    const connection = this.#connection
    if (!connection) return { mode: 'local' }
    const key = await greet(address)
    const { host, fingerprint, approved } = connection
    const state: OfficeState = { mode: approved ? 'joined' : 'waiting', host, fingerprint }
    if (key?.keySha256 !== connection.keySha256) return { ...state, problem: key ? 'office.key_changed' : 'office.not_found' }
    this.#moveTo(connection, address)
    return { ...state, host: address.host }
  }

  /** Forgets the office and everything that this device was to it. */
  leave(): OfficeState {
    const wasJoined = this.joined
    this.#connection = undefined
    this.#cookies = new CookieJar()
    this.#problem = undefined
    forgetConnection(this.#parts.file)
    if (wasJoined) this.#parts.moved(false)
    return { mode: 'local' }
  }

  /**
   * Sends a request of the window to the office.
   * @returns 503 without a body when nobody answers (the window keeps trying), or with a code when somebody else does
   */
  async forward(request: Request, path: string, headers: Headers): Promise<Response> {
    const connection = this.#connection
    if (!connection) return new Response(null, { status: 503 })
    headers.set('x-samphan-device', `${connection.device}.${this.#secret(connection)}`)
    const cookie = this.#cookies.header()
    if (cookie !== undefined) headers.set('cookie', cookie)
    const moved = this.#moved.signal
    const late = setTimeout(() => void this.#lookForIt(), ANSWERS_WITHIN_MS)
    let reply: Response
    try {
      reply = await this.#session(connection).fetch(`${originOf(connection)}${path}`, {
        method: request.method,
        headers,
        body: request.body,
        ...(request.body === null ? {} : { duplex: 'half' }),
        // The jar keeps the cookies: the page must not reach them, nor another office that this PC joins later.
        credentials: 'omit',
        redirect: 'error',
        signal: AbortSignal.any([request.signal, moved]),
      } as RequestInit)
    } catch (error) {
      if (request.signal.aborted) throw error
      if (!moved.aborted) void this.#lookForIt()
      return this.#problem ? Response.json({ code: this.#problem }, { status: 503 }) : new Response(null, { status: 503 })
    } finally {
      clearTimeout(late)
    }
    this.#problem = undefined
    this.#cookies.keep(reply.headers.getSetCookie())
    return reply
  }

  #ask({ host, port }: OfficeAddress, key: OfficeKey, path: string, body: object): Promise<Response> {
    return this.#session(key).fetch(`${originOf({ host, port })}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      credentials: 'omit',
      redirect: 'error',
    })
  }

  /** A network session of this key's own: what was decided about one office's certificates never counts for another's. */
  #session(key: OfficeKey): Session {
    const own = session.fromPartition(`office-${key.keySha256}`)
    own.setCertificateVerifyProc(({ certificate }, done) => {
      if (isOfOffice(certificate.data, key)) return done(0)
      this.#problem = 'office.key_changed'
      // Refused whatever the system thinks of it.
      return done(-2)
    })
    return own
  }

  /** The host does not answer where it was: it may have another address. Whoever shows the pinned key is the one, wherever he is. */
  #lookForIt(): Promise<void> {
    if (this.#looking) return this.#looking
    if (performance.now() - this.#lookedAt < LOOK_AGAIN_MS) return Promise.resolve()
    this.#lookedAt = performance.now()
    this.#looking = this.#find().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #find(): Promise<void> {
    const before = this.#connection
    if (!before) return
    const [there, offices] = await Promise.all([greet(before), this.#parts.find()])
    if (there?.keySha256 === before.keySha256) {
      this.#problem = undefined
      return
    }
    // At once, so that strangers who call out by the dozen and then say nothing do not hide it for long.
    const keys = await Promise.all(offices.map(greet))
    const found = offices[keys.findIndex((key) => key?.keySha256 === before.keySha256)]
    const connection = this.#connection
    if (found && connection?.keySha256 === before.keySha256) this.#moveTo(connection, found)
  }

  #moveTo(connection: Connection, { host, port }: OfficeAddress): void {
    this.#problem = undefined
    if (host === connection.host && port === connection.port) return
    this.#keep({ ...connection, host, port })
    this.#moved.abort()
    this.#moved = new AbortController()
  }

  #turnAway(known: { host: string; fingerprint: string }): OfficeState {
    this.leave()
    return { mode: 'turned_away', ...known, problem: 'device.not_approved' }
  }

  #keep(connection: Connection): void {
    this.#connection = connection
    keepConnection(this.#parts.file, connection)
  }

  #secret({ secret, sealed }: Connection): string {
    return sealed ? safeStorage.decryptString(Buffer.from(secret, 'base64')) : secret
  }
}

const originOf = ({ host, port }: OfficeAddress): string => `https://${isIPv6(host) ? `[${host}]` : host}:${port}`
