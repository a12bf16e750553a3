import { AppError } from '../../core/errors.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import { present } from './list.ts'
import { maskedFields } from './mask-values.ts'
import type { DbRow, RecordRow } from './row.ts'
import { allowedColumns, authorise, visibleFields } from './scope.ts'

type OwnRow = DbRow & { merged_into: string | null } & Record<'may_view' | 'may_edit' | 'may_delete', number | null>

/**
 * One record with the reader's visible fields, and what he may do with it; one in the bin only for who may restore it.
 * An id that was merged into another record leads there. Throws `record.not_found`.
 */
export async function readOne(ctx: Context, db: Database, entityKey: string, id: string): Promise<RecordRow> {
  const entity = entityOf(ctx.catalog, entityKey)
  authorise(ctx, entity, 'view')
  const may = allowedColumns(ctx, entity, ['view', 'edit', 'delete'])
  const row = await db.get<OwnRow>(`select t.*, ${may.text} from ${entity.table} t where t.id = ?`, [...may.params, id])
  if (row?.merged_into) return readOne(ctx, db, entityKey, row.merged_into)
  // Not true is also what cannot be told.
  if (row?.[row.deleted_at ? 'may_delete' : 'may_view'] !== 1) throw new AppError('record.not_found')
  const [shown] = await present(ctx, db, entity, [...visibleFields(ctx, entity), ...maskedFields(ctx, entity)], [row])
  if (!shown) throw new AppError('record.not_found')
  shown.may = { edit: row.may_edit === 1, delete: row.may_delete === 1 }
  return shown
}
