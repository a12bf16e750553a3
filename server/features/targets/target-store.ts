import { AppError } from '../../../core/errors.ts'
import type { Database, Transaction } from '../../db/database.ts'
import type { Subject } from './reads.ts'

/** What somebody or a team should sell in a year, by month (`2026-11`), in satang. */
export type YearOfTargets = Record<string, number>
export type Cell = Subject & { month: string; amount: number | null; was: number | null }

/** What an item of the history holds: one year of one person or team, or those of several that were set at once, each under its own name. */
export type TargetsState = YearOfTargets | Record<string, YearOfTargets>

/** The name under which a year's targets of one person or team stand in the history of the configuration. */
export const itemOfTargets = ({ kind, id }: Subject, month: string): string => `${kind}:${month.slice(0, 4)}:${id}`

/** The one name of years that are set at once; of a single one, its own. */
export const itemOfYears = (years: Iterable<string>): string => [...years].join('\n')
/** The years that an item holds, each by its own name. */
export const yearsOfItem = (item: string): string[] => item.split('\n')

/** Whose targets of which year are meant. */
export function subjectOfYear(name: string): Subject & { year: string } {
  const [kind = '', year = ''] = name.split(':', 2)
  return { kind: kind === 'team' ? 'team' : 'person', year, id: name.slice(kind.length + year.length + 2) }
}

/** An item's state by the names of its years; those without targets have none. */
export function statesOfYears(item: string, state: TargetsState | null): ReadonlyMap<string, YearOfTargets> {
  const [first = '', ...more] = yearsOfItem(item)
  const years = more.length > 0 ? (state as Record<string, YearOfTargets>) : state && { [first]: state as YearOfTargets }
  return new Map(Object.entries(years ?? {}))
}

const monthsOf = ({ kind, id, year }: ReturnType<typeof subjectOfYear>) => [kind, id, `${year}-01`, `${year}-12`]
const OF_YEAR = 'kind = ? and subject_id = ? and month between ? and ?'

/** The targets that an item holds; null where there are none. */
export async function targetsOfItem(db: Database, item: string): Promise<TargetsState | null> {
  const names = yearsOfItem(item)
  const states: [name: string, year: YearOfTargets][] = []
  for (const name of names) {
    const year = await yearOfTargets(db, name)
    if (year) states.push([name, year])
  }
  if (names.length === 1) return states[0]?.[1] ?? null
  return states.length > 0 ? Object.fromEntries(states) : null
}

async function yearOfTargets(db: Database, name: string): Promise<YearOfTargets | null> {
  const rows = await db.all<{ month: string; amount: number }>(
    `select month, amount from target where ${OF_YEAR} order by month`,
    monthsOf(subjectOfYear(name)),
  )
  return rows.length > 0 ? Object.fromEntries(rows.map((row) => [row.month, row.amount])) : null
}

/** Makes an item's targets what they were. Throws `target.unknown` where a person or team of them is gone. */
export async function putTargets(tx: Transaction, item: string, state: TargetsState | null): Promise<void> {
  const states = statesOfYears(item, state)
  for (const name of yearsOfItem(item)) {
    const subject = subjectOfYear(name)
    await tx.run(`delete from target where ${OF_YEAR}`, monthsOf(subject))
    for (const [month, amount] of Object.entries(states.get(name) ?? {}))
      await saveAmount(tx, { ...subject, month, amount, was: null })
  }
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
