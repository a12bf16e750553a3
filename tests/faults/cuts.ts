import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../server/features/demo/random.ts'
import { CUTS, type Cut, CuttingProxy } from './cutting-proxy.ts'
import { type Findings, findings, Ledger } from './ledger.ts'
import { Supervised } from './supervised.ts'
import { write } from './writer.ts'

export type CutFigures = Findings & { cuts: number; byPlace: Record<Cut, number>; clients: number }

const PATIENCE_MS = 1_500

type Options = { seed: string; cuts: number; clients: number }

/** Cuts the network between windows and host at every place of a request; what was sent again is there once. */
export async function cuts({ seed, cuts: wanted, clients }: Options): Promise<CutFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-cuts-'))
  const server = new Supervised(join(folder, 'data'))
  const random = new Random(`cuts ${seed}`)
  const ledger = new Ledger(`c${seed}`)
  const proxy = new CuttingProxy(() => server.port, random)
  let going = true
  try {
    await server.found()
    const port = await proxy.listen()
    const writers = Array.from({ length: clients }, (_, at) =>
      write({
        client: server.client(port),
        ledger,
        random: new Random(`cuts ${seed} ${at}`),
        go: () => going,
        giveUp: () => AbortSignal.timeout(PATIENCE_MS),
      }),
    )
    for (let cut = 0; cut < wanted; cut += 1) {
      proxy.arm(CUTS[cut % CUTS.length] as Cut)
      while (proxy.armed) await pause(5)
      await pause(random.whole(20, 120))
    }
    going = false
    await Promise.all(writers)
    await server.stop()
    return { ...findings(server.dataFolder, ledger), cuts: wanted, byPlace: proxy.made, clients }
  } finally {
    going = false
    proxy.close()
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}
