import { randomBytes } from 'node:crypto'

type Listener = {
  userId: string
  /** Something was committed; each window asks for what it shows. */
  changed: () => void
  /** Somebody came to the record or left it. */
  present: (record: RecordName) => void
  ended: () => void
}
export type RecordName = { entity: string; id: string }

/** Tells listeners that a change was committed. It carries its place alone; each reader fetches what he may see. */
export class Feed {
  readonly #listeners = new Set<Listener>()
  readonly #start = randomBytes(6).toString('base64url')
  #told = 0

  /** How many windows listen. */
  get listeners(): number {
    return this.#listeners.size
  }

  /**
   * How far the feed is. Who was away and finds the same place again has missed nothing; after a restart of the server it is
   * always another one.
   */
  get place(): string {
    return `${this.#start}.${this.#told}`
  }

  publish(): void {
    this.#told += 1
    for (const listener of this.#listeners) listener.changed()
  }

  /** Tells these people alone who is at a record. */
  tellPresence(userIds: ReadonlySet<string>, record: RecordName): void {
    for (const listener of this.#listeners) if (userIds.has(listener.userId)) listener.present(record)
  }

  /** Calls `changed` after each commit until the returned function is called, and `ended` when the server stops. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Says good-bye to everybody: a stream that stays open would keep the server from stopping. */
  close(): void {
    for (const listener of this.#listeners) listener.ended()
    this.#listeners.clear()
  }
}
