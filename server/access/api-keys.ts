import type { FastifyRequest } from 'fastify'
import { uuidv7 } from 'uuidv7'
import { KeyScope, keyRole } from '../../core/access/key-role.ts'
import type { Role } from '../../core/access/policy.ts'
import type { ApiKey } from '../../core/contract/api-keys.ts'
import { AppError } from '../../core/errors.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import type { WriteQueue } from '../db/write-queue.ts'
import { type AccessLog, logAccess } from './access-log.ts'
import { type Identity, people } from './people.ts'
import { hashOf, newToken } from './secrets.ts'
import { storedRole } from './stored-role.ts'

/** By this programs that look for lost secrets, and people, know what it is. */
const SIGN = 'smp_'
const PREFIX_LENGTH = SIGN.length + 6
const MOST_KEYS = 100
/** Uses are counted and written down together: a program that asks each second would fill the log. */
const NOTE_EVERY_MS = 60_000
const SETTING = 'api.over_lan'

/** Who a request of a program is: the key, and the person in whose stead it acts, with what both may do. */
export type KeyIdentity = Identity & { keyId: string; scope: KeyScope; perMinute: number }
type KeyRow = {
  id: string
  name: string
  prefix: string
  role: string
  scope: string
  per_minute: number
  made_by: string
  made_at: string
  ends_at: string | null
  revoked_at: string | null
  used_at: string | null
  used_from: string
  maker_active: number
}
/** What opens something now. */
const GOOD = 'revoked_at is null and (ends_at is null or ends_at > ?)'
type Use = { keyId: string; userId: string; route: string; address: string; times: number }

/** A request that brings a key is the key's and nobody else's: its cookies are not looked at. */
export const bringsKey = (request: FastifyRequest): boolean => request.headers.authorization !== undefined

/**
 * Keys by which other programs come in. A key is 256 random bits, so its plain SHA-256 cannot be turned back by guessing as a password's
 * could, and one look-up by the hash finds it; a slow hash would only let strangers keep the server busy.
 */
export class ApiKeys {
  readonly #db: Database
  readonly #writes: Pick<WriteQueue, 'run'>
  readonly #clock: Clock
  readonly #log: AccessLog
  readonly #uses = new Map<string, Use>()
  #timer: NodeJS.Timeout | undefined

  constructor({ db, writes, clock, log }: { db: Database; writes: Pick<WriteQueue, 'run'>; clock: Clock; log: AccessLog }) {
    this.#db = db
    this.#writes = writes
    this.#clock = clock
    this.#log = log
  }

  /**
   * Who asks by the key of a request, as its role, its maker's role and its scope are now. Throws `key.invalid` for what is no key, or
   * one that is over, revoked or of somebody who left, all alike; `key.only_this_pc` over the network unless the owner opened it.
   */
  async identify(request: FastifyRequest): Promise<KeyIdentity> {
    const key = /^Bearer (smp_[\w-]{43})$/.exec(request.headers.authorization ?? '')?.[1]
    if (request.overLan && !(await this.overLan())) throw new AppError('key.only_this_pc')
    const row = key && (await this.#good(key))
    const identity = row && (await this.#identityOf(row))
    if (!identity) {
      this.#log.note({
        userId: null,
        action: 'denied',
        detail: { what: 'key', ...(row && { key: row.id }), address: request.ip },
      })
      throw new AppError('key.invalid')
    }
    return identity
  }

