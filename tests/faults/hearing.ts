import { type ClientRequest, get } from 'node:http'

/** The window's own times, in `renderer/app/live.ts`. */
const SILENT_MS = 3_000
const SPEAKS_WITHIN_MS = 1_500
const WATCH_MS = 500

/** The ear of a PC's windows: it knows when the host is heard again after a silence, by the rule of the window itself. */
export class Hearing {
  readonly #open: () => ClientRequest
  #stream: ClientRequest
  #heardAgain = new AbortController()
  #tries = 0
  #heardAt = performance.now()
  #openedAt = performance.now()

  constructor(host: string, port: number, headers: Record<string, string>) {
    this.#open = () =>
      get({ host, port, path: '/api/stream', headers, agent: false }, (reply) =>
        reply.on('data', () => this.#heard()).on('error', () => undefined),
      ).on('error', () => undefined)
    this.#stream = this.#open()
    setInterval(() => this.#listen(), WATCH_MS).unref()
  }

  /** Aborted when the host is heard again: what is on its way by then is given up. */
  readonly again = (): AbortSignal => this.#heardAgain.signal

  #heard(): void {
    this.#heardAt = performance.now()
    if (this.#tries === 0) return
    this.#tries = 0
    this.#heardAgain.abort()
    this.#heardAgain = new AbortController()
  }

  #listen(): void {
    const now = performance.now()
    if (this.#tries === 0 ? now - this.#heardAt < SILENT_MS : now - this.#openedAt < SPEAKS_WITHIN_MS) return
    this.#tries += 1
    this.#stream.destroy()
    this.#openedAt = now
    this.#stream = this.#open()
  }
}
