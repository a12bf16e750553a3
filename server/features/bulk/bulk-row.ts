import { z } from 'zod'
import { BulkAct, type BulkRun, LeftAlone } from '../../../core/contract/bulk.ts'
import { Kept as StoredKept } from '../../../core/contract/records.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { Log } from '../../log.ts'
import type { Office } from '../../office.ts'
import { closeBatch, type Kept } from '../../records/batch.ts'
import type { Context } from '../../records/context.ts'
import type { Parts } from './parts.ts'

/** An act on many records as it is stored while it runs, and for as long as it can be undone. */
export type BulkRow = {
  batch_id: string
  entity: string
  user_id: string
  via: string | null
  lang: 'th' | 'en'
  act: string
  rids: string
  total: number
  done: number
  changed: number
  refused: number
  left_alone: string
  state: BulkRun['state']
}

export type Undo = { kind: 'undo'; of: string }

const StoredAct = z.union([
  BulkAct,
  z.looseObject({ kind: z.literal('undo'), of: z.string() }),
  z.looseObject({
    kind: z.literal('parts'),
    parts: z.array(z.looseObject({ entity: z.string(), act: BulkAct, count: z.number() })),
  }),
])

/** What a run does; undefined where nobody can read it any more. */
export const actOf = (row: BulkRow): BulkAct | Parts | Undo | undefined => storedJson(row.act, StoredAct)
/** The row numbers of the records that a run is about, or the place where an undo is; undefined where they cannot be read. */
export const ridsOf = (row: BulkRow): number[] | undefined => storedJson(row.rids, z.array(z.number()))
export const leftOf = (row: BulkRow): LeftAlone[] => storedJson(row.left_alone, z.array(LeftAlone)) ?? []
export const keptOf = (row: BulkRow): Kept[] => storedJson(row.left_alone, z.array(StoredKept)) ?? []

/** The batch that a run takes back, if that is what it does. */
export function undoOf(row: BulkRow): string | undefined {
  const act = actOf(row)
  return act?.kind === 'undo' ? act.of : undefined
}

/** True for a run that cannot go on, since nobody knows any more what it was to do. An undo begins anew: what is back stays so. */
export function isUnreadable(row: BulkRow): boolean {
  const act = actOf(row)
  return act === undefined || (act.kind !== 'undo' && ridsOf(row) === undefined)
}

/** Ends a run of which nobody knows what it was to do; what it did can be undone, and its cells stay as they are. */
export async function giveUp(office: Office, log: Log, ctx: Context & { batchId: string }, run: BulkRow): Promise<void> {
  log.error({ batchId: ctx.batchId }, 'an act on many records cannot be read and does not go on')
  const now = office.clock.now().toISOString()
  await office.writeInTime(async (tx) => {
    await tx.run("update bulk_run set state = 'cancelled' where batch_id = ?", [ctx.batchId])
    await closeBatch({ ...ctx, now }, tx, { count: run.changed, refused: run.refused })
  })
}
