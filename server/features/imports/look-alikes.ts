import { Worker } from 'node:worker_threads'
import { programUrl } from '../../isolation/program-url.ts'
import { STARTED } from '../../isolation/task-program.ts'
import type { Values } from '../../records/row.ts'
import type { LookAlikeAnswer, LookAlikeAsk, LookAlikeInput } from './look-alike-worker.ts'

const OLD_MEBIBYTES = 128
const YOUNG_MEBIBYTES = 6

type Waiting = { resolve: (titles: (string | undefined)[]) => void; reject: (error: Error) => void }

/**
 * Looks for records that rows look like in a thread of its own, seen from the dry run: half of a dry run's work, done while it reads and checks the
 * rows that follow.
 */
export class LookAlikes {
  readonly #worker: Worker
  readonly #ended: Promise<void>
  readonly #waiting: Waiting[] = []
  #failed: Error | undefined
  #begun = false
  /** Resolves once the thread may be ended without taking the process with it. */
  readonly ready: Promise<void>

  constructor() {
    this.#worker = new Worker(programUrl('look-alike-worker', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: OLD_MEBIBYTES, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
    })
    this.ready = new Promise((resolve) => {
      this.#worker.once('message', () => resolve())
      this.#worker.once('exit', () => resolve())
    })
    this.#worker.on('message', (answer: LookAlikeAnswer) => this.#hear(answer))
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))))
    this.#ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#fail(new Error('the thread that looks for look-alikes ended'))
        resolve()
      })
    })
  }

  #post(ask: LookAlikeAsk): void {
    this.#worker.postMessage(ask)
  }

  #hear(answer: LookAlikeAnswer): void {
    if (answer === STARTED) return
    if ('unexpected' in answer) this.#fail(new Error(answer.unexpected))
    else this.#waiting.shift()?.resolve(answer.titles)
  }

  #fail(error: Error): void {
    this.#failed ??= error
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed)
  }

  /** The titles of the records that these look like, as `likeFinder` finds them; where they are looked for is the same each time. */
  ask(records: readonly Values[], { database, entity, identity, catalog }: LookAlikeInput): Promise<(string | undefined)[]> {
    const titles = new Promise<(string | undefined)[]>((resolve, reject) => {
      if (this.#failed) return reject(this.#failed)
      this.#waiting.push({ resolve, reject })
      if (!this.#begun) this.#post({ begin: { database, entity, identity, catalog } })
      this.#begun = true
      this.#post({ records })
    })
    // Who asked may have given up before the answer comes.
    titles.catch(() => undefined)
    return titles
  }

  /** Ends the thread once it has answered; resolves when its connection is closed. */
  async end(): Promise<void> {
    this.#post('end')
    await this.#ended
  }
}
