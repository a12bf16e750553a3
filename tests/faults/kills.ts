import { statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import type { ImportRun } from '../../core/contract/imports.ts'
import { Random } from '../../server/features/demo/random.ts'
import type { Client } from '../bench/http-client.ts'
import { type Findings, findings, Ledger } from './ledger.ts'
import { Supervised } from './supervised.ts'
import { once, untilAnswered, write } from './writer.ts'

const PHASES = ['writing', 'checkpoint', 'import', 'start', 'check', 'backup'] as const
type Phase = (typeof PHASES)[number]

export type KillFigures = Findings & {
  kills: number
  byPhase: Record<Phase, number>
  clients: number
  imports: number
  /** Imports of which some rows are there and some not, or some twice. */
  importsWrong: number
  readyMs: number[]
  writableMs: number[]
}

const LONGEST_CHECKPOINT_WAIT_MS = 4_000
/** A large import is written by a thread of its own, a small one by the server itself: they take turns. */
const IMPORTS = [
  { rows: 3_000, within: 2_500 },
  { rows: 400, within: 400 },
] as const
type Begun = { salt: number; rows: number }

type Options = {
  seed: string
  kills: number
  clients: number /** Writes to be acknowledged between two kills. */
  between: number
}

/** Kills the server under load again and again, in every phase of its life, and then lays what it acknowledged beside what it holds. */
export async function kills({ seed, kills: wanted, clients, between }: Options): Promise<KillFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-kills-'))
  const random = new Random(`kills ${seed}`)
  const server = new Supervised(join(folder, 'data'))
  const ledger = new Ledger(`k${seed}`)
  const byPhase = Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>
  const writableMs: number[] = []
  const imports: Begun[] = []
  let going = true
  try {
    await server.found()
    const writers = Array.from({ length: clients }, (_, at) =>
      write({ client: server.client(), ledger, random: new Random(`kills ${seed} ${at}`), go: () => going }),
    )
    for (let kill = 0; kill < wanted; kill += 1) {
      const until = ledger.acknowledged.size + random.whole(between / 2, (between * 3) / 2)
      while (ledger.acknowledged.size < until) await pause(5)
      const phase = PHASES[kill % PHASES.length] as Phase
      await reach(phase, server, random, imports)
      await server.kill()
      byPhase[phase] += 1
      if (phase === 'start') await dieWhileStarting(server, random)
      if (phase === 'check') {
        // Killed again in the moments in which the file is looked through.
        await server.start()
        await pause(random.whole(0, 150))
        await server.kill()
      }
      await server.start()
      writableMs.push(await untilWritable(server.client(), ledger))
    }
    going = false
    await Promise.all(writers)
    await untilImported(server.client())
    await server.stop()
    return {
      ...findings(server.dataFolder, ledger),
      kills: wanted,
      byPhase,
      clients,
      imports: imports.length,
      importsWrong: imports.filter(({ salt, rows }) => importedRows(server.dataFolder, salt) !== rows).length,
      readyMs: server.readyMs,
      writableMs,
    }
  } finally {
    going = false
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Waits for an instant of that phase. */
async function reach(phase: Phase, server: Supervised, random: Random, imports: Begun[]): Promise<void> {
  switch (phase) {
    case 'checkpoint':
      return untilCheckpoint(join(server.dataFolder, 'samphan.db'), random)
    case 'import': {
      const { rows, within } = IMPORTS[imports.length % IMPORTS.length] as (typeof IMPORTS)[number]
      const begun = { salt: random.whole(1, 1_000_000), rows }
      imports.push(begun)
      await beginImport(server.client(), begun)
      return pause(random.whole(0, within)) as Promise<void>
    }
    case 'backup':
      void once(server.client(), { method: 'POST', path: '/api/backup', body: {} })
      return pause(random.whole(20, 900)) as Promise<void>
    default:
      return pause(random.whole(0, 60)) as Promise<void>
  }
}

/** The database file itself is written by checkpoints alone. */
async function untilCheckpoint(database: string, random: Random): Promise<void> {
  const before = statSync(database).mtimeMs
  const from = performance.now()
  while (statSync(database).mtimeMs === before && performance.now() - from < LONGEST_CHECKPOINT_WAIT_MS) await pause(1)
  await pause(random.whole(0, 3))
}

async function beginImport(client: Client, { salt, rows: length }: Begun): Promise<void> {
  const rows = Array.from({ length }, (_, at) => `นำเข้า ${salt}-${at},ปูน`)
  const ask = (path: string, body?: unknown) =>
    untilAnswered((question) => once(client, question), {
      method: body === undefined ? 'GET' : 'POST',
      path,
      ...(body !== undefined && { body }),
    })
  const uploaded = await ask(
    `/api/imports/customer?name=${encodeURIComponent('มาก.csv')}`,
    Buffer.from(`ชื่อลูกค้า,หมายเหตุ\n${rows.join('\n')}\n`),
  )
  const run = JSON.parse(uploaded.text) as ImportRun
  await ask(`/api/imports/${run.id}/check`, { ...run.definition, match: [] })
  while ((JSON.parse((await ask(`/api/imports/${run.id}`)).text) as ImportRun).state === 'checking') await pause(20)
  const begun = await ask(`/api/imports/${run.id}/apply`, {})
  if (begun.status >= 300) throw new Error(`the import was refused: ${begun.text}`)
}

async function untilImported(client: Client): Promise<void> {
  for (;;) {
    const { runs } = await client.json<{ runs: { state: string }[] }>({ method: 'GET', path: '/api/imports' })
    if (!runs.some(({ state }) => state === 'applying')) return
    await pause(50)
  }
}

/** How many customers an import made. */
function importedRows(dataFolder: string, salt: number): number {
  const db = new Sqlite(join(dataFolder, 'samphan.db'), { readonly: true })
  try {
    const made =
      "select count(distinct record_id) as made, count(*) as entries from change where entity = 'customer' and fields like ?"
    const { made: records, entries } = db.prepare(made).get(`%นำเข้า ${salt}-%`) as { made: number; entries: number }
    return records === entries ? records : -1
  } finally {
    db.close()
  }
}

async function dieWhileStarting(server: Supervised, random: Random): Promise<void> {
  void server.spawn().catch(() => undefined)
  await pause(random.whole(0, 900))
  await server.kill()
}

/** Milliseconds until the office takes a write again, after it said that it is ready. */
async function untilWritable(client: Client, ledger: Ledger): Promise<number> {
  const from = performance.now()
  const token = ledger.token()
  const answer = await untilAnswered((question) => once(client, question), {
    method: 'POST',
    path: '/api/records/customer',
    body: { values: { needs: token, name: { type: 'company', name: `ตรวจ ${token}` } } },
    headers: { 'idempotency-key': token.replaceAll('§', 'probe') },
  })
  if (answer.status >= 300) throw new Error(`the probe was refused: ${answer.text}`)
  ledger.acknowledged.add(token)
  return performance.now() - from
}
