import type { Clock } from '../clock.ts'
import type { Feed, RecordName } from './feed.ts'

/** A window that says nothing for so long is gone: closed, asleep, or cut off. It speaks three times as often. */
const GONE_AFTER_MS = 24_000

export type Here = { userId: string; editing: boolean }
type Visit = Here & { record: RecordName; until: number }

const nameOf = ({ entity, id }: RecordName): string => `${entity} ${id}`

/** Who has which record open now. Kept in memory: after a restart each window says it again. */
export class Presence {
  readonly #visits = new Map<string, Visit>()
  readonly #feed: Pick<Feed, 'tellPresence'>
  readonly #clock: Clock

  constructor(feed: Pick<Feed, 'tellPresence'>, clock: Clock) {
    this.#feed = feed
    this.#clock = clock
  }

  /** A window is at a record, or still there. Answers who else is, the person's own other windows aside. */
  enter(window: string, userId: string, record: RecordName, editing: boolean): Here[] {
    this.#forget()
    const key = `${userId} ${window}`
    const before = this.#visits.get(key)
    this.#visits.set(key, { userId, record, editing, until: this.#clock.now().getTime() + GONE_AFTER_MS })
    if (before && nameOf(before.record) !== nameOf(record)) this.#tell(before.record, userId)
    if (!before || nameOf(before.record) !== nameOf(record) || before.editing !== editing) this.#tell(record, userId)
    return this.#others(record, userId)
  }

  /** A window left a record; when it is at another one already, nothing is to be done. */
  leave(window: string, userId: string, record: RecordName): void {
    const key = `${userId} ${window}`
    const visit = this.#visits.get(key)
    if (!visit || nameOf(visit.record) !== nameOf(record)) return
    this.#visits.delete(key)
    this.#tell(record, userId)
  }

  #others(record: RecordName, userId: string): Here[] {
    const others = new Map<string, boolean>()
    for (const visit of this.#visits.values())
      if (visit.userId !== userId && nameOf(visit.record) === nameOf(record))
        others.set(visit.userId, visit.editing || (others.get(visit.userId) ?? false))
    return [...others].map(([other, editing]) => ({ userId: other, editing }))
  }

  #tell(record: RecordName, userId: string): void {
    const others = this.#others(record, userId)
    if (others.length > 0) this.#feed.tellPresence(new Set(others.map((other) => other.userId)), record)
  }

  #forget(): void {
    const now = this.#clock.now().getTime()
    for (const [key, visit] of this.#visits) if (visit.until < now) this.#visits.delete(key)
  }
}
