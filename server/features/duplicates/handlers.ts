import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import { type DuplicateLook, lastLook } from '../../jobs/duplicate-look.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { merge } from '../../records/merge.ts'
import { authorise, isInScope } from '../../records/scope.ts'
import { rowById } from '../../records/write.ts'
import { repointAll } from './repoint-all.ts'

type Names = 'duplicatePairs' | 'duplicateCounts' | 'comparePair' | 'dismissPair' | 'lookForDuplicates' | 'mergeRecords'

/** Finding, judging and merging duplicates, over any entity that has a rule for them. */
export function duplicateHandlers(office: Office, look: DuplicateLook): SomeHandlers<Names> {
  return {
    duplicatePairs: (ctx, { params, query }) => office.read(ctx, 'duplicatePairs', { ...params, ...query }),
    duplicateCounts: async (ctx) => {
      const counts = (await office.read(ctx, 'duplicateCounts', {})).parsed() as {
        counts: { entity: string; count: number; capped: boolean }[]
      }
      const lookedAt = await lastLook(office.connection)
      return { ...counts, lookedAt: typeof lookedAt === 'string' ? lookedAt : null, looking: look.looking }
    },
    comparePair: (ctx, { params, query }) => office.read(ctx, 'comparePair', { ...params, ...query }),
    dismissPair: (ctx, { params, body }) => office.write(ctx, (tx) => dismiss(ctx, tx, params.entity, body)),
    lookForDuplicates: () => {
      look.start()
      return { looking: true }
    },
    mergeRecords: (ctx, { params, body }) => mergeAndRepoint(office, ctx, params.entity, body),
  }
}

/** The merge itself is one unit; what points at the merged records follows in slices, other people's saves in between. */
async function mergeAndRepoint(office: Office, ctx: RequestContext, entity: string, request: Parameters<typeof merge>[4]) {
  const merged = await office.write(ctx, (tx) => merge(ctx, tx, office.writer, entity, request))
  await repointAll(office, ctx, entity, merged.batchId)
  return merged
}

async function dismiss(
  ctx: Context,
  tx: Transaction,
  entityKey: string,
  { a, b, dismissed }: { a: string; b: string; dismissed: boolean },
): Promise<{ dismissed: boolean }> {
  const entity = entityOf(ctx.catalog, entityKey)
  authorise(ctx, entity, 'edit')
  const rids: number[] = []
  for (const id of [a, b]) {
    const row = await rowById(tx, entity, id)
    if (!row || row.deleted_at || !(await isInScope(ctx, tx, entity, id, 'view'))) throw new AppError('record.not_found')
    rids.push(row.rid)
  }
  const [one = 0, other = 0] = rids.sort((x, y) => x - y)
  if (one === other) throw new AppError('request.invalid', { field: 'b', reason: 'same_record' })
  await tx.run(
    `insert into duplicate_pair (entity, a, b, bits, state, seen_at, decided_at, decided_by) values (?, ?, ?, 0, ?, ?, ?, ?)
      on conflict (entity, a, b) do update set state = excluded.state, decided_at = excluded.decided_at, decided_by = excluded.decided_by`,
    [entity.key, one, other, dismissed ? 'dismissed' : 'open', ctx.now, ctx.now, ctx.userId],
  )
  return { dismissed }
}
