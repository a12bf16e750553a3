import type { FileAction, FileCounts } from '../../../core/contract/calendar.ts'
import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import type { RequestContext } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { closeBatch, openBatch } from '../../records/batch.ts'
import type { Context } from '../../records/context.ts'
import type { FilePlan, PlannedItem } from './plan-file.ts'

/** Time that one piece of an import may hold the writer; other people's saves come in between. */
const SLICE_MS = 15

/**
 * Writes a planned calendar file as one batch that can be undone whole, in slices. An event that somebody changed since the
 * plan was made, or that the rules refuse, is counted as failed and stays as it is. A stopped import is simply run again:
 * what is there already is known by its UID.
 */
export async function applyFile(office: Office, ctx: RequestContext, name: string, plan: FilePlan) {
  const { idempotency: _, ...once } = ctx
  const batch = await office.write(once, (tx) => openBatch(once, tx, 'import', 'activity', name))
  const counts: FileCounts = { add: 0, update: 0, cancel: 0, same: plan.counts.same, skip: plan.counts.skip }
  const waiting = plan.items.filter((item) => item.action === 'add' || item.action === 'update' || item.action === 'cancel')
  let failed = 0
  while (waiting.length > 0) {
    const did = await office.write(batch, async (tx) => {
      const until = performance.now() + SLICE_MS
      const slice: { action: FileAction; wrote: boolean }[] = []
      for (const item of waiting) {
        slice.push({ action: item.action, wrote: await written(office, batch, tx, item) })
        if (performance.now() > until) break
      }
      return slice
    })
    waiting.splice(0, did.length)
    for (const { action, wrote } of did) {
      if (wrote) counts[action] += 1
      else failed += 1
    }
  }
  await office.write(batch, (tx) => closeBatch(batch, tx, { added: counts.add, updated: counts.update + counts.cancel, failed }))
  return { batchId: batch.batchId, counts, failed }
}

/** Writes one event; false when it was refused, with nothing of it written. */
async function written(office: Office, ctx: Context, tx: Transaction, item: PlannedItem): Promise<boolean> {
  try {
    await tx.nested(() => write(office, ctx, tx, item))
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

async function write(office: Office, ctx: Context, tx: Transaction, item: PlannedItem): Promise<void> {
  const { writer } = office
  if (item.action === 'cancel') {
    await writer.delete(ctx, tx, 'activity', item.known?.id ?? '')
    return
  }
  const { id } = item.known
    ? await writer.update(ctx, tx, 'activity', item.known.id, item.known.version, item.values ?? {})
    : await writer.create(ctx, tx, 'activity', item.values ?? {})
  await tx.run(
    `insert into calendar_item (user_id, uid, occurrence, activity_id, fingerprint) values (?, ?, ?, ?, ?)
      on conflict (user_id, uid, occurrence) do update set activity_id = excluded.activity_id, fingerprint = excluded.fingerprint`,
    [ctx.userId, item.uid, item.occurrence, id, item.fingerprint],
  )
}
