import type { Worker } from 'node:worker_threads'
import type { Role } from '../../core/access/policy.ts'
import { AppError, type ErrorCode, type ErrorParams } from '../../core/errors.ts'
import { ServerStopping } from './write-state.ts'

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

/** Whoever answers reads: threads over a SQLite file, sessions of a PostgreSQL server. */
export interface ReadRunner {
  /** Runs a read and resolves with its reply as JSON in UTF-8. Throws what the read threw, or that it took too long. */
  run(operation: string, identity: ReaderIdentity, request: unknown): Promise<Uint8Array>
  /** Gives the office's configuration as it is now. */
  setCatalog(catalog: unknown): void
  close(): Promise<void>
}

/** What a thread says first, once it can answer. */
export type ReaderReady = { ready: true }

type Job = {
  message: ReadMessage
  resolve: (json: Uint8Array) => void
  reject: (error: unknown) => void
}

/** How long a question may take before it is stopped and its thread replaced, and what is said then. */
export type ReadLimit = { ms: number; code: ErrorCode }

/** Jobs that a thread has at hand: while it sends one answer it can begin with the next. */
const AT_HAND = 2

class ReaderThread {
  readonly worker: Worker
  ready = false
  /** The first is being worked on; its clock runs. */
  readonly jobs: Job[] = []
  timer: NodeJS.Timeout | undefined
  /** Resolves once it can answer, or cannot start. */
  readonly started: Promise<void>

  constructor(worker: Worker) {
    this.worker = worker
    this.started = new Promise((resolve) => {
      worker.once('message', () => resolve())
      worker.once('error', () => resolve())
      worker.once('exit', () => resolve())
    })
  }

  /** Ends it, but not while it starts: a thread that ends as it loads the database's library takes the whole process with it. */
  async end(): Promise<void> {
    this.worker.ref()
    await this.started
    await this.worker.terminate()
  }
}

/**
 * Threads that only read. Lists, searches and sums run here, so that a heavy question never holds up somebody's save; each
 * answers with JSON in UTF-8 that is handed over without a copy and sent as it is. A question's clock runs while it is worked
 * on, not while it waits for its turn or for a thread that is still starting.
 */
export class Readers implements ReadRunner {
  readonly #start: () => Worker
  readonly #threads: ReaderThread[] = []
  readonly #waiting: Job[] = []
  readonly #limit: (operation: string) => ReadLimit
  readonly #count: number
  #catalog: unknown
  #nextId = 1
  #closing = false

  /** `start` makes a thread that answers `ReadMessage`s; `catalog` is sent to it first, and again when it changes. */
  constructor(start: () => Worker, count: number, catalog: unknown, limit: (operation: string) => ReadLimit) {
    this.#start = start
    this.#catalog = catalog
    this.#limit = limit
    this.#count = count
    this.#fill()
  }

  #fill(): void {
    while (this.#threads.length < this.#count) this.#threads.push(this.#open())
  }

  #open(): ReaderThread {
    const thread = new ReaderThread(this.#start())
    thread.worker.postMessage({ catalog: this.#catalog })
    thread.worker.on('message', (answer: ReadAnswer | ReaderReady) => {
      if ('ready' in answer) thread.ready = true
      else this.#settle(thread, answer)
      this.#giveOut()
    })
    thread.worker.on('error', (error) => this.#replace(thread, error))
    // A thread must not keep a stopping process alive.
    thread.worker.unref()
    return thread
  }

  /** True while a question is being answered or waits. */
  get busy(): boolean {
    return this.#waiting.length > 0 || this.#threads.some((thread) => thread.jobs.length > 0)
  }

  /** Gives every thread the office's configuration as it is now. */
  setCatalog(catalog: unknown): void {
    this.#catalog = catalog
    for (const thread of this.#threads) thread.worker.postMessage({ catalog })
  }

  /** Runs a read and resolves with its reply as JSON in UTF-8. Throws what the read threw, or that it took too long. */
  run(operation: string, identity: ReaderIdentity, request: unknown): Promise<Uint8Array> {
    const message: ReadMessage = { id: this.#nextId++, operation, identity, request }
    return new Promise<Uint8Array>((resolve, reject) => {
      this.#waiting.push({ message, resolve, reject })
      this.#fill()
      this.#giveOut()
    })
  }

  /** Hands waiting jobs to the threads that have the fewest at hand. */
  #giveOut(): void {
    while (this.#waiting.length > 0) {
      const free = this.#threads.filter((thread) => thread.ready && thread.jobs.length < AT_HAND)
      const [first, ...others] = free
      if (!first) return
      const thread = others.reduce((least, other) => (other.jobs.length < least.jobs.length ? other : least), first)
      const job = this.#waiting.shift() as Job
      thread.jobs.push(job)
      thread.worker.postMessage(job.message)
      if (thread.jobs.length === 1) this.#clock(thread)
    }
  }

  #clock(thread: ReaderThread): void {
    clearTimeout(thread.timer)
    const [job] = thread.jobs
    if (!job) return
    const { ms, code } = this.#limit(job.message.operation)
    thread.timer = setTimeout(() => this.#replace(thread, new AppError(code)), ms)
  }

  #settle(thread: ReaderThread, answer: ReadAnswer): void {
    const job = thread.jobs[0]
    if (job?.message.id !== answer.id) return
    thread.jobs.shift()
    this.#clock(thread)
    if ('json' in answer) job.resolve(answer.json)
    else if ('code' in answer) job.reject(new AppError(answer.code, answer.params))
    else job.reject(new Error(answer.unexpected))
  }

  /** Ends a thread that hangs or died. What it was at is refused; what only waited behind that is asked of the others. */
  #replace(thread: ReaderThread, reason: unknown): void {
    const at = this.#threads.indexOf(thread)
    if (at < 0 || this.#closing) return
    clearTimeout(thread.timer)
    this.#threads.splice(at, 1)
    void thread.end()
    const [hanging, ...behind] = thread.jobs
    hanging?.reject(reason)
    this.#waiting.unshift(...behind)
    // A thread that cannot even start is tried again with the next question: nobody waits for ever, and nothing spins.
    if (!thread.ready) for (const job of this.#waiting.splice(0)) job.reject(reason)
    else this.#fill()
    this.#giveOut()
  }

  async close(): Promise<void> {
    this.#closing = true
    for (const thread of this.#threads) {
      clearTimeout(thread.timer)
      this.#waiting.push(...thread.jobs)
    }
    for (const job of this.#waiting.splice(0)) job.reject(new ServerStopping())
    await Promise.all(this.#threads.map((thread) => thread.end()))
  }
}
