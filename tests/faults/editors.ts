import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Random } from '../../server/features/demo/random.ts'
import { type Findings, findings, Ledger } from './ledger.ts'
import { Supervised } from './supervised.ts'
import { once, untilAnswered } from './writer.ts'

export type EditorFigures = Findings & { clients: number; records: number; seconds: number; stale: number; mostVersions: number }

type Options = { seed: string; clients: number; records: number; seconds: number }

/** Many people change the same records at once: whoever was told “saved” is in the chain of versions, whoever came too late was told. */
export async function editors({ seed, clients, records, seconds }: Options): Promise<EditorFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-editors-'))
  const server = new Supervised(join(folder, 'data'))
  const ledger = new Ledger(`e${seed}`)
  let stale = 0
  let mostVersions = 0
  try {
    await server.found()
    const owner = server.client()
    const ids: string[] = []
    for (let at = 0; at < records; at += 1) {
      const body = { values: { name: { type: 'company', name: `ร่วมกัน ${at}` } } }
      ids.push((await owner.json<{ id: string }>({ method: 'POST', path: '/api/records/customer', body })).id)
    }
    const until = performance.now() + seconds * 1000
    const edit = async (at: number) => {
      const client = server.client()
      const random = new Random(`editors ${seed} ${at}`)
      while (performance.now() < until) {
        const path = `/api/records/customer/${random.pick(ids)}`
        const { version } = await client.json<{ version: number }>({ method: 'GET', path })
        const token = ledger.token()
        // Half of them write the same field, half another one beside it: both go through the one version.
        const values = random.chance(0.5) ? { needs: token } : { needs: token, notes: `${at} ${token}` }
        const ask = {
          method: 'PATCH',
          path,
          body: { version, values },
          headers: { 'idempotency-key': token.replaceAll('§', 'edit') },
        } as const
        const answer = await untilAnswered((question) => once(client, question), ask)
        if (answer.status === 409) stale += 1
        else if (answer.status >= 300) throw new Error(`an edit was refused: ${answer.status} ${answer.text.slice(0, 200)}`)
        else {
          ledger.acknowledged.add(token)
          mostVersions = Math.max(mostVersions, (JSON.parse(answer.text) as { version: number }).version)
        }
      }
    }
    await Promise.all(Array.from({ length: clients }, (_, at) => edit(at)))
    await server.stop()
    return { ...findings(server.dataFolder, ledger), clients, records, seconds, stale, mostVersions }
  } finally {
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}
