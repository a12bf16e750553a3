import { randomBytes } from 'node:crypto'
import { buildApp } from '../app.ts'
import { createContainer } from '../container.ts'
import { serveTask } from '../isolation/task-program.ts'
import { createLog } from '../log.ts'

export type CopyInput = {
  dataFolder: string
  /** When the copy was made, for its banner. */
  at: string
  /** Who looks; he stands at this PC and may restore. */
  userId: string
  version: string
  staticFolder: string | undefined
}
export type CopyReport = { port: number; token: string }

const LONGEST_MS = 3600_000
/** Nobody has come yet, or everybody has gone: the tab was closed. */
const EMPTY_MS = 90_000
const LOOK_MS = 5_000

// A second server, on loopback, over a copy that is thrown away afterwards.
serveTask<CopyInput, CopyReport>(async ({ dataFolder, at, userId, version, staticFolder }, report) => {
  const token = randomBytes(32).toString('base64url')
  let close: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    close = resolve
  })
  const container = await createContainer({
    dataFolder,
    log: createLog('warn'),
    version,
    token,
    ...(staticFolder && { staticFolder }),
    scheduled: false,
    readers: 1,
    copy: { at, userId, close },
  })
  const app = await buildApp(container)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  report({ port: typeof address === 'object' && address ? address.port : 0, token })
  const started = performance.now()
  let busy = started
  const timer = setInterval(() => {
    app.server.getConnections((_error, count) => {
      if (count > 0) busy = performance.now()
    })
    const now = performance.now()
    if (now - started > LONGEST_MS || now - busy > EMPTY_MS) close()
  }, LOOK_MS)
  await closed
  clearInterval(timer)
  await app.close()
  await container.close()
})
