type Listener = { changed: (seq: number) => void; ended: () => void }

/** Tells listeners that a change was committed. It carries the sequence number alone; each reader fetches what he may see. */
export class Feed {
  readonly #listeners = new Set<Listener>()

  /** How many windows listen. */
  get listeners(): number {
    return this.#listeners.size
  }

  publish(seq: number): void {
    for (const listener of this.#listeners) listener.changed(seq)
  }

  /** Calls `changed` for each committed change until the returned function is called, and `ended` when the server stops. */
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
