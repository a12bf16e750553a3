import type { BulkAct } from '../../../core/contract/bulk.ts'
import type { Transaction } from '../../db/database.ts'
import type { Context } from '../../records/context.ts'

/** Some records of one kind, and what is done to them. */
export type Part = { entity: string; act: BulkAct; rids: number[] }
/** What a run of several parts does, as it is stored: an act for each stretch of its rows. */
export type Parts = { kind: 'parts'; parts: { entity: string; act: BulkAct; count: number }[] }

/**
 * Puts a run of the server's own making on paper, in the caller's transaction: parts of several kinds of records, undone as one.
 * `BulkService.open` gets it going once that transaction is on disk.
 */
export async function prepareParts(
  ctx: Context & { batchId: string },
  tx: Transaction,
  parts: readonly Part[],
): Promise<{ total: number }> {
  const rids = parts.flatMap((part) => part.rids)
  const act: Parts = { kind: 'parts', parts: parts.map(({ rids: of, ...part }) => ({ ...part, count: of.length })) }
  await tx.run(
    "insert into bulk_run (batch_id, entity, user_id, lang, act, rids, total, refused, left_alone) values (?, ?, ?, ?, ?, ?, ?, 0, '[]')",
    [ctx.batchId, parts[0]?.entity ?? '', ctx.userId, ctx.lang, JSON.stringify(act), JSON.stringify(rids), rids.length],
  )
  return { total: rids.length }
}

/** What is done to each row, by its place among all of them. */
export function partsOf(act: BulkAct | Parts, entity: string): (at: number) => { entity: string; act: BulkAct } {
  if (act.kind !== 'parts') return () => ({ entity, act })
  const ends: number[] = []
  for (const part of act.parts) ends.push((ends.at(-1) ?? 0) + part.count)
  return (at) => {
    const part = act.parts[ends.findIndex((end) => at < end)]
    if (!part) throw new Error(`no part for row ${at}`)
    return part
  }
}
