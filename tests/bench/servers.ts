import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { SERVER_HEAP_FLAGS } from '../../core/server-heap.ts'
import { Client } from './http-client.ts'

/** The secret of the product that is measured. */
export const TOKEN = 'token-of-the-bench'
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** A server in a process of its own, and how long it took until it answered. */
export type Running = { client: Client; address: string; pid: number; readyMs: number; stop: () => Promise<void> }

/** Milliseconds that every commit of a server waits, when a slow disk is to be shown. */
export type SlowDisk = { fsyncMs: number }

async function start(
  args: string[],
  slow: SlowDisk,
  headers: Record<string, string>,
  env: NodeJS.ProcessEnv = {},
): Promise<Running> {
  const slowed = slow.fsyncMs > 0 ? ['--import', path('./slow-disk.ts')] : []
  const started = performance.now()
  const child = spawn(process.execPath, [...slowed, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env, BENCH_FSYNC_MS: String(slow.fsyncMs) },
  })
  const port = await readyPort(child)
  return {
    client: new Client(port, headers),
    address: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    readyMs: performance.now() - started,
    stop: () => stopped(child),
  }
}

/** The product as it is shipped: its built server over the data folder. */
export const startProduct = (dataFolder: string, slow: SlowDisk): Promise<Running> =>
  start(
    [...SERVER_HEAP_FLAGS, path('../../dist/server/main.js'), '--data', dataFolder],
    slow,
    { 'x-samphan-token': TOKEN },
    { SAMPHAN_TOKEN: TOKEN },
  )

/**
 * Readies a copied office for being measured. The copy and its records are looked through at the first start, as after a power cut, and backed up a
 * minute later: what is measured is an office that was backed up last night and stopped cleanly.
 */
export async function readied(folder: string): Promise<void> {
  const product = await startProduct(folder, { fsyncMs: 0 })
  while ((await product.client.json<{ readOnly?: string }>({ method: 'GET', path: '/api/session' })).readOnly !== undefined)
    await new Promise((resume) => setTimeout(resume, 100))
  await product.client.json({ method: 'POST', path: '/api/backup', body: {} })
  await product.stop()
}

export const startCeiling = (database: string, slow: SlowDisk): Promise<Running> =>
  start([path('./ceiling.ts'), '--serve', database], slow, {})

function readyPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('no standard output'))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const told = line.startsWith('{') ? (JSON.parse(line) as { ready?: boolean; port?: number; message?: string }) : {}
      if (told.ready && told.port) resolve(told.port)
      else if (told.ready === false) reject(new Error(told.message))
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready`)))
  })
}

function stopped(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/**
 * Memory of a process and of all that it started, in MB, now: what is its own, without the pages of the program and of the database
 * that the system shares and takes back at will. Undefined where the system does not tell (not Linux).
 */
export function memoryMb(pid: number): number | undefined {
  try {
    const parents = new Map<number, number>()
    for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)))
      parents.set(Number(name), Number(statusOf(name, 'PPid')))
    const mine = [pid]
    for (const parent of mine) for (const [child, of] of parents) if (of === parent) mine.push(child)
    return mine.reduce((sum, one) => sum + Number.parseInt(statusOf(String(one), 'RssAnon') || '0', 10) / 1024, 0)
  } catch {
    return undefined
  }
}

function statusOf(pid: string, field: string): string {
  try {
    return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? ''
  } catch {
    // It ended meanwhile.
    return ''
  }
}
