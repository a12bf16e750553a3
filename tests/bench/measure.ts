import type { Client } from './http-client.ts'
import type { Operation } from './operations.ts'

export type Times = { p50: number; p95: number; max: number; count: number }
export type Measured = {
  name: string
  product: Times
  ceiling: Times
  ratio: number
  wrong: string[]
  wrongCount: number
  slowest: string
}

const WARM_UP = 10

/** The middle, the 95th of a hundred, and the longest, in milliseconds. */
export function timesOf(ms: readonly number[]): Times {
  const sorted = ms.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), max: at(1), count: sorted.length }
}

/** Asks product and ceiling in turn, so that whatever else the machine does falls on both; answers are checked outside the clock. */
export async function measure(operation: Operation, product: Client, ceiling: Client): Promise<Measured> {
  const ms = { product: [] as number[], ceiling: [] as number[] }
  const wrong: string[] = []
  let slowest = ''
  const writes = ['create', 'update'].includes(operation.name)
  if (!writes)
    for (let at = 0; at < WARM_UP; at += 1)
      await Promise.all([product.ask(operation.product(at)), ceiling.ask(operation.ceiling(at))])
  for (let at = 0; at < operation.queries; at += 1) {
    const askProduct = async () => {
      const ask = operation.product(at)
      const answer = await product.ask(ask)
      if (answer.ms > Math.max(0, ...ms.product)) slowest = JSON.stringify(ask.body ?? ask.path).slice(0, 120)
      ms.product.push(answer.ms)
      const problem =
        answer.status === 200 ? operation.check(at, answer.text) : `answered ${answer.status} ${answer.text.slice(0, 120)}`
      if (problem) wrong.push(problem)
    }
    const askCeiling = async () => {
      const answer = await ceiling.ask(operation.ceiling(at))
      if (answer.status !== 200) throw new Error(`the ceiling answered ${answer.status} to ${operation.name}: ${answer.text}`)
      ms.ceiling.push(answer.ms)
    }
    for (const ask of at % 2 === 0 ? [askProduct, askCeiling] : [askCeiling, askProduct]) await ask()
  }
  const times = { product: timesOf(ms.product), ceiling: timesOf(ms.ceiling) }
  return {
    name: operation.name,
    ...times,
    ratio: times.product.p50 / times.ceiling.p50,
    wrong: wrong.slice(0, 5),
    wrongCount: wrong.length,
    slowest,
  }
}
