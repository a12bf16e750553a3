import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../../server/features/demo/random.ts'
import { type Times, timesOf } from '../bench/measure.ts'
import { type Findings, findings, isClean, Ledger } from './ledger.ts'
import { Supervised } from './supervised.ts'
import { write } from './writer.ts'

export type DiskErrorFigures = Findings & {
  points: number
  clients: number
  byCall: Record<string, number>
  /** From the first call that failed to the end of the process. */
  endedMs: Times
  /** Points at which the process went on for longer than it may. */
  wentOn: number
}

const CALLS = ['fsync,fdatasync', 'pwrite64'] as const
/** reliability.md P3: any of the first calls, and the process is gone within a second. */
const LATEST_CALL = 300
const LONGEST_MS = 1_000
/** The tracer’s own start, and what the system takes to end a process that is traced. */
const GRACE_MS = 500

type Options = { seed: string; points: number; clients: number }

/** Lets the disk fail at one call after another while clients write: nothing acknowledged may be missing afterwards, and nobody may go on. */
export async function diskErrors({ seed, points, clients }: Options): Promise<DiskErrorFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-disk-'))
  const random = new Random(`disk ${seed}`)
  const server = new Supervised(join(folder, 'data'))
  const ledger = new Ledger(`disk${seed}`)
  const endedMs: number[] = []
  const byCall: Record<string, number> = {}
  let going = true
  try {
    await server.found()
    const writers = Array.from({ length: clients }, (_, at) =>
      write({ client: server.client(), ledger, random: new Random(`disk ${seed} ${at}`), go: () => going }),
    )
    for (let point = 0; point < points; point += 1) {
      const calls = CALLS[point % CALLS.length] as string
      const log = join(folder, `strace-${point}`)
      const ended = new Promise<number>((resolve) => server.child.once('exit', () => resolve(Date.now())))
      const tracer = failFrom(server.child, calls, random.whole(1, LATEST_CALL), log)
      const at = await ended
      // It ends with what it traces, and only then has it written all down.
      if (tracer.exitCode === null) await new Promise((resolve) => tracer.once('exit', resolve))
      const failed = /^\d+ +(\d+\.\d+) .*\(INJECTED\)/m.exec(readFileSync(log, 'utf8'))?.[1]
      if (failed === undefined) throw new Error('the process ended before the disk failed')
      endedMs.push(at - Number(failed) * 1000)
      byCall[calls] = (byCall[calls] ?? 0) + 1
      await server.start()
    }
    going = false
    await Promise.all(writers)
    await server.stop()
    return {
      ...findings(server.dataFolder, ledger),
      points,
      clients,
      byCall,
      endedMs: timesOf(endedMs),
      wentOn: endedMs.filter((ms) => ms > LONGEST_MS + GRACE_MS).length,
    }
  } finally {
    going = false
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

/** From its `from`th on, counted from now, each of these calls of the process answers with an error, as those of a broken disk do. */
function failFrom(child: ChildProcess, calls: string, from: number, log: string): ChildProcess {
  const inject = `inject=${calls}:error=EIO:when=${from}+`
  return spawn('strace', ['-f', '-q', '-ttt', '-e', `trace=${calls}`, '-e', inject, '-o', log, '-p', String(child.pid)], {
    stdio: 'ignore',
  })
}

export const isSafe = (figures: DiskErrorFigures): boolean => isClean(figures) && figures.wentOn === 0
