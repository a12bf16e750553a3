import { createHash, timingSafeEqual } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import type { Device, DeviceState } from '../../core/contract/host.ts'
import { AppError } from '../../core/errors.ts'
import type { Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { PairingCode } from './one-time-secrets.ts'

type DeviceRow = {
  id: string
  name: string
  platform: Device['platform']
  secret_sha256: string
  state: DeviceState
  requested_at: string
  decided_at: string | null
  seen_at: string | null
  address: string
}

/** A device that asked and was never answered is forgotten after a day. */
const WAITS_MS = 24 * 3_600_000
/** More devices than these do not wait at once: somebody would be flooding the list. */
const MOST_WAITING = 20
/** When a device was last seen is kept to the minute. */
const SEEN_EVERY_MS = 60_000
const HEADER = /^([0-9a-f-]{36})\.([\w-]{43})$/

/** What each answer may follow: a device is decided once, and only an approved one can be revoked. */
const FROM: Record<Exclude<DeviceState, 'waiting'>, DeviceState> = {
  approved: 'waiting',
  refused: 'waiting',
  revoked: 'approved',
}

export type JoinRequest = {
  name: string
  platform: Device['platform']
  secret: string
  code?: string | undefined
  address: string
}

type Parts = {
  db: Database
  write: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>
  clock: Clock
  code: PairingCode
  /** Told when the list changed, so that the host's screen shows it. */
  changed: () => void
  /** Told when a device may no longer come in: its open connections are cut. */
  shutOut: (id: string) => void
}

/** The desktop apps of the office's other PCs: they ask, are approved on the host, and can be shut out again. */
export class Devices {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Those that wait or may come in, the newest first. */
  async list(): Promise<Device[]> {
    const rows = await this.#parts.db.all<DeviceRow>(
      "select * from device where state = 'approved' or (state = 'waiting' and requested_at > ?) order by requested_at desc, id desc",
      [this.#waitingSince()],
    )
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      platform: row.platform,
      state: row.state,
      requestedAt: row.requested_at,
      seenAt: row.seen_at,
      address: row.address,
    }))
  }

  /**
   * Takes a device's request. With the pairing code that the host shows it is approved at once.
   * Throws `join.code` for a wrong code (nothing is kept then) and `join.too_many` when too many wait.
   */
  async join({ name, platform, secret, code, address }: JoinRequest): Promise<{ id: string; state: DeviceState }> {
    const { clock, write } = this.#parts
    if (code !== undefined && !this.#parts.code.take(code)) throw new AppError('join.code')
    const now = clock.now().toISOString()
    const state = code === undefined ? 'waiting' : 'approved'
    const id = uuidv7()
    await write(async (tx) => {
      await tx.run("delete from device where state = 'waiting' and requested_at <= ?", [this.#waitingSince()])
      const { count } = (await tx.get<{ count: number }>("select count(*) as count from device where state = 'waiting'")) ?? {
        count: 0,
      }
      if (state === 'waiting' && count >= MOST_WAITING) throw new AppError('join.too_many')
      await tx.run(
        'insert into device (id, name, platform, secret_sha256, state, requested_at, decided_at, address) values (?, ?, ?, ?, ?, ?, ?, ?)',
        [id, name, platform, hashOf(secret), state, now, state === 'approved' ? now : null, address],
      )
    })
    this.#parts.changed()
    return { id, state }
  }

  /** How a device's request stands, told only to who knows its secret. A request that is over counts as refused. */
  async stateOf(id: string, secret: string): Promise<DeviceState> {
    const row = await this.#row(id)
    if (!row || !knows(row, secret)) throw new AppError('device.not_found')
    return row.state === 'waiting' && row.requested_at <= this.#waitingSince() ? 'refused' : row.state
  }

  /** Answers a request or shuts a device out. Throws `device.not_found` where there is nothing to answer. */
  async decide(userId: string, id: string, state: Exclude<DeviceState, 'waiting'>): Promise<void> {
    const now = this.#parts.clock.now().toISOString()
    await this.#parts.write(async (tx) => {
      const row = await tx.get<DeviceRow>('select * from device where id = ?', [id])
      if (row?.state !== FROM[state]) throw new AppError('device.not_found')
      await tx.run('update device set state = ?, decided_at = ?, decided_by = ? where id = ?', [state, now, userId, id])
    })
    if (state === 'revoked') this.#parts.shutOut(id)
    this.#parts.changed()
  }

  /**
   * Lets a device's request in by its header `ID.SECRET`, and returns the id.
   * Throws `device.not_approved` for every other, whatever is wrong about it.
   */
  async admit(header: string): Promise<string> {
    const [, id, secret] = HEADER.exec(header) ?? []
    const row = id ? await this.#row(id) : undefined
    if (!id || !secret || !row || row.state !== 'approved' || !knows(row, secret)) throw new AppError('device.not_approved')
    const now = this.#parts.clock.now()
    if (row.seen_at === null || now.getTime() - Date.parse(row.seen_at) > SEEN_EVERY_MS)
      await this.#parts.write((tx) => tx.run('update device set seen_at = ? where id = ?', [now.toISOString(), id]))
    return id
  }

  #row(id: string): Promise<DeviceRow | undefined> {
    return this.#parts.db.get<DeviceRow>('select * from device where id = ?', [id])
  }

  #waitingSince(): string {
    return new Date(this.#parts.clock.now().getTime() - WAITS_MS).toISOString()
  }
}

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')
const knows = (row: DeviceRow, secret: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(row.secret_sha256, 'hex'))
