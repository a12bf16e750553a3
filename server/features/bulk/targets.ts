import { type BulkAct, type LeftAlone, MOST_IN_BULK } from '../../../core/contract/bulk.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import type { Filter } from '../../../core/query/filter.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { whereOf } from '../../records/list.ts'
import { and, authorise, marks, type Sql, scopeSql, sql } from '../../records/scope.ts'

export type TargetsRequest = { entity: string; ids?: string[]; filter?: Filter; action: 'edit' | 'delete' }
/** The records that an act is about: row numbers of those that the person may change, and how many and which he may not. */
export type Targets = { rids: number[]; refused: number; left: { id: string; title: string }[] }

const MOST_NAMED = 500
/** Names sent along of those that may not be changed. */
export const MOST_LEFT = 1_000

type Found = { rid: number; id: string; title: string; may: number }

/** Finds an act's records, in the reader's reach. Throws `bulk.too_many` past 100,000. */
async function bulkTargets(ctx: Context, db: Database, request: TargetsRequest): Promise<Targets> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, request.action)
  const may = scopeSql(ctx, entity, request.action)
  const select = (where: Sql): Promise<Found[]> =>
    db.all<Found>(
      `select t.rid, t.id, t.title_text as title, (${may.text}) as may from ${entity.table} t where ${where.text} order by t.rid limit ?`,
      [...may.params, ...where.params, MOST_IN_BULK + 1],
    )
  const found: Found[] = []
  if (request.ids) {
    const reach = whereOf(ctx, entity, undefined)
    for (let from = 0; from < request.ids.length; from += MOST_NAMED) {
      const some = request.ids.slice(from, from + MOST_NAMED)
      found.push(...(await select(and(reach, sql(`t.id in (${marks(some.length)})`, some)))))
    }
  } else found.push(...(await select(whereOf(ctx, entity, request.filter))))
  if (found.length > MOST_IN_BULK) throw new AppError('bulk.too_many', { most: MOST_IN_BULK })
  const hidesTitle = ctx.policy.isHidden(entity.key, entity.title)
  const left = found.filter((row) => !row.may)
  return {
    rids: found.filter((row) => row.may).map((row) => row.rid),
    refused: left.length,
    left: left.slice(0, MOST_LEFT).map(({ id, title }) => ({ id, title: hidesTitle ? '' : title })),
  }
}

/** Those that may be seen, but not changed. */
export const notMine = (entity: EntityDef, act: BulkAct, { left }: Targets): LeftAlone[] =>
  left.map((row) => ({
    ...row,
    reason: { code: 'access.denied', params: { entity: entity.key, action: act.kind === 'delete' ? 'delete' : 'edit' } },
  }))

export const bulkReads = { bulkTargets }