  /** Who acts by a key that is still good, for work that it began; undefined where it is over, revoked, or its maker left. */
  async identityOf(keyId: string): Promise<KeyIdentity | undefined> {
    const row = await this.#db.get<KeyRow>(`select * from api_key where id = ? and ${GOOD}`, [
      keyId,
      this.#clock.now().toISOString(),
    ])
    return row && this.#identityOf(row)
  }

  async #identityOf(row: KeyRow): Promise<KeyIdentity | undefined> {
    const [maker, role] = await Promise.all([people.identity(this.#db, row.made_by), this.#role(row.role)])
    if (!maker || !role) return undefined
    // A key of which nobody knows what it opens, opens nothing.
    const scope = storedJson<KeyScope>(row.scope, KeyScope) ?? {}
    return { ...maker, role: keyRole(role, maker.role, scope), keyId: row.id, scope, perMinute: row.per_minute }
  }

  async #good(key: string): Promise<KeyRow | undefined> {
    return this.#db.get<KeyRow>(`select * from api_key where key_hash = ? and ${GOOD}`, [
      hashOf(key),
      this.#clock.now().toISOString(),
    ])
  }

  async #role(key: string): Promise<Role | undefined> {
    const row = await this.#db.get<{ definition: string }>('select definition from role where key = ?', [key])
    return row && storedRole(key, row.definition)
  }

  /** Counts a use; what was asked is written down as its route, never with what stood in it. */
  noteUse({ keyId, userId }: KeyIdentity, route: string, address: string): void {
    const name = `${keyId} ${route} ${address}`
    const use = this.#uses.get(name)
    if (use) use.times += 1
    else this.#uses.set(name, { keyId, userId, route, address, times: 1 })
    this.#timer ??= setTimeout(() => void this.flush(), NOTE_EVERY_MS).unref()
  }

  /** Hands what was counted to the access log, and keeps when each key was last used. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const uses = [...this.#uses.values()]
    this.#uses.clear()
    if (uses.length === 0) return
    const now = this.#clock.now().toISOString()
    for (const { keyId, userId, ...detail } of uses)
      this.#log.note({ userId, action: 'key_used', detail: { key: keyId, ...detail } })
    await this.#writes
      .run(async (tx) => {
        for (const { keyId, address } of uses)
          await tx.run('update api_key set used_at = ?, used_from = ? where id = ?', [now, address, keyId])
      })
      .catch(() => undefined)
  }

  /** Makes a key; it is told this once. Throws `key.too_many`, and `request.invalid` for a role that is none or runs the office. */
  async make(
    tx: Transaction,
    userId: string,
    { name, role, scope, perMinute, endsAt }: Pick<ApiKey, 'name' | 'role' | 'scope' | 'perMinute' | 'endsAt'>,
  ): Promise<{ id: string; key: string }> {
    const found = await tx.get<{ definition: string }>('select definition from role where key = ?', [role])
    if (!found || storedRole(role, found.definition).admin) throw new AppError('request.invalid', { field: 'role' })
    const now = this.#clock.now().toISOString()
    if (endsAt !== null && endsAt <= now) throw new AppError('request.invalid', { field: 'until' })
    const open = await tx.get<{ n: number }>('select count(*) n from api_key where revoked_at is null', [])
    if ((open?.n ?? 0) >= MOST_KEYS) throw new AppError('key.too_many', { count: MOST_KEYS })
    const id = uuidv7()
    const key = `${SIGN}${newToken()}`
    await tx.run(
      `insert into api_key (id, name, prefix, key_hash, role, scope, per_minute, made_by, made_at, ends_at, used_from)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
      [id, name, key.slice(0, PREFIX_LENGTH), hashOf(key), role, JSON.stringify(scope), perMinute, userId, now, endsAt],
    )
    await logAccess(tx, now, { userId, action: 'key_made', detail: { key: id } })
    return { id, key }
  }

  /** Ends a key from the next request on. Throws `request.not_found` for one that is none, or was ended before. */
  async revoke(tx: Transaction, userId: string, id: string): Promise<void> {
    const now = this.#clock.now().toISOString()
    const { changes } = await tx.run('update api_key set revoked_at = ? where id = ? and revoked_at is null', [now, id])
    if (changes === 0) throw new AppError('request.not_found')
    await logAccess(tx, now, { userId, action: 'key_revoked', detail: { key: id } })
  }

  /** All keys there ever were, those that open something first, the latest made before the others. */
  async list(): Promise<ApiKey[]> {
    await this.flush()
    const now = this.#clock.now().toISOString()
    const rows = await this.#db.all<KeyRow>(
      `select k.*, (select active from "user" u where u.id = k.made_by) maker_active from api_key k
       order by k.revoked_at is not null, k.made_at desc, k.id desc`,
    )
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      prefix: row.prefix,
      role: row.role,
      scope: storedJson<KeyScope>(row.scope, KeyScope) ?? {},
      perMinute: row.per_minute,
      state: stateOf(row, now),
      madeBy: row.made_by,
      madeAt: row.made_at,
      endsAt: row.ends_at,
      usedAt: row.used_at,
      usedFrom: row.used_from,
    }))
  }

  async overLan(): Promise<boolean> {
    return (await this.#db.get('select 1 from setting where key = ? and value = ?', [SETTING, 'true'])) !== undefined
  }

  async setOverLan(tx: Transaction, on: boolean): Promise<void> {
    await tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
      SETTING,
      String(on),
    ])
  }
}

function stateOf(row: KeyRow, now: string): ApiKey['state'] {
  if (row.revoked_at) return 'revoked'
  if (row.ends_at && row.ends_at <= now) return 'over'
  return row.maker_active === 1 ? 'good' : 'maker_left'
}
