import { AppError } from '../../core/errors.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import { present } from './list.ts'
import { maskedFields } from './mask-values.ts'
import type { RecordRow } from './row.ts'
import { allowedOn, authorise, visibleFields } from './scope.ts'
import { rowById } from './write.ts'

/**
 * One record with the reader's visible fields, and what he may do with it; one in the bin only for who may restore it.
 * An id that was merged into another record leads there. Throws `record.not_found`.
 */
export async function readOne(ctx: Context, db: Database, entityKey: string, id: string): Promise<RecordRow> {
  const entity = entityOf(ctx.catalog, entityKey)
  authorise(ctx, entity, 'view')
  const row = await rowById(db, entity, id)
  if (row?.merged_into) return readOne(ctx, db, entityKey, row.merged_into)
  const may = await allowedOn(ctx, db, entity, id, ['view', 'edit', 'delete'])
  if (!row || !may[row.deleted_at ? 'delete' : 'view']) throw new AppError('record.not_found')
  const [shown] = await present(ctx, db, entity, [...visibleFields(ctx, entity), ...maskedFields(ctx, entity)], [row])
  if (!shown) throw new AppError('record.not_found')
  shown.may = { edit: may.edit ?? false, delete: may.delete ?? false }
  return shown
}
