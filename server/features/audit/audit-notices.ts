import type { AuditChecked } from '../../../core/contract/audit.ts'
import type { Notice } from '../../../core/contract/backup.ts'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db/database.ts'
import { settings } from '../settings/settings.ts'

/** So long whoever runs the office is told on every screen; the page of the log tells it for as long as it is so. */
const TOLD_MS = 14 * 86_400_000

const sameFaults = (a: AuditChecked, b: AuditChecked): boolean =>
  a.cut === b.cut && JSON.stringify(a.faults) === JSON.stringify(b.faults)

/** The outcome of a look through the logs, with when it was found first that they are not as they were written. */
export function withSince(checked: AuditChecked, before: AuditChecked | undefined): AuditChecked {
  if (checked.holds) return checked
  const known = before && !before.holds && sameFaults(before, checked)
  return { ...checked, since: (known && before.since) || checked.at }
}

/** What whoever runs the office is told of logs that are not as they were written: nobody mends them, so that this ends by itself. */
export async function auditNotices(db: Database, clock: Clock): Promise<Notice[]> {
  const checked = await settings.auditChecked(db)
  if (!checked || checked.holds) return []
  const since = checked.since ?? checked.at
  if (clock.now().getTime() - Date.parse(since) > TOLD_MS) return []
  return [{ code: 'notice.audit_broken', params: {}, at: since }]
}
