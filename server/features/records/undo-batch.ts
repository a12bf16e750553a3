import { AppError } from '../../../core/errors.ts'
import type { Transaction } from '../../db/database.ts'
import type { RequestContext } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { type BatchRow, batchToUndo, changesOf, closeBatch, type Kept, openBatch, reverseChange } from '../../records/batch.ts'
import type { Context } from '../../records/context.ts'

/** Time that one piece of a long undo may hold the writer; other people's saves come in between. */
const SLICE_MS = 15
const SLICE_CHANGES = 200
const MOST_KEPT = 1000

type BatchContext = Context & { batchId: string }
/** How far an undo is: before which change it goes on, how many changes were looked at and taken back, and what was kept. */
export type UndoState = { before: number; done: number; undone: number; kept: Kept[] }

export const UNDO_BEGIN: Readonly<UndoState> = { before: Number.MAX_SAFE_INTEGER, done: 0, undone: 0, kept: [] }

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
  let state: UndoState | undefined = UNDO_BEGIN
  let last: UndoState = UNDO_BEGIN
  while (state) {
    last = state
    state = await office.write(undo, (tx) => undoSlice(office, undo, tx, batch, last))
  }
  await office.write(undo, (tx) => endUndo(undo, tx, batch, last))
  return { batchId: undo.batchId, undone: last.undone, kept: last.kept }
}

/** Takes back some milliseconds' worth of a batch's changes. Returns how far it came; undefined when nothing was left. */
export async function undoSlice(
  office: Office,
  undo: BatchContext,
  tx: Transaction,
  batch: BatchRow,
  from: Readonly<UndoState>,
): Promise<UndoState | undefined> {
  const until = performance.now() + SLICE_MS
  const changes = await changesOf(tx, batch.id, from.before, SLICE_CHANGES)
  if (changes.length === 0) return undefined
  const to: UndoState = { ...from, kept: [...from.kept] }
  for (const change of changes) {
    const result = await reverse(office, undo, tx, change, batch.kind === 'merge')
    if (result.undone) to.undone += 1
    if (result.kept && to.kept.length < MOST_KEPT) to.kept.push(result.kept)
    to.before = change.seq
    to.done += 1
    if (performance.now() > until) break
  }
  return to
}

/** Says of a batch that it is undone, and by what. */
export async function endUndo(undo: BatchContext, tx: Transaction, batch: BatchRow, state: Readonly<UndoState>): Promise<void> {
  await tx.run('update batch set undone_by = ? where id = ?', [undo.batchId, batch.id])
  await tx.run("update import_run set state = 'undone' where batch_id = ?", [batch.id])
  await closeBatch(undo, tx, { undone: state.undone, kept: state.kept.length })
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
