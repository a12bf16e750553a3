import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { projectFolder } from '../../scripts/project-folder.ts'
import { Random } from '../../server/features/demo/random.ts'
import { crashState, readDisk, WAYS, writeDisk } from './crash-state.ts'
import { findings, Ledger } from './ledger.ts'
import { type DiskEvent, record, recorded } from './recorder.ts'
import { Supervised } from './supervised.ts'
import { write } from './writer.ts'

export type PowerFigures = {
  states: number
  events: number
  writes: number
  acknowledgedInStates: number
  /** States in which something acknowledged was missing, that did not open, or whose check found damage. */
  lossy: number
  corrupt: number
  doubled: number
  examples: string[]
}

type Options = {
  seed: string
  states: number
  writes: number /** The control: the engine's own setting, which loses. */
  withoutSync?: boolean
}
type Acknowledged = { token: string; at: number }

/** Records what the server tells the disk while people write, and looks at what a power cut at any instant could leave of it. */
export async function powerCut({ seed, states, writes, withoutSync = false }: Options): Promise<PowerFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-power-'))
  const dataFolder = join(folder, 'data')
  try {
    const server = new Supervised(dataFolder)
    await server.found()
    await server.stop()
    const ledger = new Ledger(`p${seed}`)
    const told: Acknowledged[] = []
    await server.start(withoutSync ? ['--import', pathToFileURL(join(projectFolder, 'tests/faults/without-sync.mjs')).href] : [])
    // What the start itself wrote is part of the disk that the replay begins with.
    const tracer = await record(server.child, join(folder, 'calls'))
    const base = readDisk(dataFolder)
    const clients = Array.from({ length: 4 }, (_, at) =>
      write({
        client: server.client(),
        ledger,
        random: new Random(`power ${seed} ${at}`),
        go: () => ledger.acknowledged.size < writes,
        acknowledged: (token) => told.push({ token, at: (performance.timeOrigin + performance.now()) / 1000 }),
      }),
    )
    await Promise.all(clients)
    await server.kill()
    await new Promise((resolve) => (tracer.exitCode === null ? tracer.once('exit', resolve) : resolve(0)))
    await pause(50)
    const events = recorded(join(folder, 'calls'), dataFolder)
    return replay({ events, told, files: ledger.files, base, dataFolder, into: join(folder, 'state'), seed, states })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Replay = {
  events: readonly DiskEvent[]
  told: readonly Acknowledged[]
  files: ReadonlySet<string>
  base: ReturnType<typeof readDisk>
  dataFolder: string
  into: string
  seed: string
  states: number
}

function replay({ events, told, base, dataFolder, into, seed, states }: Replay): PowerFigures {
  const random = new Random(`states ${seed}`)
  const figures: PowerFigures = {
    states,
    events: events.length,
    writes: told.length,
    acknowledgedInStates: 0,
    lossy: 0,
    corrupt: 0,
    doubled: 0,
    examples: [],
  }
  for (let state = 0; state < states; state += 1) {
    const upTo = random.whole(1, events.length)
    const way = WAYS[state % WAYS.length] as (typeof WAYS)[number]
    writeDisk(crashState(base, events, dataFolder, upTo, way, random), into)
    const cutAt = events[upTo]?.at ?? Number.POSITIVE_INFINITY
    const acknowledged = new Set(told.filter(({ at }) => at < cutAt).map(({ token }) => token))
    figures.acknowledgedInStates += acknowledged.size
    const note = (what: string) =>
      figures.examples.length < 5 && figures.examples.push(`state ${state} (${way}, event ${upTo}): ${what}`)
    try {
      const found = findings(into, { acknowledged, files: new Set() })
      if (found.lost > 0 || found.filesWrong > 0) {
        figures.lossy += 1
        note(`${found.lost} of ${acknowledged.size} lost, ${found.filesWrong} files wrong`)
      }
      if (found.integrity !== 'ok') {
        figures.corrupt += 1
        note(found.integrity.slice(0, 200))
      }
      if (found.doubled + found.brokenChains > 0) figures.doubled += 1
    } catch (error) {
      figures.corrupt += 1
      note(String(error))
    }
  }
  return figures
}
