import { strengthOf } from '../../../core/duplicates/rules.ts'
import type { Database } from '../../db/database.ts'
import { lookForPairs, scoreFor } from '../../records/alike.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { countPairs, listPairs, told } from '../../records/pairs.ts'
import { readOne } from '../../records/read-one.ts'
import { countPointing } from '../../records/references.ts'

/** How many pairs wait for the reader, by entity that he may see. */
async function duplicateCounts(ctx: Context, db: Database) {
  const counts: { entity: string; count: number; capped: boolean }[] = []
  for (const entity of ctx.catalog.registry.values())
    if (entity.duplicates && ctx.policy.grant(entity.key).view !== 'none')
      counts.push({ entity: entity.key, ...(await countPairs(ctx, db, entity.key)) })
  return { counts }
}

/** Two records side by side, as this reader may see them. */
async function comparePair(ctx: Context, db: Database, request: { entity: string; a: string; b: string }) {
  const entity = entityOf(ctx.catalog, request.entity)
  const a = await readOne(ctx, db, entity.key, request.a)
  const b = await readOne(ctx, db, entity.key, request.b)
  const { bits, reasons } = scoreFor(ctx, entity, a, b)
  return {
    a,
    b,
    strength: strengthOf(bits) ?? null,
    reasons: told(reasons),
    pointing: {
      a: await countPointing(ctx, db, { entity: entity.key, id: a.id }),
      b: await countPointing(ctx, db, { entity: entity.key, id: b.id }),
    },
  }
}

export const duplicateReads = { lookForPairs, duplicatePairs: listPairs, duplicateCounts, comparePair }
