import { z } from 'zod'
import { appendEntries } from '../changes/audit-chain.ts'
import { queueWebhooks } from '../changes/webhook-outbox.ts'
import type { Transaction } from '../db/database.ts'
import { storedJson } from '../db/stored-json.ts'
import type { Context } from './context.ts'
import type { Values } from './row.ts'

/** A field's value before and after; null is “empty”. */
export type FieldChange = [before: unknown, after: unknown]

const Fields = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]))
/** What an entry of the log says of a record's fields; undefined where that cannot be read any more. */
export const fieldsOf = (stored: string): Record<string, FieldChange> | undefined => storedJson(stored, Fields)

export type Change = { entity: string; id: string; action: string; version: number; fields: Record<string, FieldChange> }

/** A change with the context of who made it, and when. */
export type Entry = { ctx: Context; change: Change }

/**
 * Adds entries to the change log, which is at once the history that users read, the trigger of everything that follows a
 * change, and what an undo goes by. Holds changed fields only.
 */
export async function logChanges(tx: Transaction, entries: readonly Entry[]): Promise<void> {
  const seqs = await appendEntries(
    tx,
    'change',
    entries.map(({ ctx, change }) => [
      ctx.now,
      ctx.userId,
      ctx.batchId ?? null,
      change.entity,
      change.id,
      change.action,
      JSON.stringify(change.fields),
      change.version,
      ctx.via ?? null,
    ]),
  )
  await queueWebhooks(
    tx,
    entries.map(({ ctx, change: { entity, action, fields } }, at) => ({
      entity,
      action,
      fields: Object.keys(fields),
      seq: seqs[at] as number,
      at: ctx.now,
    })),
  )
}

/** Adds one entry to the change log. */
export const logChange = (ctx: Context, tx: Transaction, change: Change): Promise<void> => logChanges(tx, [{ ctx, change }])

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
