import { AppError } from '../../core/errors.ts'
import type { Filter } from '../../core/query/filter.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from '../records/catalog.ts'
import { fieldsOf } from '../records/change-log.ts'
import type { Context } from '../records/context.ts'
import { whereOf } from '../records/list.ts'
import { readOne } from '../records/read-one.ts'
import { visibleFields } from '../records/scope.ts'

type ChangeRow = { at: string; entity: string; record_id: string; action: string; fields: string; version: number }
/** The ends of a record's life: there is nothing any more that a filter could match. */
const GONE = new Set(['delete', 'merged'])

/**
 * What a program is told of a change: the record as its maker may see it at the moment of sending, and which of the fields that he may
 * see changed. Undefined when there is nothing to tell him: he does not see the record (any more), or it does not match.
 */
export async function payloadOf(
  ctx: Context,
  db: Database,
  delivery: { event: string; seq: number },
  filter: Filter | undefined,
): Promise<string | undefined> {
  const change = await db.get<ChangeRow>('select at, entity, record_id, action, fields, version from change where seq = ?', [
    delivery.seq,
  ])
  if (!change || !ctx.catalog.registry.has(change.entity)) return undefined
  const entity = entityOf(ctx.catalog, change.entity)
  const gone = GONE.has(change.action)
  if (filter && !gone) {
    const where = whereOf(ctx, entity, filter)
    if (
      !(await db.get(`select 1 from ${entity.table} t where t.id = ? and (${where.text})`, [change.record_id, ...where.params]))
    )
      return undefined
  }
  const visible = new Set(visibleFields(ctx, entity).map((field) => field.key))
  const changed = Object.keys(fieldsOf(change.fields) ?? {}).filter((key) => visible.has(key))
  // A change of hidden fields alone would only tell that they exist.
  if (change.action === 'update' && changed.length === 0) return undefined
  const record = await readOne(ctx, db, change.entity, change.record_id).catch((error: unknown) => {
    if (error instanceof AppError) return undefined
    throw error
  })
  if (!record) return undefined
  const { id, entity: kind, version } = { id: change.record_id, entity: change.entity, version: change.version }
  return JSON.stringify({ type: delivery.event, timestamp: change.at, data: { entity: kind, id, version, changed, record } })
}
