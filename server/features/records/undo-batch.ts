import { AppError } from '../../../core/errors.ts'
import type { RequestContext } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { batchToUndo, changesOf, closeBatch, type Kept, openBatch, reverseChange } from '../../records/batch.ts'

/** Time that one piece of a long undo may hold the writer; other people's saves come in between. */
const SLICE_MS = 15
const SLICE_CHANGES = 200

/**
 * Undoes a batch by writing back what it changed, last change first, in slices with other people's saves in between. What
 * somebody changed afterwards is kept and listed. A stopped undo is simply run again: what is back already stays so.
 */
export async function undoBatch(
  office: Office,
  ctx: RequestContext,
  batchId: string,
): Promise<{ batchId: string; undone: number; kept: Kept[] }> {
  const batch = await batchToUndo(ctx, office.connection, batchId)
  const { idempotency: _, ...once } = ctx
  const undo = await office.write(once, (tx) => openBatch(once, tx, 'undo', batch.entity, batch.title))
  let before = Number.MAX_SAFE_INTEGER
  let undone = 0
  const kept: Kept[] = []
  for (;;) {
    const slice = await office.write(undo, async (tx) => {
      const until = performance.now() + SLICE_MS
      const changes = await changesOf(tx, batchId, before, SLICE_CHANGES)
      for (const change of changes) {
        const result = await reverse(office, undo, tx, change, batch.kind === 'merge')
        if (result.undone) undone += 1
        if (result.kept && kept.length < 1000) kept.push(result.kept)
        before = change.seq
        if (performance.now() > until) return changes.length
      }
      return changes.length
    })
    if (slice === 0) break
  }
  await office.write(undo, async (tx) => {
    await tx.run('update batch set undone_by = ? where id = ?', [undo.batchId, batchId])
    await tx.run("update import_run set state = 'undone' where batch_id = ?", [batchId])
    await closeBatch(undo, tx, { undone, kept: kept.length })
  })
  return { batchId: undo.batchId, undone, kept }
}

/** A record that the rules do not let go back (its stage was removed, say) is kept and listed like one that somebody changed. */
async function reverse(
  ...args: [
    Office,
    Parameters<typeof reverseChange>[0],
    Parameters<typeof reverseChange>[1],
    Parameters<typeof reverseChange>[3],
    boolean,
  ]
) {
  const [office, ctx, tx, change, merge] = args
  try {
    return await tx.nested(() => reverseChange(ctx, tx, office.writer, change, merge))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return {
      undone: false,
      kept: { entity: change.entity, id: change.record_id, title: '', fields: error.problems.map((problem) => problem.field) },
    }
  }
}
