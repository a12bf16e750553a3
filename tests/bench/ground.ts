import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Client } from './http-client.ts'
import { inReach, provinceOf, type Sampled, sample, sortOf } from './sample.ts'

/** Everything that requests and checks need to know of the two servers' data, in the order in which the customers were made. */
export type Ground = {
  size: number
  customers: Sampled[]
  /** The product's id, row number and sort key of each customer. */
  ids: string[]
  sorts: string[]
  /** Places of the customers that the seller sees, by name. */
  visibleByName: number[]
  /** Places of the customers that the seller sees, newest first, by province. */
  visibleByProvince: ReadonlyMap<string, number[]>
  /** Places of the seller's own customers, which he may edit. */
  own: number[]
  busiest: number
  pipeline: string
  /** What the sums of the board must be: deals and satang by stage. */
  sums: ReadonlyMap<string, { count: number; sum: number }>
  product: Client
  ceiling: Client
}

/** Reads the ids out of the product's data folder and works the right answers out from the generated customers alone. */
export function layGround(dataFolder: string, size: number, product: Client, ceiling: Client): Ground {
  const db = new Sqlite(join(dataFolder, 'samphan.db'), { readonly: true })
  const ids = db.prepare('select id from customer order by rid').pluck().all() as string[]
  const pipeline = db.prepare('select id from pipeline').pluck().get() as string
  const customers = [...sample(size)]
  const sorts = customers.map(sortOf)
  const visible = [...customers.keys()].filter((at) => inReach(customers[at] as Sampled))
  const byProvince = new Map<string, number[]>()
  for (const at of visible.toReversed()) {
    const province = provinceOf(customers[at] as Sampled)
    const places = byProvince.get(province)
    if (places) places.push(at)
    else byProvince.set(province, [at])
  }
  const sums = sumsOf(db, ids, customers)
  db.close()
  const before = (a: number, b: number) =>
    (sorts[a] ?? '') < (sorts[b] ?? '') ? -1 : (sorts[a] ?? '') > (sorts[b] ?? '') ? 1 : a - b
  return {
    size,
    customers,
    ids,
    sorts,
    product,
    ceiling,
    pipeline,
    sums,
    visibleByName: visible.toSorted(before),
    visibleByProvince: byProvince,
    own: visible.filter((at) => customers[at]?.owner === 0),
    busiest: customers.findIndex((customer) => customer.owner === 0),
  }
}

/** The sums by brute force: every deal is looked at, and counted when its customer is in the seller's reach. */
function sumsOf(
  db: Sqlite.Database,
  ids: readonly string[],
  customers: readonly Sampled[],
): Map<string, { count: number; sum: number }> {
  const places = new Map(ids.map((id, at) => [id, at]))
  const sums = new Map<string, { count: number; sum: number }>()
  for (const deal of db.prepare('select customer, stage, amount from deal').all() as {
    customer: string
    stage: string
    amount: number
  }[]) {
    if (!inReach(customers[places.get(deal.customer) ?? -1] as Sampled)) continue
    const group = sums.get(deal.stage) ?? { count: 0, sum: 0 }
    sums.set(deal.stage, { count: group.count + 1, sum: group.sum + deal.amount })
  }
  return sums
}
