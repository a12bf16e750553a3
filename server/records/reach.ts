import type { EntityDef } from '../../core/entities/entity.ts'
import type { Database } from '../db/database.ts'
import type { Sql } from './scope.ts'

/** How much of an entity a reader reaches: `small` where looking at each of his records is the quickest way to find one. */
export type Reach = { small: true } | LargeReach
/** The last row number, and about which share of the rows is in reach: above 0, 1 for all. */
export type LargeReach = { small: false; newest: number; share: number }

/** A reader whose reach holds no more than this is served by looking at every one of his records. */
const SMALL_REACH = 3_000
/** A reach that held more is not counted again for so long: it only decides which way is quicker. */
const LARGE_FOR_MS = 60_000
const MOST_KEPT = 500
/** Records looked at to learn which share of all is in reach: it comes out within a tenth for a third of them. */
const SAMPLE = 400

type Kept = { share: number; until: number }
const kept = new WeakMap<Database, Map<string, Kept>>()

/** Whether few records fit, and else which share of all does. */
export async function reachOf(db: Database, entity: EntityDef, where: Sql): Promise<Reach> {
  const { newest } = (await db.get<{ newest: number | null }>(`select max(rid) newest from ${entity.table}`)) ?? { newest: null }
  const large = (share: number): Reach => ({ small: false, newest: newest ?? 0, share })
  if (where.text === 't.deleted_at is null') return large(1)
  const known = kept.get(db) ?? new Map<string, Kept>()
  kept.set(db, known)
  const key = JSON.stringify([entity.key, where.text, ...where.params])
  const before = known.get(key)
  if (before && before.until > performance.now()) return large(before.share)
  if (where.text.includes(' in (')) {
    const sql = `select count(*) n from (select 1 from ${entity.table} t where ${where.text} limit ?)`
    const counted = await db.get<{ n: number }>(sql, [...where.params, SMALL_REACH])
    if ((counted?.n ?? 0) < SMALL_REACH) return { small: true }
  }
  const share = await sampled(db, entity, where, newest ?? 0)
  if (known.size >= MOST_KEPT) known.clear()
  known.set(key, { share, until: performance.now() + LARGE_FOR_MS })
  return large(share)
}

/** The golden ratio's fraction: its multiples lie evenly, and in step with nothing, such as people whom records are dealt out to in turn. */
const GOLDEN = (Math.sqrt(5) - 1) / 2

/** The share of records in reach among some from everywhere in the table. */
async function sampled(db: Database, entity: EntityDef, where: Sql, newest: number): Promise<number> {
  const rids = Array.from({ length: SAMPLE }, (_, at) => 1 + Math.floor((((at + 1) * GOLDEN) % 1) * newest))
  const found = await db.get<{ n: number }>(
    `select count(*) n from (select cast(value as bigint) as rid from json_each(?)) g cross join ${entity.table} t on t.rid = g.rid where ${where.text}`,
    [JSON.stringify(rids), ...where.params],
  )
  return Math.max(1, found?.n ?? 0) / SAMPLE
}
