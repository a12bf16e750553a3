import { startTask } from '../isolation/isolated-task.ts'
import { programUrl } from '../isolation/program-url.ts'
import type { Log } from '../log.ts'
import type { IntegrityInput, IntegrityReport } from './integrity-worker.ts'
import type { WriteState } from './write-state.ts'

const MEBIBYTES = 64
/**
 * After this long people may write while a very large file is still looked through: what a stop can break shows within it on nearly
 * every office's file, and a finding still ends the writing.
 */
const LONGEST_WAIT_MS = 30_000

type Parts = { database: string; state: WriteState; log: Log }

/** Looks the database through, beside the server: after an unclean stop and each night. A damaged one is not written any more. */
export class Integrity {
  readonly #parts: Parts
  #looking: Promise<void> | undefined
  #stop: (() => void) | undefined
  #ended = false
  /** Resolves when the look after an unclean stop is over. */
  looked: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * After an unclean stop: the office is read-only until a quick look found nothing; the slow look at everything follows beside.
   * Resolves when the office may be written, or will not be.
   */
  async afterUncleanStop(): Promise<void> {
    const { state, log } = this.#parts
    state.begin('database.checking')
    const started = performance.now()
    const quick = this.#look('quick')
    this.looked = quick.then(() => this.whole())
    let timer: NodeJS.Timeout | undefined
    const longEnough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_WAIT_MS)
    })
    await Promise.race([quick, longEnough])
    clearTimeout(timer)
    if (this.#ended) return
    log.warn(
      { ms: Math.round(performance.now() - started), damaged: state.has('database.damaged') },
      'looked through after an unclean stop',
    )
    state.end('database.checking')
  }

  /** Looks at everything, while people work. */
  async whole(): Promise<void> {
    if (this.#ended || this.#parts.state.has('database.damaged')) return
    await (this.#looking ?? this.#look('whole'))
  }

  stop(): void {
    this.#ended = true
    this.#stop?.()
  }

  #look(depth: IntegrityInput['depth']): Promise<void> {
    const { database, state, log } = this.#parts
    const program = programUrl('integrity-worker', import.meta.url)
    this.#looking = new Promise<void>((resolve) => {
      const task = startTask<IntegrityReport>(program, { database, depth } satisfies IntegrityInput, MEBIBYTES)
      this.#stop = task.stop
      task.onReport(({ damage, failed, loose }) => {
        if (damage !== undefined) {
          log.error({ damage, depth }, 'the database is damaged')
          state.begin('database.damaged')
        }
        if (loose !== undefined) log.error({ loose }, 'a row of the database points nowhere')
        if (failed !== undefined) log.error({ failed, depth }, 'the database could not be looked through')
        resolve()
      })
      task.onEnd((error) => {
        if (error) log.error({ error: String(error), depth }, 'the database could not be looked through')
        resolve()
      })
    }).finally(() => {
      this.#looking = undefined
      this.#stop = undefined
    })
    return this.#looking
  }
}
