import type { FieldDef } from '../../core/fields/field.ts'
import { type DateStep, isDated } from '../../core/reports/report.ts'
import { startOfDay } from './compile-filter.ts'
import type { Context } from './context.ts'

const LENGTHS: Record<Exclude<DateStep, 'quarter'>, number> = { year: 4, month: 7, day: 10 }

/** What records are grouped by, as an expression over a column: dates cut to their year, quarter, month or day by the office's clock. */
export function groupedBy(ctx: Context, field: FieldDef, column: string, by: DateStep = 'month'): string {
  // A cell of own fields may hold something else since the disk damaged it.
  if (field.kind === 'yesNo' && field.custom) return `coalesce(cast(substr(${column}, 1, 1) = '1' as integer), 0)`
  if (field.kind === 'yesNo') return `coalesce(cast(${column} as integer), 0)`
  if (!isDated(field)) return column
  const local = field.kind === 'date' ? column : `datetime(${column}, '${offsetMinutes(ctx)} minutes')`
  if (by !== 'quarter') return `substr(${local}, 1, ${LENGTHS[by]})`
  return `substr(${local}, 1, 4) || '-Q' || ((cast(substr(${local}, 6, 2) as integer) + 2) / 3)`
}

/** From an instant to the office's clock. Offices keep one zone without summer time. */
function offsetMinutes(ctx: Context): number {
  const midnight = Date.parse(startOfDay(ctx.today, ctx.catalog.timeZone))
  return (Date.parse(`${ctx.today}T00:00:00Z`) - midnight) / 60_000
}
