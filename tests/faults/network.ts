import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../server/features/demo/random.ts'
import { type Times, timesOf } from '../bench/measure.ts'
import { Cables } from './cables.ts'
import { type Findings, findings, isClean } from './ledger.ts'
import { Supervised } from './supervised.ts'

export type NetworkFigures = Findings & {
  clients: number
  pulls: number
  /** Seconds for which the cable was out, in all and at the longest. */
  outS: { sum: number; longest: number }
  lossPercent: readonly number[]
  /** From the moment the way is whole again until each client's next write is acknowledged. */
  allWorkingMs: Times
  /** After what it took longest. */
  longestAfter: string
}

/** reliability.md P13. */
const BAR_MS = 15_000
const HOST = '10.77.4.1'
const LOSS_MS = 12_000
/** Two long ones of fifty; the others end before TCP itself gives anything up. */
const LONG_PULLS: Record<number, number> = { 10: 30_000, 25: 120_000 }

/** `losses`: how many packets in a hundred are lost, one after another. */
type Options = { seed: string; pulls: number; clients: number; losses: readonly number[] }

/** Pulls the cable between windows and host, lets answers alone go astray, and loses packets; what was sent again is there once. Runs on the host’s PC. */
export async function network(cables: Cables, { seed, pulls, clients, losses }: Options): Promise<NetworkFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-network-'))
  const server = new Supervised(join(folder, 'data'))
  const random = new Random(`network ${seed}`)
  const heard = Array.from({ length: clients }, () => 0)
  const working: { after: string; ms: number }[] = []
  const out: number[] = []
  let door: Server | undefined
  let writers: ChildProcess | undefined
  try {
    await server.found()
    door = await handOn(() => server.port)
    const { port } = door.address() as { port: number }
    const program = join(import.meta.dirname, 'cable-writers.ts')
    const windows = cables.node('window', program, [seed, String(clients), HOST, String(port)])
    writers = windows
    let last = ''
    const said = new Promise<void>((ended) => {
      createInterface({ input: windows.stdout! })
        .on('line', (line) => {
          last = line
          if (heard[Number(line)] !== undefined) heard[Number(line)] = performance.now()
        })
        .on('close', ended)
    })
    const allWork = async () => {
      const from = performance.now()
      while (heard.some((at) => at < from)) {
        if (windows.exitCode !== null) throw new Error('the windows ended')
        await pause(20)
      }
      return performance.now() - from
    }
    await allWork()
    for (let pull = 0; pull < pulls; pull += 1) {
      const ms = LONG_PULLS[pull] ?? random.whole(1_000, 4_000)
      // Each third time the windows are heard, and only the answers go astray: what is sent again is done already.
      const deaf = pull % 3 === 2
      if (deaf) cables.filter('host', { output: 'drop' })
      else cables.plug('host', 'down')
      await pause(ms)
      if (deaf) cables.filter('host')
      else cables.plug('host', 'up')
      out.push(ms)
      working.push({ after: `${ms} ms ${deaf ? 'without answers' : 'without a cable'}`, ms: await allWork() })
      await pause(random.whole(100, 1_000))
    }
    for (const percent of losses) {
      const drop = `numgen random mod 100 < ${percent} drop`
      cables.filter('host', { input: drop, output: drop })
      await pause(LOSS_MS)
      cables.filter('host')
      working.push({ after: `${percent} % lost`, ms: await allWork() })
    }
    windows.stdin!.end()
    await said
    await server.stop()
    const { acknowledged, files } = JSON.parse(last) as { acknowledged: string[]; files: string[] }
    const found = findings(server.dataFolder, { acknowledged: new Set(acknowledged), files: new Set(files) })
    const outS = { sum: Math.round(out.reduce((sum, ms) => sum + ms, 0) / 1000), longest: Math.max(...out) / 1000 }
    const allWorkingMs = timesOf(working.map(({ ms }) => ms))
    const longestAfter = working.find(({ ms }) => ms === allWorkingMs.max)?.after ?? ''
    return { ...found, clients, pulls, outS, lossPercent: losses, allWorkingMs, longestAfter }
  } finally {
    door?.close()
    writers?.kill('SIGKILL')
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether nothing was lost or doubled and everybody worked again in time. */
export const isBackInTime = (figures: NetworkFigures): boolean => isClean(figures) && figures.allWorkingMs.max <= BAR_MS

/** The host listens to its own PC alone: who comes by cable is handed on. */
async function handOn(port: () => number): Promise<Server> {
  const server = createServer((window) => {
    const host = connect(port(), '127.0.0.1')
    const join = (from: Socket, to: Socket) =>
      from
        .on('error', () => undefined)
        .on('close', () => to.destroy())
        .pipe(to)
    join(window, host)
    join(host, window)
  })
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve))
  return server
}

if (process.argv[1] === import.meta.filename) {
  const [pid, seed = '', pulls, clients, losses = ''] = process.argv.slice(2)
  const cables = new Cables(Number(pid))
  cables.address('host', `${HOST}/24`)
  cables.address('window', '10.77.4.2/24')
  const figures = await network(cables, {
    seed,
    pulls: Number(pulls),
    clients: Number(clients),
    losses: losses.split(',').filter(Boolean).map(Number),
  })
  console.log(JSON.stringify(figures))
}
