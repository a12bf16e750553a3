import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Others } from '../db/others.ts'
import type { Feed, RecordName } from './feed.ts'

/** A window that says nothing for so long is gone: closed, asleep, or cut off. It speaks three times as often. */
const GONE_AFTER_MS = 24_000
/** So often a server lets the others know that what it said still holds; they give up on it after three times that. */
const STILL_HERE_MS = 20_000

export type Here = { userId: string; editing: boolean }
type Visit = Here & { record: RecordName; until: number }

/** What servers of one office say to each other of their windows. One that just started asks what the others know. */
const Said = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('at'),
    window: z.string(),
    userId: z.string(),
    entity: z.string(),
    id: z.string(),
    editing: z.boolean(),
  }),
  z.object({ is: z.literal('gone'), window: z.string() }),
  z.object({ is: z.literal('still') }),
  z.object({ is: z.literal('new') }),
  z.object({ is: z.literal('ends') }),
])
type Said = z.infer<typeof Said>

const nameOf = ({ entity, id }: RecordName): string => `${entity} ${id}`

/**
 * Who has which record open now, at this server or another one of the office. Kept in memory: after a restart each window says it again.
 * The others are told when something changes, and now and then that it still holds, not each time a window speaks.
 */
export class Presence {
  /** The windows here. */
  readonly #own = new Map<string, Visit>()
  /** Those at other servers, and how long each server is believed. */
  readonly #elsewhere = new Map<string, { visits: Map<string, Visit>; until: number }>()
  readonly #feed: Pick<Feed, 'tellPresence'>
  readonly #clock: Clock
  readonly #servers: Pick<Others, 'say' | 'hear'>
  readonly #timer: NodeJS.Timeout

  constructor(feed: Pick<Feed, 'tellPresence'>, clock: Clock, servers: Pick<Others, 'say' | 'hear'>) {
    this.#feed = feed
    this.#clock = clock
    this.#servers = servers
    servers.hear((who, text) => this.#heard(who, text))
    this.#say({ is: 'new' })
    this.#timer = setInterval(() => this.#stillHere(), STILL_HERE_MS).unref()
  }

  /** A window is at a record, or still there. Answers who else is, the person's own other windows aside. */
  enter(window: string, userId: string, record: RecordName, editing: boolean): Here[] {
    this.#forget()
    const key = `${userId} ${window}`
    const before = this.#own.get(key)
    const visit = { userId, record, editing, until: this.#now() + GONE_AFTER_MS }
    this.#own.set(key, visit)
    if (this.#moved(before, visit)) this.#say(asSaid(key, visit))
    return this.#others(record, userId)
  }

  /** A window left a record; when it is at another one already, nothing is to be done. */
  leave(window: string, userId: string, record: RecordName): void {
    const key = `${userId} ${window}`
    const visit = this.#own.get(key)
    if (visit && nameOf(visit.record) === nameOf(record)) this.#gone(key, visit)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#say({ is: 'ends' })
  }

  #gone(key: string, visit: Visit): void {
    this.#own.delete(key)
    this.#tell(visit)
    this.#say({ is: 'gone', window: key })
  }

  /** Tells whom it concerns that somebody came, went elsewhere, or began to edit; whether there was anything to tell. */
  #moved(before: Visit | undefined, visit: Visit): boolean {
    const same = before !== undefined && nameOf(before.record) === nameOf(visit.record)
    if (before && !same) this.#tell(before)
    if (same && before.editing === visit.editing) return false
    this.#tell(visit)
    return true
  }

  #heard(who: string, text: string): void {
    const said = saidIn(text)
    // A server of another version may say what this one does not know.
    if (!said) return
    const now = this.#now()
    const there = this.#elsewhere.get(who) ?? { visits: new Map<string, Visit>(), until: 0 }
    there.until = now + 3 * STILL_HERE_MS
    this.#elsewhere.set(who, there)
    if (said.is === 'ends') this.#leftAll(who)
    if (said.is === 'new') for (const [key, visit] of this.#own) this.#say(asSaid(key, visit))
    if (said.is === 'at') {
      const { window, userId, entity, id, editing } = said
      const visit = { userId, record: { entity, id }, editing, until: Number.POSITIVE_INFINITY }
      const before = there.visits.get(window)
      there.visits.set(window, visit)
      this.#moved(before, visit)
    }
    if (said.is === 'gone') {
      const visit = there.visits.get(said.window)
      there.visits.delete(said.window)
      if (visit) this.#tell(visit)
    }
  }

  #leftAll(who: string): void {
    const visits = this.#elsewhere.get(who)?.visits
    this.#elsewhere.delete(who)
    for (const visit of visits?.values() ?? []) this.#tell(visit)
  }

  #stillHere(): void {
    this.#forget()
    if (this.#own.size > 0) this.#say({ is: 'still' })
  }

  #say(said: Said): void {
    this.#servers.say(JSON.stringify(said))
  }

  #others(record: RecordName, userId: string): Here[] {
    const others = new Map<string, boolean>()
    for (const visits of [this.#own, ...[...this.#elsewhere.values()].map((each) => each.visits)])
      for (const visit of visits.values())
        if (visit.userId !== userId && nameOf(visit.record) === nameOf(record))
          others.set(visit.userId, visit.editing || (others.get(visit.userId) ?? false))
    return [...others].map(([other, editing]) => ({ userId: other, editing }))
  }

  #tell({ record, userId }: Visit): void {
    const others = this.#others(record, userId)
    if (others.length > 0) this.#feed.tellPresence(new Set(others.map((other) => other.userId)), record)
  }

  /** Whoever went without a word: a window that sleeps, a server that was killed. */
  #forget(): void {
    const now = this.#now()
    for (const [key, visit] of this.#own) if (visit.until < now) this.#gone(key, visit)
    for (const [who, { until }] of this.#elsewhere) if (until < now) this.#leftAll(who)
  }

  #now(): number {
    return this.#clock.now().getTime()
  }
}

function saidIn(text: string): Said | undefined {
  try {
    return Said.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

const asSaid = (window: string, { userId, record: { entity, id }, editing }: Visit): Said => ({
  is: 'at',
  window,
  userId,
  entity,
  id,
  editing,
})
