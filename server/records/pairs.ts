import { BARS, type Strength, strengthOf } from '../../core/duplicates/rules.ts'
import type { Reason } from '../../core/duplicates/score.ts'
import type { EntityDef } from '../../core/entities/entity.ts'
import type { Database, SqlValue } from '../db/database.ts'
import { scoreFor } from './alike.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import { present } from './list.ts'
import { type DbRow, type RecordRow, selectColumns, valuesOf } from './row.ts'
import { and, authorise, marks, scopeSql, sql, TRUE, visibleFields } from './scope.ts'

export type PairState = 'open' | 'dismissed'
/** A reason as the reader is told it. */
export type ToldReason = { field: string; how: Reason['how'] }
export type ShownPair = { a: RecordRow; b: RecordRow; strength: Strength; reasons: ToldReason[] }
export type PairsRequest = { entity: string; state: PairState; after?: string; limit: number }

type PairRow = { a: number; b: number; bits: number }
type Kept = { row: PairRow; a: DbRow; b: DbRow; strength: Strength; reasons: ToldReason[] }

const PIECE = 60
/** Looked through for one page at most; a reader from whom much is hidden gets a shorter page. */
const MOST_LOOKED_AT = 600

export const told = (reasons: readonly Reason[]): ToldReason[] => reasons.map(({ field, how }) => ({ field, how }))

/** Cursor of a page: the order is by strength, then by row numbers. */
const cursorOf = ({ bits, a, b }: PairRow): string => `${bits}/${a}/${b}`
function afterSql(after: string | undefined): { text: string; params: SqlValue[] } {
  const [bits, a, b] = (after ?? '').split('/').map(Number)
  if (bits === undefined || a === undefined || b === undefined || [bits, a, b].some(Number.isNaN)) return TRUE
  return sql('p.bits < ? or (p.bits = ? and (p.a, p.b) > (?, ?))', [bits, bits, a, b])
}

/**
 * Pairs that look like one record, strongest first: only those of which the reader may see both, weighed anew by what he may see of
 * them. A pair that only hidden fields speak for does not exist for him.
 */
export async function listPairs(
  ctx: Context,
  db: Database,
  request: PairsRequest,
): Promise<{ pairs: ShownPair[]; next?: string }> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, 'view')
  const { kept, next } = await walk(ctx, db, entity, request)
  const fields = visibleFields(ctx, entity)
  const rows = await present(
    ctx,
    db,
    entity,
    fields,
    kept.flatMap(({ a, b }) => [a, b]),
  )
  return {
    pairs: kept.map(({ strength, reasons }, at) => ({
      a: rows[at * 2] as RecordRow,
      b: rows[at * 2 + 1] as RecordRow,
      strength,
      reasons,
    })),
    ...(next && { next }),
  }
}

/** How many open pairs wait for the reader, counted up to 99. */
export async function countPairs(ctx: Context, db: Database, entityKey: string): Promise<{ count: number; capped: boolean }> {
  const entity = entityOf(ctx.catalog, entityKey)
  if (ctx.policy.grant(entity.key).view === 'none' || !entity.duplicates) return { count: 0, capped: false }
  const { kept, next } = await walk(ctx, db, entity, { entity: entityKey, state: 'open', limit: 99 })
  return { count: kept.length, capped: next !== undefined }
}

async function walk(
  ctx: Context,
  db: Database,
  entity: EntityDef,
  request: PairsRequest,
): Promise<{ kept: Kept[]; next?: string }> {
  const kept: Kept[] = []
  let after = request.after
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += PIECE) {
    const found = await piece(ctx, db, entity, request.state, after)
    const rows = await rowsOf(ctx, db, entity, found)
    for (const row of found) {
      if (kept.length >= request.limit) return { kept, next: after ?? '' }
      after = cursorOf(row)
      const [a, b] = [rows.get(row.a), rows.get(row.b)]
      const weighed = a && b && weigh(ctx, entity, a, b)
      if (a && b && weighed) kept.push({ row, a, b, ...weighed })
    }
    if (found.length < PIECE) return { kept }
  }
  return { kept, ...(after && { next: after }) }
}

function piece(ctx: Context, db: Database, entity: EntityDef, state: PairState, after: string | undefined): Promise<PairRow[]> {
  const where = and(
    sql('p.entity = ? and p.state = ?', [entity.key, state]),
    sql('a.deleted_at is null and b.deleted_at is null'),
    scopeSql(ctx, entity, 'view', 'a'),
    scopeSql(ctx, entity, 'view', 'b'),
    afterSql(after),
  )
  return db.all<PairRow>(
    `select p.a, p.b, p.bits from duplicate_pair p join ${entity.table} a on a.rid = p.a join ${entity.table} b on b.rid = p.b
      where ${where.text} order by p.bits desc, p.a, p.b limit ?`,
    [...where.params, PIECE],
  )
}

async function rowsOf(ctx: Context, db: Database, entity: EntityDef, pairs: readonly PairRow[]): Promise<Map<number, DbRow>> {
  const rids = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))]
  if (rids.length === 0) return new Map()
  const rows = await db.all<DbRow>(
    `select ${selectColumns(visibleFields(ctx, entity))} from ${entity.table} t where t.rid in (${marks(rids.length)})`,
    rids,
  )
  return new Map(rows.map((row) => [row.rid, row]))
}

function weigh(ctx: Context, entity: EntityDef, a: DbRow, b: DbRow): { strength: Strength; reasons: ToldReason[] } | undefined {
  const shown = { ...entity, fields: visibleFields(ctx, entity) }
  const { bits, reasons } = scoreFor(ctx, entity, valuesOf(shown, a), valuesOf(shown, b))
  const strength = strengthOf(bits)
  return strength && bits >= BARS.maybe ? { strength, reasons: told(reasons) } : undefined
}
