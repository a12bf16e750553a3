import type { EntityDef } from '../../core/entities/entity.ts'
import type { Database } from '../db/database.ts'
import type { Sql } from './scope.ts'

/** A reader whose reach holds no more than this is served by looking at every one of his records. */
const SMALL_REACH = 3_000
/** A reach that held more is not counted again for so long: it only decides which way is quicker. */
const LARGE_FOR_MS = 60_000
const MOST_KEPT = 500
const largeUntil = new WeakMap<Database, Map<string, number>>()

/** Whether so few records fit that looking at each of them is the quickest way to find one. */
export async function reachIsSmall(db: Database, entity: EntityDef, where: Sql): Promise<boolean> {
  if (where.text === 't.deleted_at is null' || !where.text.includes(' in (')) return false
  const known = largeUntil.get(db) ?? new Map<string, number>()
  largeUntil.set(db, known)
  const reach = JSON.stringify([entity.key, where.text, ...where.params])
  if ((known.get(reach) ?? 0) > performance.now()) return false
  const sql = `select count(*) n from (select 1 from ${entity.table} t where ${where.text} limit ?)`
  const counted = await db.get<{ n: number }>(sql, [...where.params, SMALL_REACH])
  if ((counted?.n ?? 0) < SMALL_REACH) return true
  if (known.size >= MOST_KEPT) known.clear()
  known.set(reach, performance.now() + LARGE_FOR_MS)
  return false
}
