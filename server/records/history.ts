import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import { type FieldChange, fieldsOf } from './change-log.ts'
import type { Context } from './context.ts'
import { maskedChange, maskedFields } from './mask-values.ts'
import { readOne } from './read-one.ts'
import { visibleFields } from './scope.ts'

export type HistoryEntry = {
  seq: number
  at: string
  userId: string | null
  via?: string
  action: string
  batchId: string | null
  fields: Record<string, FieldChange>
}

const PAGE = 50
type ChangeRow = {
  seq: number
  at: string
  user_id: string | null
  key_name: string | null
  action: string
  batch_id: string | null
  fields: string
}

/** What happened to a record, newest first, 50 entries from before the given sequence number; hidden fields are left out, of masked ones the masks are told. */
export async function history(
  ctx: Context,
  db: Database,
  entityKey: string,
  id: string,
  before?: number,
): Promise<{ entries: HistoryEntry[]; more: boolean }> {
  const record = await readOne(ctx, db, entityKey, id)
  const entity = entityOf(ctx.catalog, entityKey)
  const visible = new Set(visibleFields(ctx, entity).map((field) => field.key))
  const masked = new Map(maskedFields(ctx, entity).map((field) => [field.key, field]))
  const rows = await db.all<ChangeRow>(
    `select seq, at, user_id, action, batch_id, fields, (select name from api_key where id = change.via) key_name
     from change where record_id = ? and seq < ? order by seq desc limit ?`,
    [record.id, before ?? Number.MAX_SAFE_INTEGER, PAGE + 1],
  )
  const entries = rows.slice(0, PAGE).map((row) => ({
    seq: row.seq,
    at: row.at,
    userId: row.user_id,
    ...(row.key_name !== null && { via: row.key_name }),
    action: row.action,
    batchId: row.batch_id,
    fields: Object.fromEntries(
      Object.entries(fieldsOf(row.fields) ?? {}).flatMap(([key, change]): [string, FieldChange][] => {
        if (visible.has(key)) return [[key, change]]
        const field = masked.get(key)
        return field ? [[key, [maskedChange(field, change[0]), maskedChange(field, change[1])]]] : []
      }),
    ),
  }))
  // A change of hidden fields alone would only tell that they exist.
  return {
    entries: entries.filter((entry) => entry.action !== 'update' || Object.keys(entry.fields).length > 0),
    more: rows.length > PAGE,
  }
}
