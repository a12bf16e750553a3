import { appendEntry } from '../changes/audit-chain.ts'
import { queueWebhooks } from '../changes/webhook-outbox.ts'
import type { Transaction } from '../db/database.ts'
import type { Context } from './context.ts'
import type { Values } from './row.ts'

/** A field's value before and after; null is “empty”. */
export type FieldChange = [before: unknown, after: unknown]

export type Change = { entity: string; id: string; action: string; version: number; fields: Record<string, FieldChange> }

/**
 * Adds an entry to the change log, which is at once the history that users read, the trigger of everything that follows a
 * change, and what an undo goes by. Holds changed fields only. Returns its sequence number.
 */
export async function logChange(ctx: Context, tx: Transaction, change: Change): Promise<number> {
  const seq = await appendEntry(tx, 'change', [
    ctx.now,
    ctx.userId,
    ctx.batchId ?? null,
    change.entity,
    change.id,
    change.action,
    JSON.stringify(change.fields),
    change.version,
    ctx.via ?? null,
  ])
  const { entity, action, fields } = change
  await queueWebhooks(tx, { entity, action, fields: Object.keys(fields), seq, at: ctx.now })
  return seq
}

/** The fields in which two states of a record differ. */
export function changedFields(before: Values, after: Values, keys: Iterable<string>): Record<string, FieldChange> {
  const changed: Record<string, FieldChange> = {}
  for (const key of keys) {
    const was = before[key] ?? null
    const is = after[key] ?? null
    if (!isSame(was, is)) changed[key] = [was, is]
  }
  return changed
}

/** Only of two objects is it asked what is in them: a new record is compared with nothing, field by field. */
const isSame = (one: unknown, other: unknown): boolean =>
  one === other ||
  (one !== null && other !== null && typeof one === 'object' && typeof other === 'object'
    ? JSON.stringify(one) === JSON.stringify(other)
    : false)
