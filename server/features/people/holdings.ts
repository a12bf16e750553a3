import type { HANDED_OVER } from '../../../core/contract/people.ts'
import type { Database } from '../../db/database.ts'

export type Kind = (typeof HANDED_OVER)[number]
/** A record that somebody holds, with the customer on whom it hangs. */
export type Holding = { rid: number; id: string; customer: string | null }

/** What of each kind has work left in it; what is over stays with him who did it, so that last year's numbers stay his. */
const OPEN: Record<Kind, { customer: string; where: string; order: string }> = {
  customer: { customer: 'id', where: 'true', order: 'title_sort' },
  contact: { customer: 'null', where: 'true', order: 'title_sort' },
  lead: { customer: 'null', where: "status not in ('converted', 'lost')", order: 'title_sort' },
  deal: { customer: 'customer', where: "status = 'open'", order: 'title_sort' },
  activity: {
    customer: 'anchor_customer',
    where: "done_at is null and type <> 'note'",
    order: 'due_at, rid',
  },
}

/** The records of a kind that lie with a person. */
export function holdingsOf(db: Database, kind: Kind, userId: string): Promise<Holding[]> {
  const { customer, where, order } = OPEN[kind]
  return db.all<Holding>(
    `select rid, id, ${customer} as customer from ${kind} where owner = ? and deleted_at is null and ${where} order by ${order}`,
    [userId],
  )
}

export async function countHoldings(db: Database, kind: Kind, userId: string): Promise<number> {
  const { where } = OPEN[kind]
  const row = await db.get<{ n: number }>(`select count(*) n from ${kind} where owner = ? and deleted_at is null and ${where}`, [
    userId,
  ])
  return row?.n ?? 0
}
