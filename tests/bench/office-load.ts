import { setTimeout as pause } from 'node:timers/promises'
import { Random } from '../../server/features/demo/random.ts'
import type { Ground } from './ground.ts'
import type { Client } from './http-client.ts'
import { type Times, timesOf } from './measure.ts'
import { MIX } from './mixed-load.ts'
import { createAsk, operations, QUERIES, updateAsk } from './operations.ts'
import type { Sampled } from './sample.ts'

const PEOPLE = 50
const WORK_MS = 15_000
const SCREENS = 100
const CHANGES = 30
const BETWEEN_CHANGES_MS = 1_500
/** As long as a window waits after it heard of a change (renderer/app/live.ts). */
const SETTLE_MS = 400
/** A screen that shows nothing new by then never will. */
const GIVE_UP_MS = 10_000

export type OfficeLoad = { reads: Times; saves: Times; perSecond: number; failed: number; firstProblem: string | undefined }
export type ScreensLoad = { reached: Times; screens: number; changes: number; missed: number }

/** Fifty people at work at once without ever thinking: four of five requests read, the others save. */
export async function officeLoad(ground: Ground): Promise<OfficeLoad> {
  const reads: number[] = []
  const saves: number[] = []
  const problems: string[] = []
  const until = performance.now() + WORK_MS
  const asks = new Map(operations(ground).map((operation) => [operation.name, operation]))
  const share = Math.floor(ground.own.length / PEOPLE)
  const ask = async (client: Client, times: number[], what: Parameters<Client['ask']>[0]): Promise<string> => {
    const answer = await client.ask(what)
    times.push(answer.ms)
    if (answer.status !== 200) problems.push(`${what.method} ${what.path}: ${answer.status} ${answer.text.slice(0, 100)}`)
    return answer.text
  }
  const person = async (at: number): Promise<void> => {
    const random = new Random(`office ${at}`)
    const client = ground.product.copy()
    for (let made = 0; performance.now() < until; made += 1) {
      const name = random.weighted(MIX)
      if (name === 'create')
        await ask(client, saves, createAsk(random.pick(ground.customers) as Sampled, `bench-office-${at}-${made}`))
      else if (name === 'update') {
        const id = ground.ids[ground.own[at * share + random.whole(0, share - 1)] ?? 0] ?? ''
        const { version } = await client.json<{ version: number }>({ method: 'GET', path: `/api/records/customer/${id}` })
        await ask(client, saves, updateAsk(id, version, made))
      } else
        await ask(client, reads, (asks.get(name) as ReturnType<typeof operations>[number]).product(random.whole(0, QUERIES - 1)))
    }
  }
  await Promise.all(Array.from({ length: PEOPLE }, (_, at) => person(at)))
  return {
    reads: timesOf(reads),
    saves: timesOf(saves),
    perSecond: ((reads.length + saves.length) / WORK_MS) * 1000,
    failed: problems.length,
    firstProblem: problems[0],
  }
}

/** A window that shows a list and a record, and asks for both again when it hears that something changed, as the product's windows do. */
class Screen {
  readonly #client: Client
  readonly #list: Parameters<Client['ask']>[0]
  readonly #record: string
  #timer: NodeJS.Timeout | undefined
  #notBefore = 0
  #leave: () => void = () => undefined
  #waits: { version: number; shown: () => void } | undefined

  constructor(client: Client, list: Parameters<Client['ask']>[0], record: string) {
    this.#client = client
    this.#list = list
    this.#record = record
  }

  async open(): Promise<void> {
    this.#leave = await this.#client.listen('/api/stream', (event) => {
      if (event === 'changed')
        this.#timer ??= setTimeout(() => void this.#refresh(), Math.max(SETTLE_MS, this.#notBefore - performance.now()))
    })
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#leave()
  }

  /** Resolves when the screen shows the record as it is from this version on; false when it does not in time. */
  shows(version: number): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(false), GIVE_UP_MS)
      this.#waits = {
        version,
        shown: () => {
          clearTimeout(late)
          resolve(true)
        },
      }
    })
  }

  async #refresh(): Promise<void> {
    this.#timer = undefined
    const started = performance.now()
    const [record] = await Promise.all([
      this.#client.json<{ version: number }>({ method: 'GET', path: `/api/records/customer/${this.#record}` }),
      this.#client.ask(this.#list),
    ])
    this.#notBefore = performance.now() + 2 * (performance.now() - started)
    if (this.#waits && record.version >= this.#waits.version) this.#waits.shown()
  }
}

/** A hundred windows show the record that a colleague saves: how long, from when he pressed save, until each shows it. */
export async function screensLoad(ground: Ground): Promise<ScreensLoad> {
  const list = (operations(ground)[0] as ReturnType<typeof operations>[number]).product(0)
  const id = ground.ids[ground.own.at(-1) ?? 0] ?? ''
  const screens = Array.from({ length: SCREENS }, () => new Screen(ground.product.copy(), list, id))
  const reached: number[] = []
  let missed = 0
  try {
    for (const screen of screens) await screen.open()
    let { version } = await ground.product.json<{ version: number }>({ method: 'GET', path: `/api/records/customer/${id}` })
    for (let change = 0; change < CHANGES; change += 1) {
      const started = performance.now()
      version += 1
      const seen = screens.map(async (screen) => {
        if (await screen.shows(version)) reached.push(performance.now() - started)
        else missed += 1
      })
      await ground.product.json(updateAsk(id, version - 1, change))
      await Promise.all(seen)
      await pause(BETWEEN_CHANGES_MS)
    }
  } finally {
    for (const screen of screens) screen.close()
  }
  return { reached: timesOf(reached), screens: SCREENS, changes: CHANGES, missed }
}
