import { findField } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import { logAccess } from '../access/access-log.ts'
import type { Transaction } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import { valueOfField } from './row.ts'
import { authorise, isInScope } from './scope.ts'
import { rowById } from './write.ts'

/**
 * The value behind a mask, for one field of one record; who looked is written down in the same transaction. Throws `record.not_found`
 * for records out of reach and `access.denied` for every field that is not the reader's to reveal.
 */
export async function reveal(ctx: Context, tx: Transaction, entityKey: string, id: string, key: string): Promise<unknown> {
  const entity = entityOf(ctx.catalog, entityKey)
  authorise(ctx, entity, 'view')
  const row = await rowById(tx, entity, id)
  if (!row || row.deleted_at || !(await isInScope(ctx, tx, entity, id, 'view'))) throw new AppError('record.not_found')
  const field = findField(entity, key)
  if (!field || field.custom?.archived || !ctx.policy.maskedFields(entity.key).get(key)?.reveals)
    throw new AppError('access.denied', { entity: entity.key, action: 'view' })
  await logAccess(tx, ctx.now, {
    userId: ctx.userId,
    action: 'reveal',
    entity: entity.key,
    detail: { record: id, field: key, ...(ctx.via && { key: ctx.via }) },
  })
  return valueOfField(field, row) ?? null
}
