import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { uuidv7 } from 'uuidv7'
import type { Role } from '../../core/access/policy.ts'
import type { Session } from '../../core/contract/office.ts'
import { hashPassword } from '../../server/access/passwords.ts'
import { buildApp } from '../../server/app.ts'
import { type Container, type ContainerOptions, createContainer } from '../../server/container.ts'
import type { EngineName } from '../../server/db/database.ts'
import { SqliteConnection } from '../../server/db/sqlite-connection.ts'
import { createLog } from '../../server/log.ts'
import { POSTGRES, testDatabase } from './postgres.ts'
import { copyTemplate } from './sqlite-setup.ts'
import { type WrongRecord, wrongRecords } from './wrong-records.ts'

export const TOKEN = 'token-of-this-test'
/** The password of everybody that `person` adds. */
export const PASSWORD = 'correct horse battery'
/** Made once: it is slow on purpose. */
let passwordHash: Promise<string> | undefined

export type Reply<T = Record<string, never>> = { status: number; body: T }

/** Somebody at a window: requests with his session, as the real screens make them. */
export class Person {
  readonly id: string
  readonly #app: () => FastifyInstance
  /** What his browser sends; none for the owner of an office without passwords. */
  readonly cookie: string | undefined
  lang = 'th'

  constructor(app: () => FastifyInstance, id: string, cookie?: string) {
    this.#app = app
    this.id = id
    this.cookie = cookie
  }

