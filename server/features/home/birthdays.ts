import type { DayItem } from '../../../core/contract/home.ts'
import { nextBirthday } from '../../../core/customers/next-birthday.ts'
import { isInstant } from '../../../core/fields/stored-form.ts'
import { addDays, instantToLocal } from '../../../core/thai/date.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { present, whereOf } from '../../records/list.ts'
import type { DbRow } from '../../records/row.ts'
import { marks, visibleFields } from '../../records/scope.ts'

/** Days ahead for which birthdays are told, today not counted. */
const AHEAD = 7
const MOST = 20

/** The birthdays and founding days of the reader's own customers and contacts in the next days, until somebody spoke with them that day. */
export async function birthdays(ctx: Context, db: Database): Promise<DayItem[]> {
  const days = Array.from({ length: AHEAD + 1 }, (_, ahead) => addDays(ctx.today, ahead).slice(5))
  // Born on 29 February: wished well on the 28th of other years.
  if (days.includes('02-28') && !days.includes('02-29')) days.push('02-29')
  const items: DayItem[] = []
  for (const key of ['customer', 'contact'] as const) {
    if (ctx.policy.grant(key).view === 'none' || ctx.policy.isHidden(key, 'birthday')) continue
    const entity = entityOf(ctx.catalog, key)
    const where = whereOf(ctx, entity, undefined)
    const rows = await db.all<DbRow>(
      `select t.* from ${entity.table} t where t.owner = ? and substr(t.birthday, 6) in (${marks(days.length)}) and t.birthday is not null and ${where.text} limit ?`,
      [ctx.userId, ...days, ...where.params, MOST],
    )
    const spoken = (row: DbRow) =>
      isInstant(row.last_contact_at) && instantToLocal(row.last_contact_at, ctx.catalog.timeZone).date >= ctx.today
    for (const row of await present(
      ctx,
      db,
      entity,
      visibleFields(ctx, entity),
      rows.filter((row) => !spoken(row)),
    )) {
      const next = nextBirthday([row], ctx.today)
      if (next) items.push({ kind: key, reason: 'birthday', row, promise: false, days: next.days, deal: null })
    }
  }
  return items.sort((a, b) => a.days - b.days).slice(0, MOST)
}
