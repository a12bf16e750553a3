import type { Worker } from 'node:worker_threads'
import type { Role } from '../../core/access/policy.ts'
import { AppError, type ErrorCode, type ErrorParams } from '../../core/errors.ts'

/** Who asks and when, in a form that can be sent to a thread. */
export type ReaderIdentity = {
  userId: string
  role: Role
  teamIds: readonly string[]
  lang: 'th' | 'en'
  now: string
  today: string
}

export type ReadMessage = { id: number; operation: string; identity: ReaderIdentity; request: unknown }
export type ReadAnswer =
  | { id: number; json: Uint8Array }
  | { id: number; code: ErrorCode; params: ErrorParams }
  | { id: number; unexpected: string }

type Pending = {
  resolve: (json: Uint8Array) => void
  reject: (error: unknown) => void
  timer: NodeJS.Timeout
  worker: ReaderThread
}

/** A query longer than this is stopped: its thread is replaced, and the user is told to narrow the question. */
const LONGEST_QUERY_MS = 2_000

class ReaderThread {
  readonly worker: Worker
  busy = 0

  constructor(worker: Worker) {
    this.worker = worker
  }
}

/**
 * Threads that only read. Lists, searches and sums run here, so that a heavy question never holds up somebody's save; each
 * answers with JSON in UTF-8 that is handed over without a copy and sent as it is.
 */
export class Readers {
  readonly #start: () => Worker
  readonly #threads: ReaderThread[] = []
  readonly #pending = new Map<number, Pending>()
  readonly #longestMs: number
  #catalog: unknown
  #nextId = 1
  #closing = false

  /** `start` makes a thread that answers `ReadMessage`s; `catalog` is sent to it first, and again when it changes. */
  constructor(start: () => Worker, count: number, catalog: unknown, longestMs = LONGEST_QUERY_MS) {
    this.#start = start
    this.#catalog = catalog
    this.#longestMs = longestMs
    for (let at = 0; at < count; at += 1) this.#threads.push(this.#open())
  }

  #open(): ReaderThread {
    const thread = new ReaderThread(this.#start())
    thread.worker.postMessage({ catalog: this.#catalog })
    thread.worker.on('message', (answer: ReadAnswer) => this.#settle(answer))
    thread.worker.on('error', (error) => this.#replace(thread, error))
    // A thread must not keep a stopping process alive.
    thread.worker.unref()
    return thread
  }

  /** Gives every thread the office's configuration as it is now. */
  setCatalog(catalog: unknown): void {
    this.#catalog = catalog
    for (const thread of this.#threads) thread.worker.postMessage({ catalog })
  }

  /** Runs a read and resolves with its reply as JSON in UTF-8. Throws what the read threw, or `query.too_broad`. */
  run(operation: string, identity: ReaderIdentity, request: unknown): Promise<Uint8Array> {
    const worker = this.#threads.reduce((least, thread) => (thread.busy < least.busy ? thread : least))
    const id = this.#nextId++
    worker.busy += 1
    return new Promise<Uint8Array>((resolve, reject) => {
      const timer = setTimeout(() => this.#replace(worker, new AppError('query.too_broad')), this.#longestMs)
      this.#pending.set(id, { resolve, reject, timer, worker })
      worker.worker.postMessage({ id, operation, identity, request } satisfies ReadMessage)
    })
  }

  #settle(answer: ReadAnswer): void {
    const pending = this.#pending.get(answer.id)
    if (!pending) return
    this.#pending.delete(answer.id)
    clearTimeout(pending.timer)
    pending.worker.busy -= 1
    if ('json' in answer) pending.resolve(answer.json)
    else if ('code' in answer) pending.reject(new AppError(answer.code, answer.params))
    else pending.reject(new Error(answer.unexpected))
  }

  /** Ends a thread that hangs or died; what else waited on it is refused too and may be asked again. */
  #replace(thread: ReaderThread, reason: unknown): void {
    const at = this.#threads.indexOf(thread)
    if (at < 0 || this.#closing) return
    this.#threads[at] = this.#open()
    void thread.worker.terminate()
    for (const [id, pending] of this.#pending) {
      if (pending.worker !== thread) continue
      this.#pending.delete(id)
      clearTimeout(pending.timer)
      pending.reject(reason)
    }
  }

  async close(): Promise<void> {
    this.#closing = true
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer)
      pending.reject(new Error('the server is stopping'))
    }
    this.#pending.clear()
    await Promise.all(this.#threads.map((thread) => thread.worker.terminate()))
  }
}
