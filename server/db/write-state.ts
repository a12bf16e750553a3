import { AppError } from '../../core/errors.ts'
import { READ_ONLY_REASONS, type ReadOnlyReason } from '../../core/read-only.ts'

/** Work in the background was told to stop where it is; the next start goes on with it. */
export class ServerStopping extends Error {
  constructor() {
    super('the server is stopping')
    this.name = 'ServerStopping'
  }
}

/**
 * Whether the office can be written now, and why not. The write queue asks it, the stream tells it, a banner shows it; whoever finds a
 * reason begins it here and ends it when it is over.
 */
export class WriteState {
  readonly #reasons = new Set<ReadOnlyReason>()
  readonly #listeners = new Set<(reason: ReadOnlyReason | undefined) => void>()
  #closed = false

  /** The gravest reason there is; undefined while the office can be written. */
  get reason(): ReadOnlyReason | undefined {
    return READ_ONLY_REASONS.find((reason) => this.#reasons.has(reason))
  }

  has(reason: ReadOnlyReason): boolean {
    return this.#reasons.has(reason)
  }

  /**
   * What a write is told, if it may not be.
   * @param urgent it makes room or lets somebody in, for which a full disk has a reserve
   */
  refusal(urgent = false): AppError | undefined {
    const { reason } = this
    return reason && !(urgent && reason === 'disk.full') ? new AppError(reason) : undefined
  }

  begin(reason: ReadOnlyReason): void {
    if (this.#reasons.has(reason)) return
    this.#reasons.add(reason)
    this.#tell()
  }

  end(reason: ReadOnlyReason): void {
    if (this.#reasons.delete(reason)) this.#tell()
  }

  /** Calls the listener with the gravest reason after each change, until the returned function is called. */
  subscribe(listener: (reason: ReadOnlyReason | undefined) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves when the office can be written; throws `ServerStopping` when the server stops before. */
  async writable(): Promise<void> {
    while (this.reason && !this.#closed) await this.#changed()
    if (this.#closed) throw new ServerStopping()
  }

  /** Resolves when no look at the file is under way: for who does one thing and ends, and has nobody to tell that it goes on later. */
  async checked(): Promise<void> {
    while (this.has('database.checking') && !this.#closed) await this.#changed()
  }

  #changed(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.subscribe(() => {
        stop()
        resolve()
      })
    })
  }

  /** Nobody waits for better times any more. */
  close(): void {
    this.#closed = true
    this.#tell()
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener(this.reason)
  }
}
