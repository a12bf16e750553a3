import type { Others } from '../db/others.ts'
import { ServerStopping } from '../db/write-state.ts'
import type { Log } from '../log.ts'

type Parts = { others: Others; log: Log; recover: () => Promise<void> }

/**
 * What only one of an office's servers does: finishing what a kill interrupted, and the work of the night. Of several on one PostgreSQL
 * database another takes over when that one is gone.
 */
export class House {
  readonly #parts: Parts
  #keeps = false
  /** Resolves when what was interrupted is finished, or waits for the next start. */
  recovered: Promise<void> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Takes the house if nobody keeps it, and begins to finish what was interrupted. */
  async enter(): Promise<void> {
    this.#keeps = await this.#parts.others.keep()
    if (this.#keeps) this.recovered = this.#recover()
  }

  /** Starts the regular work now, or when this server takes over. */
  schedule(start: () => void): void {
    if (this.#keeps) start()
    else
      this.#parts.others.whenKept(() => {
        this.#keeps = true
        this.recovered = this.#recover()
        start()
      })
  }

  #recover(): Promise<void> {
    return this.#parts.recover().catch((error: unknown) => {
      if (!(error instanceof ServerStopping))
        this.#parts.log.error({ error: String(error) }, 'what was interrupted was not finished')
    })
  }
}
