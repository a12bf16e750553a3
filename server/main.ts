import { parseArgs } from 'node:util'
import { AppError } from '../core/errors.ts'
import { createContainer } from './container.ts'
import { databaseUrlOf } from './database-url.ts'
import { endSoon } from './end-soon.ts'
import { REFUSED, RESTART } from './keep-running.ts'
import { createLog } from './log.ts'
import { builtRenderer, productVersion } from './product.ts'
import { serve } from './serve.ts'

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

async function start(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      static: { type: 'string' },
      demo: { type: 'boolean' },
      token: { type: 'string' },
      host: { type: 'string' },
      'host-port': { type: 'string' },
    },
  })
  if (!values.data) throw new AppError('request.invalid', { field: '--data' })
  let stop: (code: number) => void = () => undefined
  const container = await createContainer({
    dataFolder: values.data,
    ...databaseUrlOf(process.env),
    log: createLog(),
    version: productVersion(import.meta.url),
    staticFolder: values.static ?? builtRenderer(import.meta.url),
    restart: () => setTimeout(() => stop(RESTART), 300),
    fatal: endSoon,
    ...(process.env.SAMPHAN_TOKEN && { token: process.env.SAMPHAN_TOKEN }),
  })
  if (values.demo) {
    // Only a demo office needs the generator and its word lists.
    const { fillDemo } = await import('./features/demo/fill-demo.ts')
    await fillDemo(container.office)
  }
  if (values.host) {
    // A machine without a display is made the host by how it is started.
    const { switchHost } = await import('./host-command.ts')
    await switchHost(container, { on: true, address: values.host, port: values['host-port'] })
  }
  const serving = await serve(container, Number(values.port ?? 0))
  stop = serving.stop
  parent?.on('message', ({ data }) => {
    if ((data as { type?: string } | null)?.type === 'stop') stop(0)
  })
  process.on('SIGTERM', () => stop(0))
  process.on('SIGINT', () => stop(0))
  announce({ ready: true, port: serving.port, token: container.token })
  if (values.host) {
    const { hostAnswer } = await import('./host-command.ts')
    process.stdout.write(`${(await hostAnswer(container)).lines.join('\n')}\n`)
  }
}

start().catch((error: unknown) => {
  const code = error instanceof AppError ? error.code : 'server.unexpected'
  announce({ ready: false, code, message: error instanceof Error ? `${error.message} ${error.stack ?? ''}` : String(error) })
  process.exit(REFUSED)
})
