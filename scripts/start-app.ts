import { type ChildProcess, spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { defaultDataFolder } from '../core/data-folder.ts'
import { refusalInWords } from '../electron/shell-words.ts'
import { keepRunning } from '../server/keep-running.ts'
import { buildChanged, type Part } from './build.ts'
import { electronArguments, findElectron, hasDisplay } from './electron-binary.ts'
import { projectFolder } from './project-folder.ts'
import { type ServerReady, ServerRefusal, serverReady, spawnServer, stopServer } from './server-child.ts'

const usage = 'npm start -- [--data DIR] [--port N] [--demo] [--no-open]'
/** The exit code of a server, or of the app around it, that refused to start and has said why. */
const refusedExitCode = 3
/** An Electron that ends in error this soon could not start at all, for want of a library or a permission. */
const failedStartMs = 5000

interface StartOptions {
  dataFolder: string
  port: number
  demo: boolean
  open: boolean
}

function readOptions(): StartOptions {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, port: { type: 'string' }, demo: { type: 'boolean' }, 'no-open': { type: 'boolean' } },
  })
  const port = Number(values.port ?? 0)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error('--port must be a number from 0 to 65535')
  const fallback = defaultDataFolder({ platform: process.platform, home: homedir(), env: process.env })
  return {
    dataFolder: resolve(process.env.INIT_CWD ?? '.', values.data ?? fallback),
    port,
    demo: values.demo ?? false,
    open: !values['no-open'],
  }
}

/** Opens the desktop app where it can be opened, else serves the same screens to a browser on this machine. */
async function start(): Promise<number> {
  const options = readOptions()
  const electron = hasDisplay() ? findElectron() : { missing: 'there is no display' }
  if ('path' in electron && options.open) {
    await build(['renderer', 'shell', 'server'])
    const outcome = await runDesktop(electron.path, options)
    if (outcome !== 'could not start') return outcome
    console.log('The desktop app could not start on this machine: serving it to a browser instead.')
  } else if ('missing' in electron) {
    console.log(`No desktop window (${electron.missing}): serving the app to a browser instead.`)
  }
  await build(['renderer'])
  return serveToBrowser(options)
}

async function build(parts: Part[]): Promise<void> {
  const built = await buildChanged(parts)
  if (built.length > 0) console.log(`Built ${built.join(', ')}.`)
}

function runDesktop(electron: string, { dataFolder, port, demo }: StartOptions): Promise<number | 'could not start'> {
  const args = [...electronArguments(), '--data', dataFolder, '--port', String(port), ...(demo ? ['--demo'] : [])]
  const startedAt = performance.now()
  const child = spawn(electron, args, { cwd: projectFolder, stdio: 'inherit' })
  const stop = () => void child.kill('SIGTERM')
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return new Promise((finish) => {
    child.once('error', () => finish('could not start'))
    child.once('exit', (code) => {
      process.off('SIGINT', stop).off('SIGTERM', stop)
      const failedAtOnce =
        code !== 0 && code !== refusedExitCode && !child.killed && performance.now() - startedAt < failedStartMs
      finish(failedAtOnce ? 'could not start' : (code ?? 0))
    })
  })
}

async function serveToBrowser({ dataFolder, port, demo, open }: StartOptions): Promise<number> {
  const staticFolder = join(projectFolder, 'dist/renderer')
  let child: ChildProcess
  let ready: ServerReady
  let stopping = false
  const stop = () => {
    stopping = true
    void stopServer(child)
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  return keepRunning(
    async (again) => {
      // The same place and secret, so that the page that is open finds the office by itself.
      const place = again ? { port: ready.port, token: ready.token, demo: false } : { port, demo }
      child = spawnServer({ dataFolder, staticFolder, ...place })
      ready = await serverReady(child)
      if (!again) {
        const address = `http://127.0.0.1:${ready.port}/?token=${ready.token}`
        console.log(`สัมพันธ์ · Samphan: ${address}\nData: ${dataFolder}\nCtrl+C stops it.`)
        if (open) openBrowser(address)
      }
      return child
    },
    () => stopping,
  )
}

function openBrowser(address: string): void {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', '', address]
      : process.platform === 'darwin'
        ? ['open', address]
        : ['xdg-open', address]
  if (!hasDisplay()) return
  // A machine without a browser is no reason to stop: the address is on the screen.
  spawn(command!, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

try {
  process.exitCode = await start()
} catch (error) {
  if (error instanceof ServerRefusal) {
    const language = process.env.LANG?.startsWith('th') ? 'th' : 'en'
    console.error(refusalInWords(language, error.code, error.message))
    process.exitCode = refusedExitCode
  } else {
    console.error(`Could not start: ${error instanceof Error ? error.message : error}\n${usage}`)
    process.exitCode = 1
  }
}
