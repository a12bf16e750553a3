import { isMainThread, parentPort } from 'node:worker_threads'

/** What a thread says first, once it may be ended. */
export const STARTED = 'started'

/** The database loads its library when the first one is opened; which is not when a thread may be ended. */
export async function loadLibrary(): Promise<void> {
  const { default: Sqlite } = await import('better-sqlite3')
  new Sqlite(':memory:').close()
}

/**
 * Turns this module into an isolated program: `work` is given the one input and a way to report, and then the program ends.
 * @param started what else must have started before a thread may be ended
 */
export function serveTask<Input, Report>(
  work: (input: Input, report: (report: Report) => void) => Promise<void>,
  started?: Promise<void>,
): void {
  if (!isMainThread && parentPort) {
    const port = parentPort
    void Promise.all([loadLibrary(), started]).then(() => {
      port.postMessage(STARTED)
      port.once('message', (input: Input) => void work(input, (report) => port.postMessage(report)).finally(() => port.close()))
    })
    return
  }
  // The server stopped: nobody waits for the report any more.
  process.once('disconnect', () => process.exit())
  process.once('message', (input) => {
    // A long report is on its way for a while; hanging up before it arrived would lose it.
    let sent = Promise.resolve()
    const report = (each: Report) => {
      const before = sent
      sent = new Promise((resolve) => process.send?.(each, () => void before.then(resolve)))
    }
    void work(input as Input, report)
      .finally(() => sent)
      .finally(() => process.disconnect?.())
  })
}
