import { Cron } from 'croner'
import type { BackupPlan, Keeping } from '../../core/contract/backup.ts'
import { localDate } from '../clock.ts'
import type { Generation } from './manifest.ts'

export const DEFAULT_PLAN: BackupPlan = {
  targets: [],
  time: '01:30',
  keep: { allDays: 2, daily: 14, weekly: 8, monthly: 12 },
  encrypted: false,
}

const HOUR_MS = 3600_000
/** A night may be missed by some hours before somebody has to look. */
export const LATE_MS = 26 * HOUR_MS
const TRIED_AGAIN_MS = HOUR_MS

/** A try to back up into one folder, as it is remembered. */
export type Try = { at: string; state: string }

/** The last time at or before `now` when the plan's clock struck. */
export function lastPlanned(time: string, now: Date, timeZone: string): Date {
  const [hours, minutes] = time.split(':')
  const clock = new Cron(`0 ${Number(minutes)} ${Number(hours)} * * *`, { timezone: timeZone, paused: true })
  // A job's reference itself does not count.
  return clock.previousRuns(1, new Date(now.getTime() + 1000))[0] ?? now
}

/**
 * Whether a folder is to be backed up into now: since the last planned time nothing good went there, and what was tried in vain was
 * tried an hour ago. A PC that was off at night is caught up with by the same rule when it is switched on.
 */
export function isDue(tries: readonly Try[], time: string, now: Date, timeZone: string): boolean {
  const planned = lastPlanned(time, now, timeZone).getTime()
  const since = tries.filter((each) => Date.parse(each.at) >= planned)
  // What was written and did not come back whole is told of, not written again each hour until the disk is full.
  if (since.some((each) => each.state !== 'failed')) return false
  const last = Math.max(...since.map((each) => Date.parse(each.at)))
  return since.length === 0 || now.getTime() - last >= TRIED_AGAIN_MS
}

/**
 * The generations of one folder that are to go. Only those of which a restore was seen to work are counted and only they go, so that
 * the last good one always stays; those made by hand count like the others.
 */
export function tooMany(generations: readonly Generation[], keep: Keeping, now: Date, timeZone: string): Generation[] {
  const verified = generations
    .filter(({ drill }) => drill?.ok === true)
    .sort((a, b) => b.manifest.at.localeCompare(a.manifest.at))
  const allSince = now.getTime() - keep.allDays * 24 * HOUR_MS
  const kept = new Set<Generation>(verified.filter(({ manifest }) => Date.parse(manifest.at) >= allSince))
  const [newest] = verified
  if (newest) kept.add(newest)
  const periods: [count: number, of: (day: string) => string][] = [
    [keep.daily, (day) => day],
    [keep.weekly, weekOf],
    [keep.monthly, (day) => day.slice(0, 7)],
  ]
  for (const [count, of] of periods) {
    const seen = new Set<string>()
    for (const generation of verified) {
      const period = of(localDate(new Date(generation.manifest.at), timeZone))
      if (seen.has(period)) continue
      if (seen.size >= count) break
      seen.add(period)
      kept.add(generation)
    }
  }
  return verified.filter((generation) => !kept.has(generation))
}

/** The Monday of a local date's week. */
function weekOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() - ((at.getUTCDay() + 6) % 7))
  return at.toISOString().slice(0, 10)
}
