import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../server/features/demo/random.ts'
import { type Times, timesOf } from '../bench/measure.ts'
import { type Findings, findings, isClean, Ledger } from './ledger.ts'
import { Supervised } from './supervised.ts'
import { write } from './writer.ts'

/** `restart`: the host is told to stop and started again. `sleep`: its process stands still, as on a PC whose lid is closed. */
export const INTERRUPTIONS = ['restart', 'sleep'] as const
type Kind = (typeof INTERRUPTIONS)[number]

export type InterruptionFigures = Findings & {
  times: number
  clients: number
  /** From the word to stop until the process has ended; of restarts alone. */
  drainedMs: Times | undefined
  /** From the moment the host is there again until each client's next write is acknowledged. */
  allWorkingMs: Times
}

/** reliability.md P6 and P14. */
const BARS = { drainedMs: 10_000, allWorkingMs: { restart: 30_000, sleep: 10_000 } }
/** A window gives an answer up after this and sends the command again, under its key. */
const PATIENCE_MS = 3_000
const LONGEST_SLEEP_MS = 8_000

type Options = { seed: string; kind: Kind; times: number; clients: number }

/** Interrupts the host again and again while clients write, and lays what it acknowledged beside what it holds. */
export async function interruptions({ seed, kind, times, clients }: Options): Promise<InterruptionFigures> {
  const folder = await mkdtemp(join(tmpdir(), `samphan-${kind}-`))
  const random = new Random(`${kind} ${seed}`)
  const server = new Supervised(join(folder, 'data'))
  const ledger = new Ledger(`${kind}${seed}`)
  const heard = Array.from({ length: clients }, () => 0)
  const drained: number[] = []
  const working: number[] = []
  let going = true
  try {
    await server.found()
    const writers = heard.map((_, at) =>
      write({
        client: server.client(),
        ledger,
        random: new Random(`${kind} ${seed} ${at}`),
        go: () => going,
        giveUp: () => AbortSignal.timeout(PATIENCE_MS),
        acknowledged: () => {
          heard[at] = performance.now()
        },
      }),
    )
    for (let at = 0; at < times; at += 1) {
      await pause(random.whole(200, 1_500))
      if (kind === 'restart') {
        const told = performance.now()
        await server.stop()
        drained.push(performance.now() - told)
        await server.start()
      } else {
        server.child.kill('SIGSTOP')
        await pause(random.whole(1_000, LONGEST_SLEEP_MS))
        server.child.kill('SIGCONT')
      }
      const back = performance.now()
      while (heard.some((last) => last < back)) await pause(20)
      working.push(performance.now() - back)
    }
    going = false
    await Promise.all(writers)
    await server.stop()
    return {
      ...findings(server.dataFolder, ledger),
      times,
      clients,
      drainedMs: drained.length > 0 ? timesOf(drained) : undefined,
      allWorkingMs: timesOf(working),
    }
  } finally {
    going = false
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether nothing was lost or doubled and everybody worked again in time. */
export const keepsItsWord = (kind: Kind, figures: InterruptionFigures): boolean =>
  isClean(figures) && (figures.drainedMs?.max ?? 0) <= BARS.drainedMs && figures.allWorkingMs.max <= BARS.allWorkingMs[kind]
