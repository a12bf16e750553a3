import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Measured, measureFebrl } from './febrl.ts'
import type { Ground } from './ground.ts'
import type { Client } from './http-client.ts'
import { type Times, timesOf } from './measure.ts'
import { updateAsk } from './operations.ts'
import { type Line, round } from './report.ts'

/** Nobody who saves waits for the look through the office. */
export const LOOK_SAVE_BAR_MS = 50
const SAVE_EVERY_MS = 50

export type LookLoad = { ms: number; pairs: string; saves: Times; savesFailed: number }

/** The owner looks for duplicates in the whole office while a seller goes on saving. */
export async function lookLoad(ground: Ground, owner: Client): Promise<LookLoad> {
  type Counts = { looking: boolean; counts: { entity: string; count: number; capped: boolean }[] }
  const started = performance.now()
  await owner.json({ method: 'POST', path: '/api/duplicates/look', body: {} })
  const times: number[] = []
  let failed = 0
  const id = ground.ids[ground.own.at(-1) ?? 0] ?? ''
  let { version } = await ground.product.json<{ version: number }>({ method: 'GET', path: `/api/records/customer/${id}` })
  for (let at = 0, looking = true; looking; at++) {
    const answer = await ground.product.ask(updateAsk(id, version, at))
    times.push(answer.ms)
    if (answer.status === 200) version = (JSON.parse(answer.text) as { version: number }).version
    else failed += 1
    await new Promise((resume) => setTimeout(resume, SAVE_EVERY_MS))
    if (at % 10 === 9) looking = (await owner.json<Counts>({ method: 'GET', path: '/api/duplicates' })).looking
  }
  const ms = performance.now() - started
  const { counts } = await owner.json<Counts>({ method: 'GET', path: '/api/duplicates' })
  const pairs = counts.map(({ entity, count, capped }) => `${count}${capped ? '+' : ''} ${entity}`).join(', ')
  return { ms, pairs, saves: timesOf(times), savesFailed: failed }
}

/** Precision and recall of the product's own rules on people whose pairs are known; the rules were fitted to dataset 1 alone. */
export function knownPairs(): { measured: Measured[]; lines: Line[] } {
  const folder = join(process.env.SAMPHAN_REAL_DATA ?? '', 'febrl')
  if (!process.env.SAMPHAN_REAL_DATA || !existsSync(folder)) {
    console.log('duplicates: SAMPHAN_REAL_DATA names no folder with febrl, so precision and recall are not measured')
    return { measured: [], lines: [] }
  }
  const measured = (['dataset1', 'dataset2'] as const).flatMap((dataset) => measureFebrl(folder, dataset))
  const lines = measured
    .filter(({ dataset, bar }) => dataset === 'dataset2' && bar === 'maybe')
    .map(
      ({ rules, truePairs, precision, recall, f1 }): Line => ({
        name: `febrl 2: ${rules.slice(0, 16)}`,
        rows: truePairs,
        product: `P ${round(precision * 100)} R ${round(recall * 100)} F1 ${round(f1 * 100)}`,
        ceiling: '',
        ratio: '',
        bar: 'P, R ≥ 95 %',
        ok: precision >= 0.95 && recall >= 0.95,
      }),
    )
  return { measured, lines }
}
