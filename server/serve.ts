import { buildApp } from './app.ts'
import type { Container } from './container.ts'

/** Requests under way may end; whoever takes longer than this is cut off. */
const LONGEST_GOODBYE_MS = 8_000

/** A server at work: on loopback for this PC, and for the house where the office's settings say so. */
export type Serving = { port: number; stop: (code: number) => void }

/**
 * Makes an office listen.
 * @param port on 127.0.0.1; 0 for any
 * @returns where, and how to end the process when the requests under way are answered
 */
export async function serve(container: Container, port: number): Promise<Serving> {
  const app = await buildApp(container)
  await app.listen({ host: '127.0.0.1', port })
  await container.host.start((door) => buildApp(container, door))
  const address = app.server.address()
  let stopping = false
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    stop: (code) => {
      if (stopping) return
      stopping = true
      setTimeout(() => process.exit(code), LONGEST_GOODBYE_MS).unref()
      void Promise.all([container.host.stop(), app.close()])
        .then(() => container.close())
        .finally(() => process.exit(code))
    },
  }
}
