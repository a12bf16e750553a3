/** Work of which one run at most is under way: who asks for it meanwhile waits for the end of that one. Once stopped it begins no more. */
export class SharedRun {
  readonly #work: () => Promise<void>
  #running: Promise<void> | undefined
  #ended = false

  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  /** Whether it was stopped; the work asks it between its steps. */
  get ended(): boolean {
    return this.#ended
  }

  run(): Promise<void> {
    if (this.#ended) return this.#running ?? Promise.resolve()
    this.#running ??= this.#work().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Resolves at the end of what is under way. `interrupt` ends that sooner. */
  async stop(interrupt?: () => void): Promise<void> {
    this.#ended = true
    interrupt?.()
    await this.#running?.catch(() => undefined)
  }
}
