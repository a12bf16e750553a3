import { AppError } from '../../../core/errors.ts'
import type { Filter } from '../../../core/query/filter.ts'
import type { Database } from '../../db/database.ts'
import type { Context } from '../../records/context.ts'
import { list } from '../../records/list.ts'

/** One bulk edit changes no more than this; larger ones are an import. */
export const MOST_AT_ONCE = 5_000

/** The ids that a bulk command is about: those named, or all that match the filter. Throws `query.too_broad` past 5,000. */
export async function targetIds(
  ctx: Context,
  db: Database,
  entity: string,
  target: { ids?: string[]; filter?: Filter },
): Promise<string[]> {
  if (target.ids) return target.ids
  const ids: string[] = []
  let after: string | undefined
  do {
    const page = await list(ctx, db, { entity, filter: target.filter, limit: 200, columns: [], ...(after && { after }) })
    ids.push(...page.rows.map((row) => row.id))
    if (ids.length > MOST_AT_ONCE) throw new AppError('query.too_broad', { most: MOST_AT_ONCE })
    after = page.next
  } while (after)
  return ids
}
