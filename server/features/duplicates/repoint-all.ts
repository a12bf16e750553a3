import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { repoint } from '../../records/merge.ts'

/** Time that one piece of the re-pointing may hold the writer. */
const SLICE_MS = 15

/** Re-points everything that points at the records a batch merged, in slices with other people's saves in between. */
export async function repointAll(office: Office, ctx: Context, entity: string, batchId: string): Promise<void> {
  const inBatch = { ...ctx, batchId }
  for (let done = false; !done; )
    done = await office.writeInTime((tx) => repoint(inBatch, tx, office.writer, entity, performance.now() + SLICE_MS))
}

/** Finishes merges that a kill interrupted; runs before the server listens. */
export async function finishMerges(office: Office): Promise<void> {
  const open = await office.connection.all<{ id: string; entity: string; user_id: string }>(
    "select id, entity, user_id from batch where kind = 'merge' and state = 'open'",
  )
  // What may be re-pointed was decided when the merge began; who began it may have left the office since.
  for (const { id, entity, user_id: userId } of open) await repointAll(office, office.contextOfServer(userId), entity, id)
}
