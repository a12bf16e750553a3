import { Random } from '../../server/features/demo/random.ts'
import type { Ground } from './ground.ts'
import type { Ask, Client } from './http-client.ts'
import { type Times, timesOf } from './measure.ts'
import { createAsk, operations, QUERIES, updateAsk } from './operations.ts'
import type { Sampled } from './sample.ts'

const CLIENTS = 20
const ROUND_MS = 4_000
const ROUNDS = 2
/** How often each thing is done, of a hundred: 80 reads, 20 writes. */
export const MIX: readonly (readonly [string, number])[] = [
  ['list by name', 30],
  ['by province, newest', 15],
  ['search 3', 10],
  ['search 4–9', 10],
  ['open', 15],
  ['create', 10],
  ['update', 10],
]

export type MixedLoad = {
  product: Times & { perSecond: number }
  ceiling: Times & { perSecond: number }
  ratio: number
  failed: number
}

/** Twenty people at work at once, on the product and on the ceiling in turn. */
export async function mixedLoad(ground: Ground): Promise<MixedLoad> {
  const asks = new Map(operations(ground).map((operation) => [operation.name, operation]))
  const done = { product: [] as number[], ceiling: [] as number[] }
  let failed = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of ['product', 'ceiling'] as const) {
      const until = performance.now() + ROUND_MS
      const make = side === 'product' ? productAsks(ground, asks, round) : ceilingAsks(asks)
      await Promise.all(
        Array.from({ length: CLIENTS }, (_, client) =>
          work(
            ground[side],
            new Random(`mixed ${side} ${round} ${client}`),
            (random) => make(random, client),
            until,
            done[side],
            () => {
              failed += 1
            },
          ),
        ),
      )
    }
  }
  const seconds = (ROUND_MS * ROUNDS) / 1000
  const product = { ...timesOf(done.product), perSecond: done.product.length / seconds }
  const ceiling = { ...timesOf(done.ceiling), perSecond: done.ceiling.length / seconds }
  return { product, ceiling, ratio: ceiling.perSecond / product.perSecond, failed }
}

type Make = (random: Random, client: number) => { ask: Ask; answered?: (text: string) => void }

async function work(
  client: Client,
  random: Random,
  make: (random: Random) => ReturnType<Make>,
  until: number,
  times: number[],
  fail: () => void,
): Promise<void> {
  while (performance.now() < until) {
    const { ask, answered } = make(random)
    const answer = await client.ask(ask)
    times.push(answer.ms)
    if (answer.status === 200) answered?.(answer.text)
    else fail()
  }
}

type Operations = ReadonlyMap<string, ReturnType<typeof operations>[number]>

/** Each of the twenty edits records of his own, so that nobody's save is stale. */
function productAsks(ground: Ground, asks: Operations, round: number): Make {
  const versions = new Map<string, number>()
  let made = 0
  return (random, client) => {
    const name = random.weighted(MIX)
    if (name === 'create') {
      made += 1
      return { ask: createAsk(random.pick(ground.customers) as Sampled, `bench-mixed-${round}-${client}-${made}`) }
    }
    if (name !== 'update')
      return { ask: (asks.get(name) as { product: (at: number) => Ask }).product(random.whole(0, QUERIES - 1)) }
    // The places after the first 200 were not touched by the measured updates; each round takes others.
    const share = Math.floor((ground.own.length - QUERIES) / (CLIENTS * ROUNDS))
    const place = ground.own[QUERIES + (round * CLIENTS + client) * share + random.whole(0, share - 1)] ?? 0
    const id = ground.ids[place] ?? ''
    return {
      ask: updateAsk(id, versions.get(id) ?? 1, random.whole(0, 300)),
      answered: (text) => versions.set(id, (JSON.parse(text) as { version: number }).version),
    }
  }
}

const ceilingAsks =
  (asks: Operations): Make =>
  (random) => ({
    ask: (asks.get(random.weighted(MIX)) as { ceiling: (at: number) => Ask }).ceiling(random.whole(0, QUERIES - 1)),
  })
