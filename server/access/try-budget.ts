import { AppError } from '../../core/errors.ts'
import type { Database } from '../db/database.ts'

/** Wrong tries that cost no waiting: a hand slips, the keyboard was in the other language. */
const FREE_TRIES = 5
/** The wait doubles up to this and never ends in a lock: 60 tries an hour, whoever makes them. */
const LONGEST_WAIT_MS = 60_000
/** After so long without a try all is forgotten. */
const FORGOTTEN_MS = 3600_000

type BudgetRow = { tries: number; last_at: string; next_at: string }
/** A budget, and how many more tries than usual it has before anybody waits. */
export type Budget = { key: string; free?: number }

/**
 * Takes a try out of each budget before the secret is looked at, so that guesses made at the same time count too. Throws `session.wait`
 * with the seconds until the next try. They are rows, so a restart of the server forgives nobody.
 */
export async function takeTry(tx: Database, now: Date, budgets: readonly Budget[]): Promise<void> {
  for (const { key } of budgets) {
    const row = await tx.get<BudgetRow>('select tries, last_at, next_at from sign_in_budget where key = ?', [key])
    const waitMs = row ? Date.parse(row.next_at) - now.getTime() : 0
    if (waitMs > 0) throw new AppError('session.wait', { seconds: Math.ceil(waitMs / 1000) })
  }
  const forgotten = new Date(now.getTime() - FORGOTTEN_MS).toISOString()
  await tx.run('delete from sign_in_budget where last_at < ?', [forgotten])
  for (const { key, free = FREE_TRIES } of budgets) {
    const row = await tx.get<BudgetRow>('select tries, last_at, next_at from sign_in_budget where key = ?', [key])
    const tries = (row?.tries ?? 0) + 1
    const waitMs = tries < free ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(tries - free, 10))
    await tx.run(
      `insert into sign_in_budget (key, tries, last_at, next_at) values (?, ?, ?, ?)
        on conflict (key) do update set tries = excluded.tries, last_at = excluded.last_at, next_at = excluded.next_at`,
      [key, tries, now.toISOString(), new Date(now.getTime() + waitMs).toISOString()],
    )
  }
}

/** The secret was right: the budgets are whole again. */
export async function giveBack(tx: Database, budgets: readonly Budget[]): Promise<void> {
  for (const { key } of budgets) await tx.run('delete from sign_in_budget where key = ?', [key])
}
