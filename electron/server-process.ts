import { createInterface } from 'node:readline'
import { type UtilityProcess, utilityProcess } from 'electron'
import { z } from 'zod'
import { SERVER_HEAP_FLAGS } from '../core/server-heap.ts'

/** Where the local server listens, and the secret that opens it. */
export interface ServerAddress {
  port: number
  token: string
}

/** A server that refused to run and will not be tried again, for example because its data folder is in use. */
export interface ServerFailure {
  code: string
  message: string
}

const Announcement = z.discriminatedUnion('ready', [
  z.object({ ready: z.literal(true), port: z.int().positive(), token: z.string().min(1) }),
  z.object({ ready: z.literal(false), code: z.string(), message: z.string() }),
])

/** The exit code by which the server asks to be started again at once: a restored office waits to be opened. */
const restartExitCode = 75
const firstPauseMs = 250
const longestPauseMs = 10_000
/** A server that ran this long was well: the next fall starts with the shortest pause again. */
const steadyAfterMs = 60_000
/** How often in a row the server may fall before the app gives up. */
const mostFalls = 6
const stopTimeoutMs = 10_000

/**
 * Keeps one server running in a process of its own: starts it, starts it again when it falls (with growing pauses), and
 * gives up when it refuses or falls six times in a row.
 */
export class ServerProcess {
  readonly #modulePath: string
  readonly #args: string[]
  readonly #failed: (failure: ServerFailure) => void
  #child: UtilityProcess | undefined
  #address = Promise.withResolvers<ServerAddress>()
  #falls = 0
  #stopping = false

  /** @param failed told once, when the server will not be started again */
  constructor(modulePath: string, args: string[], failed: (failure: ServerFailure) => void) {
    this.#modulePath = modulePath
    this.#args = args
    this.#failed = failed
  }

  /** The address of the running server; while it starts or restarts, a promise of the next one. */
  address(): Promise<ServerAddress> {
    return this.#address.promise
  }

  /** Starts the server. Does not wait for it: `address` does. */
  start(): void {
    const startedAt = performance.now()
    const child = utilityProcess.fork(this.#modulePath, this.#args, {
      stdio: 'pipe',
      serviceName: 'Samphan server',
      execArgv: [...SERVER_HEAP_FLAGS],
    })
    this.#child = child
    let refused = false
    const heard = (message: unknown) => {
      const announcement = Announcement.safeParse(message)
      if (!announcement.success || refused) return
      if (announcement.data.ready) this.#address.resolve(announcement.data)
      else {
        refused = true
        this.#giveUp(announcement.data)
      }
    }
    child.on('message', heard)
    child.stderr?.pipe(process.stderr)
    createInterface({ input: child.stdout! }).on('line', (line) =>
      line.startsWith('{"ready":') ? heard(parsed(line)) : console.log(line),
    )
    child.once('exit', (code) => {
      if (!this.#stopping && !refused) this.#restart(code, performance.now() - startedAt)
    })
  }

  /** Asks the server to finish and waits until it has ended, ten seconds at most. */
  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child?.pid === undefined) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.postMessage({ type: 'stop' })
    const impatience = setTimeout(() => child.kill(), stopTimeoutMs)
    await ended
    clearTimeout(impatience)
  }

  #restart(code: number, ranMs: number): void {
    const asked = code === restartExitCode
    this.#falls = asked ? 0 : ranMs > steadyAfterMs ? 1 : this.#falls + 1
    if (!asked) console.error(`The server ended with code ${code} (fall ${this.#falls}).`)
    if (this.#falls >= mostFalls) {
      this.#giveUp({ code: 'server.keeps_falling', message: `The server ended ${this.#falls} times in a row (code ${code}).` })
      return
    }
    // Requests that wait for the first address go on waiting for the second.
    const earlier = this.#address
    this.#address = Promise.withResolvers<ServerAddress>()
    this.#address.promise.then(earlier.resolve, earlier.reject)
    setTimeout(() => this.#stopping || this.start(), asked ? 0 : Math.min(firstPauseMs * 2 ** (this.#falls - 1), longestPauseMs))
  }

  #giveUp(failure: ServerFailure): void {
    // Nobody may be waiting for the address at this moment, and an unheard rejection would end the app without its message.
    this.#address.promise.catch(() => {})
    this.#address.reject(new Error(failure.message))
    this.#failed(failure)
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
