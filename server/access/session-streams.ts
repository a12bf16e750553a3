import type { FastifyRequest } from 'fastify'

/** An open stream learns within this time that its session is over, however that came about. */
const CHECK_MS = 3_000
export type Stream = { request: FastifyRequest; userId: string; end: () => void }

/** Open streams, each ended once whoever opened it is no longer signed in. */
export class SessionStreams {
  readonly #streams = new Set<Stream>()
  readonly #userOf: (request: FastifyRequest) => Promise<string | undefined>
  #timer: NodeJS.Timeout | undefined

  /** @param userOf who a stream's request is of now; it must be no use of the session, which would keep it alive */
  constructor(userOf: (request: FastifyRequest) => Promise<string | undefined>) {
    this.#userOf = userOf
  }

  /** Ends the stream once its session is over; the returned function stops watching. */
  watch(stream: Stream): () => void {
    this.#streams.add(stream)
    this.#timer ??= setInterval(() => void this.check(), CHECK_MS).unref()
    return () => this.#streams.delete(stream)
  }

  async check(): Promise<void> {
    for (const stream of this.#streams) {
      if ((await this.#userOf(stream.request)) === stream.userId) continue
      this.#streams.delete(stream)
      stream.end()
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#streams.clear()
  }
}