  async request<T = Record<string, never>>(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply<T>> {
    const reply = await this.#app().inject({
      method,
      url,
      headers: {
        host: '127.0.0.1:4780',
        'x-samphan-token': TOKEN,
        'accept-language': this.lang,
        ...(this.cookie && { cookie: this.cookie }),
        ...headers,
      },
      ...(body !== undefined && { payload: body as object }),
    })
    const json = reply.headers['content-type']?.toString().startsWith('application/json')
    return { status: reply.statusCode, body: (json ? reply.json() : reply.rawPayload) as T }
  }

  /** POST that must succeed; its body. */
  async post<T = Record<string, never>>(url: string, body: unknown = {}): Promise<T> {
    return this.#must(await this.request<T>('POST', url, body), url)
  }

  /** GET that must succeed; its body. */
  async get<T = Record<string, never>>(url: string): Promise<T> {
    return this.#must(await this.request<T>('GET', url), url)
  }

  #must<T>(reply: Reply<T>, url: string): T {
    if (reply.status >= 300) throw new Error(`${url} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }

  async create(entity: string, values: Record<string, unknown>): Promise<{ id: string; version: number }> {
    return this.post(`/api/records/${entity}`, { values })
  }

  async record<T = Record<string, unknown>>(
    entity: string,
    id: string,
  ): Promise<T & { id: string; version: number; title: string }> {
    return this.get(`/api/records/${entity}/${id}`)
  }

  async list(
    entity: string,
    body: Record<string, unknown> = {},
  ): Promise<{ rows: ({ id: string; title: string; version: number } & Record<string, unknown>)[]; next?: string }> {
    return this.post(`/api/records/${entity}/list`, body)
  }

  async update(
    entity: string,
    id: string,
    version: number,
    values: Record<string, unknown>,
  ): Promise<Reply<{ version: number }>> {
    return this.request('PATCH', `/api/records/${entity}/${id}`, { version, values })
  }

  session(): Promise<Session> {
    return this.get('/api/session')
  }

  async upload(entity: string, fileName: string, content: string | Buffer): Promise<Reply<{ id: string; code?: string }>> {
    return this.request(
      'POST',
      `/api/imports/${entity}?name=${encodeURIComponent(fileName)}`,
      Buffer.isBuffer(content) ? content : Buffer.from(content),
      { 'content-type': 'application/octet-stream' },
    )
  }
}

/** A real office in a folder of its own: real database, real server, real reader threads; only the clock is ours. */
export class TestOffice {
  readonly folder: string
  now = new Date('2026-11-22T03:00:00.000Z')
  container!: Container
  app!: FastifyInstance
  owner!: Person
  /** Set by tests that write past the product. */
  damages = false
  readonly #options: Partial<ContainerOptions>
  readonly #engine: EngineName | undefined
  #database: { url: string; drop: () => Promise<void> } | undefined

  private constructor(folder: string, options: Partial<ContainerOptions>, engine: EngineName | undefined) {
    this.folder = folder
    this.#options = options
    this.#engine = engine
  }

  /** A new office, on SQLite, or on PostgreSQL where the run has a server, unless one of them is asked for. */
  static async open(options: Partial<ContainerOptions> = {}, engine?: EngineName): Promise<TestOffice> {
    const office = new TestOffice(await mkdtemp(join(tmpdir(), 'samphan-test-')), options, engine)
    const onFile = !options.databaseUrl && (engine === 'sqlite' || !process.env[POSTGRES])
    if (onFile && !options.migrations) await copyTemplate(join(office.folder, 'data'))
    await office.start()
    const anybody = new Person(() => office.app, '')
    await anybody.post('/api/setup', {
      company: { name: 'ปั๊มไทยรุ่งเรือง' },
      language: 'th',
      ownerName: 'วิรุฬห์ ณ อยุธยา',
      ownerNick: 'เอก',
    })
    office.owner = new Person(() => office.app, (await anybody.session()).user?.id ?? '')
    return office
  }

  /** Opens an office that lies in a folder already, under its owner. */
  static async reopen(folder: string, options: Partial<ContainerOptions>, ownerId: string): Promise<TestOffice> {
    const office = new TestOffice(folder, options, options.databaseUrl ? 'postgres' : 'sqlite')
    await office.start()
    office.owner = new Person(() => office.app, ownerId)
    return office
  }

  /** A request of the owner that must succeed. */
  async request<T = Record<string, never>>(method: 'PUT' | 'POST' | 'DELETE', url: string, body: unknown): Promise<T> {
    const reply = await this.owner.request<T>(method, url, body)
    if (reply.status >= 300) throw new Error(`${url} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }

  async start(): Promise<void> {
    const server = this.#options.databaseUrl ? undefined : process.env[POSTGRES]
    if (server && this.#engine !== 'sqlite') this.#database ??= await testDatabase(server, this.#options.migrations !== undefined)
    this.container = await createContainer({
      dataFolder: join(this.folder, 'data'),
      ...(this.#database && { databaseUrl: this.#database.url }),
      clock: { now: () => this.now },
      token: TOKEN,
      log: createLog('silent'),
      scheduled: false,
      readers: 1,
      version: '9.9.9',
      ...this.#options,
    })
    this.app = await buildApp(this.container)
  }

  async stop(): Promise<void> {
    await this.app.close()
    await this.container.close()
  }

  /** @throws when a record is not what the log, or the record itself, makes of it: whatever a test does is no damage */
  async close(): Promise<void> {
    const wrong = this.damages ? [] : await this.wrongRecords()
    await this.stop()
    await this.#database?.drop()
    await rm(this.folder, { recursive: true, force: true })
    if (wrong.length > 0) throw new Error(`these would be told as damaged: ${JSON.stringify(wrong.slice(0, 5))}`)
  }

  /** What the nightly look would find. */
  wrongRecords(): Promise<WrongRecord[]> {
    return wrongRecords(this.container.office)
  }

  /** The office's open SQLite file, for tests of what only a file has. */
  get file(): SqliteConnection {
    const { connection } = this.container.office
    if (!(connection instanceof SqliteConnection)) throw new Error('this office is on PostgreSQL')
    return connection
  }

  /** Every row of a table, in one order. */
  rows(table: string): Promise<Record<string, unknown>[]> {
    return this.container.office.connection.all(`select * from "${table}" order by 1, 2`)
  }

  /** What stands in all tables but those that note who asked, hashed: the same before and after a refusal, or something was written. */
  async contentHash(except: readonly string[] = []): Promise<string> {
    const { connection } = this.container.office
    const tables = await connection.all<{ name: string }>(
      connection.engine === 'postgres'
        ? "select table_name as name from information_schema.tables where table_schema = 'public' order by table_name"
        : "select name from sqlite_master where type = 'table' order by name",
    )
    const hash = createHash('sha256')
    for (const { name } of tables)
      if (!name.includes('_grams') && !['idempotency', 'access_log', 'sign_in_budget', ...except].includes(name))
        hash.update(JSON.stringify(await this.rows(name)))
    return hash.digest('hex')
  }

  /** Adds a person with a role (a built-in one, or one made for the test) and signs him in. */
  async person(nick: string, role: string | Role, team?: string): Promise<Person> {
    const id = uuidv7()
    const key = typeof role === 'string' ? role : role.key
    passwordHash ??= hashPassword(PASSWORD)
    const hash = await passwordHash
    await this.container.office.writeAlone(async (tx) => {
      if (typeof role !== 'string')
        await tx.run(
          'insert into role (key, name_th, name_en, definition) values (?, ?, ?, ?) on conflict (key) do update set definition = excluded.definition',
          [key, key, key, JSON.stringify(role)],
        )
      await tx.run('insert into "user" (id, name, nick, role, password_hash, created_at) values (?, ?, ?, ?, ?, ?)', [
        id,
        nick,
        nick,
        key,
        hash,
        this.now.toISOString(),
      ])
      if (team) {
        await tx.run('insert into team (id, name) values (?, ?) on conflict do nothing', [team, team])
        await tx.run('insert into team_member (team_id, user_id) values (?, ?)', [team, id])
      }
    })
    const reply = await this.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: '127.0.0.1:4780', 'x-samphan-token': TOKEN },
      payload: { userId: id, password: PASSWORD },
    })
    const cookie = reply.cookies.find((candidate) => candidate.name === 'samphan_session')
    if (!cookie) throw new Error(`${nick} could not sign in: ${reply.body}`)
    return new Person(() => this.app, id, `samphan_session=${cookie.value}`)
  }
}

/** A company's name as a customer bears it. */
export const company = (name: string, form = 'limited') => ({ type: 'company', form, name })
let lastItem = 0
/** A phone as a record holds it. */
export const phone = (e164: string, more: Record<string, string> = {}) => ({ id: `p${++lastItem}`, e164, ...more })

/** A seller as most offices have them: sees the team's, edits his own, and does not see what is named. */
export const seller = (key: string, hidden: string[] = [], view: 'own' | 'team' = 'own'): Role => ({
  key,
  admin: false,
  grants: { '*': { view, create: true, edit: 'own', delete: 'own', export: true, import: true, assign: false } },
  fields: Object.fromEntries(hidden.map((path) => [path, 'hidden' as const])),
})
