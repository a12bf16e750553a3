import type { BulkAct, BulkRun } from '../../../core/contract/bulk.ts'
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

/** The batch that a run takes back, if that is what it does. */
export function undoOf(row: BulkRow): string | undefined {
  const act = JSON.parse(row.act) as BulkAct | Parts | Undo
  return act.kind === 'undo' ? act.of : undefined
}
