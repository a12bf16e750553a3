import type { Filter } from '../../core/query/filter.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import type { RecordRow } from './row.ts'
import { askedFilter, marks as placeholders } from './scope.ts'

/** Notes on each row of a page which of the filters it fulfils, by their places. One query for the page; hidden fields are refused as in any filter. */
export async function addMarks(
  ctx: Context,
  db: Database,
  entityKey: string,
  rows: RecordRow[],
  filters: readonly Filter[],
): Promise<void> {
  const entity = entityOf(ctx.catalog, entityKey)
  const conditions = filters.map((filter) => askedFilter(ctx, entity, filter))
  if (rows.length === 0 || conditions.length === 0) return
  const columns = conditions.map((condition, at) => `(${condition.text}) as m${at}`).join(', ')
  const found = await db.all<{ id: string } & Record<string, number>>(
    `select t.id, ${columns} from ${entity.table} t where t.id in (${placeholders(rows.length)})`,
    [...conditions.flatMap((condition) => condition.params), ...rows.map((row) => row.id)],
  )
  const byId = new Map(found.map((row) => [row.id, conditions.flatMap((_, at) => (row[`m${at}`] === 1 ? [at] : []))]))
  for (const row of rows) {
    const fulfilled = byId.get(row.id)
    if (fulfilled?.length) row.marks = fulfilled
  }
}
