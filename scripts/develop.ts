import { mkdirSync } from 'node:fs'
import { createServer as createTcpServer } from 'node:net'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createServer } from 'vite'
import { projectFolder } from './project-folder.ts'
import { onServerReady, spawnServer, stopServer } from './server-child.ts'

const apiFolder = join(projectFolder, 'data/develop')

/** Serves the screens with hot reload and runs the server under `--watch`, so that saving a file of either shows at once. */
async function develop(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, port: { type: 'string' }, demo: { type: 'boolean' } } })
  const dataFolder = values.data === undefined ? apiFolder : resolve(process.env.INIT_CWD ?? '.', values.data)
  mkdirSync(dataFolder, { recursive: true })
  // The same port after each restart, so that the proxy need not follow.
  const apiPort = await freePort()
  const server = spawnServer({ dataFolder, port: apiPort, demo: values.demo ?? false, watch: true })
  let token = ''
  onServerReady(
    server,
    (ready) => {
      token = ready.token
      console.log('The server is ready.')
    },
    (refusal) => console.error(refusal.message),
  )
  const vite = await createServer({
    configFile: join(projectFolder, 'vite.config.ts'),
    server: {
      host: '127.0.0.1',
      port: Number(values.port ?? 5173),
      proxy: {
        '/api': {
          target: `http://127.0.0.1:${apiPort}`,
          changeOrigin: true,
          configure: (proxy) =>
            proxy.on('proxyReq', (request) => {
              request.setHeader('x-samphan-token', token)
              // The page's origin is vite's; the server knows only its own.
              request.removeHeader('origin')
            }),
        },
      },
    },
  })
  await vite.listen()
  vite.printUrls()
  const stop = async () => {
    await vite.close()
    await stopServer(server)
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
}

function freePort(): Promise<number> {
  const probe = createTcpServer()
  return new Promise((found, failed) => {
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address !== null && typeof address === 'object' ? found(address.port) : failed(new Error('no free port')),
      )
    })
  })
}

await develop()
