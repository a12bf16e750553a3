import type { AccessAction } from '../../core/access/access-actions.ts'
import { appendEntries } from '../changes/audit-chain.ts'
import type { Clock } from '../clock.ts'
import type { SqlValue, Transaction } from '../db/database.ts'
import type { WriteQueue } from '../db/write-queue.ts'

/** What somebody did that changes no record. What was searched for or typed is never part of it. */
export type AccessEntry = {
  userId: string | null
  action: AccessAction
  entity?: string
  detail?: Record<string, unknown>
}
type NotedEntry = AccessEntry & { at: string }

const FLUSH_MS = 1_000
/** More than these wait for no disk: they are written at once. */
const MOST_WAITING = 1_000
/** A page that refreshes itself, or a search typed letter by letter, is one look. */
const ONE_LOOK_MS = 5 * 60_000
const MOST_LOOKS = 20_000

/** Writes an entry down in the transaction of what it is about. */
export async function logAccess(tx: Transaction, at: string, entry: AccessEntry): Promise<void> {
  await appendEntries(tx, 'access', [columnsOf({ ...entry, at })])
}

const columnsOf = ({ at, userId, action, entity, detail }: NotedEntry): SqlValue[] => [
  at,
  userId,
  action,
  entity ?? null,
  JSON.stringify(detail ?? {}),
]

/** Entries about what writes nothing: looks, searches, refusals. They are kept together and written each second, so that no read waits. */
export class AccessLog {
  readonly #writes: Pick<WriteQueue, 'run'>
  readonly #clock: Clock
  #waiting: NotedEntry[] = []
  #writing: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  readonly #looks = new Map<string, number>()

  constructor(writes: Pick<WriteQueue, 'run'>, clock: Clock) {
    this.#writes = writes
    this.#clock = clock
  }

  note(entry: AccessEntry): void {
    this.#waiting.push({ ...entry, at: this.#clock.now().toISOString() })
    if (this.#waiting.length >= MOST_WAITING) void this.flush()
    else this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref()
  }

  /** Notes a look unless the same person looked at the same a moment ago. */
  noteLook(entry: AccessEntry & { userId: string }, what: string): void {
    const key = `${entry.userId} ${entry.action} ${what}`
    const now = this.#clock.now().getTime()
    if (now - (this.#looks.get(key) ?? 0) < ONE_LOOK_MS) return
    if (this.#looks.size >= MOST_LOOKS) this.#looks.clear()
    this.#looks.set(key, now)
    this.note(entry)
  }

  /** Writes what waits, and resolves when everything noted before is written; what cannot be (a full disk) waits on. */
  flush(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    // Whoever asks while the timer's entries are on their way is not answered before them.
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  async #write(): Promise<void> {
    const entries = this.#waiting
    if (entries.length === 0) return
    this.#waiting = []
    try {
      await this.#writes.run((tx) => appendEntries(tx, 'access', entries.map(columnsOf)))
    } catch {
      this.#waiting = [...entries, ...this.#waiting].slice(-MOST_WAITING * 10)
    }
  }
}
