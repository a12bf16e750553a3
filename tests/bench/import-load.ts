import type { ImportRun } from '../../core/contract/imports.ts'
import { nationalDigits } from '../../core/fields/facets.ts'
import type { Ground } from './ground.ts'
import type { Ask, Client } from './http-client.ts'
import { type Times, timesOf } from './measure.ts'
import { updateAsk } from './operations.ts'
import { sample } from './sample.ts'
import { memoryMb } from './servers.ts'

export const IMPORT_ROWS = 100_000
/** How often the wizard asks how far it is. */
const ASKED_MS = 400
const GRADES = ['A', 'B', 'C', 'D']

export type ImportLoad = {
  rows: number
  uploadMs: number
  checkMs: number
  applyMs: number
  rowsPerSecond: number
  peakMb: number | undefined
  saves: Times
  state: string
  added: number
  bad: number
  savesFailed: number
}

/** A customer list as a shop keeps it in a spreadsheet. */
function csvFile(rows: number): Buffer {
  const lines = ['ชื่อลูกค้า,โทรศัพท์,เกรด,ความต้องการ']
  let at = 0
  for (const customer of sample(rows)) {
    const name =
      customer.name.type === 'company' ? `${customer.name.name} สาขา ${at}` : `${customer.name.first} ${customer.name.last} ${at}`
    lines.push(
      `${name},${nationalDigits(`+668${String(10_000_000 + at).padStart(8, '0')}`)},${GRADES[at % 4]},${customer.needs ?? ''}`,
    )
    at += 1
  }
  return Buffer.from(lines.join('\n'))
}

/** The owner imports a file of 100,000 rows through the wizard's routes while a seller goes on saving; nobody is to wait long. */
export async function importLoad(ground: Ground, owner: Client, pid: number): Promise<ImportLoad> {
  const file = csvFile(IMPORT_ROWS)
  const watch = new Watch(ground, pid)
  const saving = watch.saveUntilStopped()
  const started = performance.now()
  const run = await owner.json<ImportRun>({ method: 'POST', path: '/api/imports/customer?name=customers.csv', body: file })
  const uploaded = performance.now()
  await owner.json(post(`/api/imports/${run.id}/check`, { ...run.definition, match: [] }))
  const checked = await settled(owner, run.id, watch)
  const planned = performance.now()
  if (checked.state !== 'checked')
    throw new Error(`the import is ${checked.state}: ${JSON.stringify(checked.error ?? checked.counts)}`)
  await owner.json(post(`/api/imports/${run.id}/apply`, {}))
  const end = await settled(owner, run.id, watch)
  const applied = performance.now()
  watch.stop()
  await saving
  return {
    rows: IMPORT_ROWS,
    uploadMs: uploaded - started,
    checkMs: planned - uploaded,
    applyMs: applied - planned,
    rowsPerSecond: (IMPORT_ROWS / (applied - started)) * 1000,
    peakMb: watch.peakMb,
    saves: timesOf(watch.saves),
    state: end.state,
    // Rows with a warning, such as that somebody has the same name, are added, too.
    added: (end.counts?.add ?? 0) + (end.counts?.warn ?? 0),
    bad: end.counts?.bad ?? 0,
    savesFailed: watch.failed,
  }
}

const post = (path: string, body: unknown): Ask => ({ method: 'POST', path, body })
const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms))

async function settled(owner: Client, id: string, watch: Watch): Promise<ImportRun> {
  for (;;) {
    const run = await owner.json<ImportRun>({ method: 'GET', path: `/api/imports/${id}` })
    if (!['reading', 'checking', 'applying'].includes(run.state)) return run
    watch.look()
    await pause(ASKED_MS)
  }
}

/** A seller who saves one record after another, and the memory of the server meanwhile. */
class Watch {
  readonly saves: number[] = []
  failed = 0
  peakMb: number | undefined
  readonly #ground: Ground
  readonly #pid: number
  #stopped = false

  constructor(ground: Ground, pid: number) {
    this.#ground = ground
    this.#pid = pid
  }

  look(): void {
    const now = memoryMb(this.#pid)
    if (now !== undefined) this.peakMb = Math.max(this.peakMb ?? 0, now)
  }

  stop(): void {
    this.#stopped = true
  }

  async saveUntilStopped(): Promise<void> {
    const id = this.#ground.ids[this.#ground.own.at(-1) ?? 0] ?? ''
    let { version } = await this.#ground.product.json<{ version: number }>({ method: 'GET', path: `/api/records/customer/${id}` })
    for (let at = 0; !this.#stopped; at += 1) {
      const answer = await this.#ground.product.ask(updateAsk(id, version, at))
      this.saves.push(answer.ms)
      if (answer.status === 200) version = (JSON.parse(answer.text) as { version: number }).version
      else this.failed += 1
      await pause(100)
    }
  }
}
