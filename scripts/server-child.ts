import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { SERVER_HEAP_FLAGS } from '../core/server-heap.ts'
import { projectFolder } from './project-folder.ts'

/** What the server's first line says once it listens on 127.0.0.1. */
export interface ServerReady {
  port: number
  token: string
}

/** The server's own refusal, for example of a data folder that another process uses. */
export class ServerRefusal extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

/** How the server is to be run. */
export interface ServerOptions {
  dataFolder: string
  port: number
  demo: boolean
  staticFolder?: string
  /** The secret it is to use, so that a page opened before a restart stays signed in; else it makes one. */
  token?: string
  /** Restart the server whenever one of its source files changes. */
  watch?: boolean
  /** Run what was built into `dist/`, which starts in less than half the time, instead of the sources. */
  built?: boolean
  /** For Node itself: tests load something before the server. */
  nodeOptions?: readonly string[]
  /** A command that runs it, with its own arguments before the server's: tests put it into a network of its own. */
  within?: readonly string[]
}

/** Starts `server/main.ts`; its log goes to stderr, its announcements to stdout. */
export function spawnServer({
  dataFolder,
  port,
  demo,
  staticFolder,
  token,
  watch,
  built,
  nodeOptions = [],
  within = [],
}: ServerOptions): ChildProcess {
  const args = [
    ...nodeOptions,
    ...SERVER_HEAP_FLAGS,
    built ? 'dist/server/main.js' : 'server/main.ts',
    '--data',
    dataFolder,
    '--port',
    String(port),
  ]
  if (demo) args.push('--demo')
  if (staticFolder !== undefined) args.push('--static', staticFolder)
  if (watch) args.unshift('--watch', '--watch-preserve-output')
  const [program = process.execPath, ...before] = [...within, process.execPath]
  return spawn(program, [...before, ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...(token === undefined ? {} : { SAMPHAN_TOKEN: token }) },
  })
}

/**
 * Reads the announcements of a server: one each time it starts to listen (with `watch`, after each restart).
 * Lines that are none are passed on to stdout.
 */
export function onServerReady(
  child: ChildProcess,
  ready: (announcement: ServerReady) => void,
  refused: (refusal: ServerRefusal) => void,
): void {
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const announcement = parseAnnouncement(line)
    if (announcement?.ready === true) ready({ port: announcement.port, token: announcement.token })
    else if (announcement?.ready === false) refused(new ServerRefusal(announcement.code, announcement.message))
    else console.log(line)
  })
}

/**
 * Waits for a started server's announcement.
 * @throws ServerRefusal with the server's words; Error when it ends without any
 */
export function serverReady(child: ChildProcess): Promise<ServerReady> {
  return new Promise((resolve, reject) => {
    onServerReady(child, resolve, reject)
    child.once('error', reject)
    child.once('close', (code) => reject(new Error(`the server ended with code ${code} before it was ready`)))
  })
}

/** Asks the server to finish what it is doing and waits until it has ended. */
export async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

type Announcement = { ready: true; port: number; token: string } | { ready: false; code: string; message: string }

function parseAnnouncement(line: string): Announcement | undefined {
  if (!line.startsWith('{"ready":')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
