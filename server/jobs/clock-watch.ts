import { z } from 'zod'
import type { Notice } from '../../core/contract/backup.ts'
import { logAccess } from '../access/access-log.ts'
import { storedJson } from '../db/stored-json.ts'
import type { Log } from '../log.ts'
import type { Office } from '../office.ts'

const LOOK_MS = 60_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Clocks are set right by a little now and then; by more than this they were wrong, before or after. */
const BACK_MS = 5 * MINUTE_MS
/** An office may be closed for two weeks. */
const AHEAD_MS = 14 * DAY_MS
/** So long the new time runs on before it is believed. */
const DOUBT_MS = 7 * DAY_MS
/** What was seen is written down this often, or when the clock jumped. */
const KEEP_MS = 60 * MINUTE_MS

const Stored = z.object({ seen: z.number(), doubt: z.object({ from: z.number(), to: z.number() }).optional() })
/** The latest time that the office saw, and a jump that nobody has explained yet. Milliseconds since 1970. */
type Seen = { seen: number; doubt?: { from: number; to: number } }

/**
 * Notices that the host's clock jumped, as an old PC's does whose battery is empty. Until the new time has run on for a week, or the clock
 * is back, it is doubted: an admin is told, and nothing is thrown away for its age.
 */
export class ClockWatch {
  readonly #office: Office
  readonly #log: Log
  #seen: Seen | undefined
  #kept = 0
  #timer: NodeJS.Timeout | undefined

  constructor(parts: { office: Office; log: Log }) {
    this.#office = parts.office
    this.#log = parts.log
  }

  schedule(): void {
    const look = () => void this.look().catch((error: unknown) => this.#log.warn({ error: String(error) }, 'clock not noted'))
    look()
    this.#timer = setInterval(look, LOOK_MS).unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** Compares the clock with what was seen last, also before a restart. */
  async look(): Promise<void> {
    const now = this.#office.clock.now().getTime()
    const before = await this.#last()
    const next = afterLook(before, now)
    this.#seen = next
    const jumped = next.doubt !== undefined && next.doubt.to !== before?.doubt?.to
    if (!jumped && next.doubt?.to === before?.doubt?.to && Math.abs(now - this.#kept) < KEEP_MS) return
    await this.#office.writeInTime(async (tx) => {
      await tx.run('insert into setting (key, value) values (?, ?) on conflict (key) do update set value = excluded.value', [
        'clock',
        JSON.stringify(next),
      ])
      if (!jumped || !next.doubt) return
      const detail = { before: new Date(next.doubt.from).toISOString() }
      await logAccess(tx, new Date(now).toISOString(), { userId: null, action: 'clock_jumped', detail })
    })
    this.#kept = now
    if (jumped) this.#log.warn({ from: next.doubt?.from, to: next.doubt?.to }, 'the clock jumped')
  }

  /** Whether the time may be wrong. */
  async doubted(): Promise<boolean> {
    return (await this.#last())?.doubt !== undefined
  }

  /** What an admin is told while the time is doubted. */
  async notices(): Promise<Notice[]> {
    const { doubt } = (await this.#last()) ?? {}
    return doubt ? [{ code: 'notice.clock', params: {}, at: new Date(doubt.from).toISOString() }] : []
  }

  async #last(): Promise<Seen | undefined> {
    if (this.#seen) return this.#seen
    const row = await this.#office.connection.get<{ value: string }>("select value from setting where key = 'clock'", [])
    return row && storedJson<Seen>(row.value, Stored)
  }
}

/** What is known after a look at the clock. A jump back to where the time would be without the first one explains both. */
export function afterLook(before: Seen | undefined, now: number): Seen {
  if (!before) return { seen: now }
  const { seen, doubt } = before
  const jumped = now < seen - BACK_MS || now > seen + AHEAD_MS
  if (!jumped) return { seen: now, ...(doubt && now - doubt.to < DOUBT_MS && { doubt }) }
  if (doubt && now >= doubt.from - BACK_MS && now <= doubt.from + AHEAD_MS) return { seen: now }
  return { seen: now, doubt: { from: doubt?.from ?? seen, to: now } }
}
