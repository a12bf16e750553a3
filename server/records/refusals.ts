import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { FileItem } from '../../core/fields/values.ts'
import type { SqlValue, Transaction } from '../db/database.ts'
import type { Context } from './context.ts'
import type { Values } from './row.ts'
import type { Write } from './rules.ts'

/** Throws `record.duplicate` when another living record holds a value that only one may hold. */
export async function refuseDuplicates(
  tx: Transaction,
  entity: EntityDef,
  values: Values,
  ownId: string | undefined,
): Promise<void> {
  for (const field of entity.fields) {
    const value = values[field.key]
    if (!field.unique || value === undefined || field.custom) continue
    const found = await tx.get<{ id: string }>(
      `select id from ${entity.table} where ${columnOf(field.key)} = ? and deleted_at is null and id <> ? limit 1`,
      [value as SqlValue, ownId ?? ''],
    )
    if (found)
      throw new AppError(
        'record.duplicate',
        { field: field.key, value: String(value) },
        { problems: [{ field: field.key, code: 'duplicate' }] },
      )
  }
}

/** A file may be hung on a record by whoever put it in; knowing its hash is not enough. */
export async function refuseForeignFiles(ctx: Context, tx: Transaction, write: Write): Promise<void> {
  for (const field of write.entity.fields) {
    if (field.kind !== 'files' || write.before[field.key] === write.after[field.key]) continue
    const had = new Set(((write.before[field.key] as FileItem[] | undefined) ?? []).map((item) => item.sha256))
    for (const item of (write.after[field.key] as FileItem[] | undefined) ?? []) {
      if (had.has(item.sha256)) continue
      const own = await tx.get('select 1 from file where sha256 = ? and created_by = ?', [item.sha256, ctx.userId])
      if (!own)
        throw new AppError(
          'record.invalid',
          { entity: write.entity.key },
          { problems: [{ field: field.key, code: 'unknown_file' }] },
        )
    }
  }
}
