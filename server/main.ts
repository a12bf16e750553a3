import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { AppError } from '../core/errors.ts'
import { buildApp } from './app.ts'
import { type Container, createContainer } from './container.ts'
import { createLog } from './log.ts'

/** What whoever started the server is told: where it listens, or why it does not. */
type Announcement = { ready: true; port: number; token: string } | { ready: false; code: string; message: string }

type Parent = {
  postMessage: (message: unknown) => void
  on: (event: 'message', listener: (message: { data: unknown }) => void) => void
}
/** Electron's utility process has a port to its parent; plain Node has none. */
const parent = (process as unknown as { parentPort?: Parent }).parentPort

function announce(message: Announcement): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
  parent?.postMessage(message)
}

/** Refusals at start end the process with this code, so that whoever started it does not try again. */
const REFUSED = 3
/** Asks whoever started the server to start it again (a restore waits to be swapped in). */
const RESTART = 75

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      static: { type: 'string' },
      demo: { type: 'boolean' },
      token: { type: 'string' },
    },
  })
  if (!values.data) throw new AppError('request.invalid', { field: '--data' })
  let stop: (code: number) => void = () => undefined
  const container = await createContainer({
    dataFolder: values.data,
    log: createLog(),
    version: productVersion(),
    staticFolder: values.static ?? builtRenderer(),
    restart: () => setTimeout(() => stop(RESTART), 300),
    ...(process.env.SAMPHAN_TOKEN && { token: process.env.SAMPHAN_TOKEN }),
  })
  if (values.demo) {
    // Only a demo office needs the generator and its word lists.
    const { fillDemo } = await import('./features/demo/fill-demo.ts')
    await fillDemo(container.office)
  }
  const app = await buildApp(container)
  await app.listen({ host: '127.0.0.1', port: Number(values.port ?? 0) })
  const address = app.server.address()
  stop = stopper(app, container)
  parent?.on('message', ({ data }) => {
    if ((data as { type?: string } | null)?.type === 'stop') stop(0)
  })
  process.on('SIGTERM', () => stop(0))
  process.on('SIGINT', () => stop(0))
  announce({ ready: true, port: typeof address === 'object' && address ? address.port : 0, token: container.token })
}

/** Requests under way may end; whoever takes longer than this is cut off. */
const LONGEST_GOODBYE_MS = 8_000

function stopper(app: { close: () => Promise<void> }, container: Container): (code: number) => void {
  let stopping = false
  return (code) => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(code), LONGEST_GOODBYE_MS).unref()
    void app
      .close()
      .then(() => container.close())
      .finally(() => process.exit(code))
  }
}

/** The built window beside the server, wherever the two lie: in the repository or in the packaged app. */
function builtRenderer(): string | undefined {
  return ['../dist/renderer', '../renderer']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(`${path}/index.html`) && existsSync(`${path}/assets`))
}

function productVersion(): string {
  for (const path of ['../package.json', '../../package.json']) {
    const file = new URL(path, import.meta.url)
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  }
  return '0.0.0'
}

start().catch((error: unknown) => {
  const code = error instanceof AppError ? error.code : 'server.unexpected'
  announce({ ready: false, code, message: error instanceof Error ? `${error.message} ${error.stack ?? ''}` : String(error) })
  process.exit(REFUSED)
})
