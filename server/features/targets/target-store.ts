import { AppError } from '../../../core/errors.ts'
import type { Database, Transaction } from '../../db/database.ts'
import type { Subject } from './reads.ts'

/** What somebody or a team should sell in a year, by month (`2026-11`), in satang. */
export type YearOfTargets = Record<string, number>
export type Cell = Subject & { month: string; amount: number | null; was: number | null }

/** The name under which a year's targets of one person or team stand in the history of the configuration. */
export const itemOfTargets = ({ kind, id }: Subject, month: string): string => `${kind}:${month.slice(0, 4)}:${id}`

/** Whose targets of which year an item holds. */
export function subjectOfItem(item: string): Subject & { year: string } {
  const [kind = '', year = ''] = item.split(':', 2)
  return { kind: kind === 'team' ? 'team' : 'person', year, id: item.slice(kind.length + year.length + 2) }
}

const monthsOf = ({ kind, id, year }: ReturnType<typeof subjectOfItem>) => [kind, id, `${year}-01`, `${year}-12`]
const OF_YEAR = 'kind = ? and subject_id = ? and month between ? and ?'

/** A year's targets of one person or team; null where there are none. */
export async function yearOfTargets(db: Database, item: string): Promise<YearOfTargets | null> {
  const rows = await db.all<{ month: string; amount: number }>(
    `select month, amount from target where ${OF_YEAR} order by month`,
    monthsOf(subjectOfItem(item)),
  )
  return rows.length > 0 ? Object.fromEntries(rows.map((row) => [row.month, row.amount])) : null
}

/** Makes a year's targets what they were. Throws `target.unknown` where the person or team is gone. */
export async function putYearOfTargets(tx: Transaction, item: string, state: YearOfTargets | null): Promise<void> {
  const subject = subjectOfItem(item)
  await tx.run(`delete from target where ${OF_YEAR}`, monthsOf(subject))
  for (const [month, amount] of Object.entries(state ?? {})) await saveAmount(tx, { ...subject, month, amount, was: null })
}

/** Writes one amount of a month; false when it was so. Throws when its subject is unknown, or when somebody else changed it meanwhile. */
export async function saveAmount(tx: Transaction, cell: Cell): Promise<boolean> {
  const key = [cell.kind, cell.id, cell.month]
  const known = await tx.get(`select 1 from "${cell.kind === 'team' ? 'team' : 'user'}" where id = ?`, [cell.id])
  if (!known) throw new AppError('target.unknown')
  const stored = await tx.get<{ amount: number }>(
    'select amount from target where kind = ? and subject_id = ? and month = ?',
    key,
  )
  const before = stored?.amount ?? null
  if (before !== cell.was) throw new AppError('target.changed', { month: cell.month })
  if (before === cell.amount) return false
  if (cell.amount === null) await tx.run('delete from target where kind = ? and subject_id = ? and month = ?', key)
  else
    await tx.run(
      'insert into target (kind, subject_id, month, amount) values (?, ?, ?, ?) on conflict (kind, subject_id, month) do update set amount = excluded.amount',
      [...key, cell.amount],
    )
  return true
}
