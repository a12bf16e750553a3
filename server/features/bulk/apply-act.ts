import type { BulkAct, LeftAlone, Refusal } from '../../../core/contract/bulk.ts'
import type { EntityDef } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import type { Context } from '../../records/context.ts'
import { type DbRow, valuesOf } from '../../records/row.ts'
import { authorise } from '../../records/scope.ts'
import { validate } from '../../records/validate.ts'
import type { RecordWriter } from '../../records/write.ts'

/** Refuses an act that the person may do to no record at all, or whose values no record can have. */
export function checkAct(ctx: Context, entity: EntityDef, act: BulkAct): void {
  authorise(ctx, entity, act.kind === 'delete' ? 'delete' : 'edit')
  if (act.kind === 'set') {
    validate(ctx, entity, act.values)
    if (entity.scope.owner in act.values) authorise(ctx, entity, 'assign')
  }
  if (act.kind === 'tags') validate(ctx, entity, { tags: act.add })
}

/** Does the act to one record, by every rule of the write path. Returns false when the record already was so. */
export async function applyAct(
  ctx: Context,
  tx: Transaction,
  writer: RecordWriter,
  entity: EntityDef,
  row: DbRow,
  act: BulkAct,
): Promise<boolean> {
  if (row.deleted_at) throw new AppError('record.not_found')
  switch (act.kind) {
    case 'delete':
      await writer.delete(ctx, tx, entity.key, row.id)
      return true
    case 'set':
      return (await writer.update(ctx, tx, entity.key, row.id, row.version, act.values)).version !== row.version
    case 'tags': {
      const had = (valuesOf(entity, row).tags as string[] | undefined) ?? []
      const tags = [...new Set([...had, ...act.add])].filter((tag) => !act.remove.includes(tag))
      return (await writer.update(ctx, tx, entity.key, row.id, row.version, { tags })).version !== row.version
    }
  }
}

/** A refusal as it is told: the error's code and what is wrong with which field. Anything unexpected is thrown on. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof AppError)) throw error
  return {
    code: error.code,
    params: error.params,
    ...(error.problems.length > 0 && {
      problems: error.problems.map(({ field, code, params }) => ({ field, code, ...(params && { params }) })),
    }),
  }
}

/** A record that is left alone. */
export const leftAlone = (ctx: Context, entity: EntityDef, row: DbRow, error: unknown): LeftAlone => ({
  id: row.id,
  title: ctx.policy.isHidden(entity.key, entity.title) ? '' : row.title_text,
  reason: refusalOf(error),
})

class Rehearsed extends Error {}

/** Does something and takes it back: throws what it would have thrown. */
export async function rehearse(tx: Transaction, work: () => Promise<unknown>): Promise<void> {
  try {
    await tx.nested(async () => {
      await work()
      throw new Rehearsed()
    })
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error
  }
}
