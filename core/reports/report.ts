import { z } from 'zod'
import type { FieldDef } from '../fields/field.ts'
import { allOf, Filter } from '../query/filter.ts'
import type { GroupKey } from '../query/groups.ts'
import { monthSpan, monthsLater } from '../sales/attention.ts'

/** How finely dates are put together. */
export const DATE_STEPS = ['day', 'month', 'quarter', 'year'] as const
export type DateStep = (typeof DATE_STEPS)[number]
export const MEASURES = ['count', 'sum', 'average', 'min', 'max'] as const
/** `years` lays the years of one date beside each other, month by month. */
export const CHARTS = ['table', 'bar', 'line', 'years'] as const

const Path = z
  .string()
  .regex(/^[a-zA-Z]\w*(\.[a-zA-Z]\w*)?$/)
  .max(80)

/** What records are put together by: a field, or one of a record pointed at (`customer.province`); dates by a step. */
export const ReportGroup = z.strictObject({ field: Path, by: z.enum(DATE_STEPS).optional() })
export type ReportGroup = z.infer<typeof ReportGroup>

/** A question over the records of an entity. It holds no answer: whoever opens it asks it with his own rights. */
export const ReportQuestion = z.strictObject({
  entity: z.string().regex(/^[a-z][a-zA-Z]{1,30}$/),
  filter: Filter.optional(),
  groups: z.array(ReportGroup).min(1).max(2),
  measure: z.strictObject({ kind: z.enum(MEASURES), field: Path.optional() }),
})
export type ReportQuestion = z.infer<typeof ReportQuestion>

export const ReportDefinition = ReportQuestion.extend({ chart: z.enum(CHARTS) })
export type ReportDefinition = z.infer<typeof ReportDefinition>

type Kinded = Pick<FieldDef, 'kind'>
const MEASURED = new Set(['money', 'number', 'percent'])
const SEVERAL = new Set(['tags', 'choices'])
/** True for fields of which a record can have several values, so that it stands in several groups: only the first group may be such. */
export const isSeveral = (field: Kinded): boolean => SEVERAL.has(field.kind)
/** True for fields that can be added up. */
export const mayMeasure = (field: Kinded): boolean => MEASURED.has(field.kind)
export const isDated = (field: Kinded): boolean => field.kind === 'date' || field.kind === 'dateTime'

/** The first and last day of a date key, whatever its step. */
export function keySpan(key: string): { from: string; until: string } {
  if (/^\d{4}$/.test(key)) return { from: `${key}-01-01`, until: `${key}-12-31` }
  const quarter = /^(\d{4})-Q([1-4])$/.exec(key)
  if (quarter) {
    const first = `${quarter[1]}-${String(Number(quarter[2]) * 3 - 2).padStart(2, '0')}`
    return { from: monthSpan(first).from, until: monthSpan(monthsLater(first, 2)).until }
  }
  return /^\d{4}-\d{2}$/.test(key) ? monthSpan(key) : { from: key, until: key }
}

/** The records of one group, as the condition of a list: a number and the list it opens ask the same. */
export function groupFilter(group: ReportGroup, field: Kinded, key: GroupKey): Filter {
  // Records that point at nothing, or at what the reader may not see, have no value there either.
  if (key === null && group.field.includes('.')) return { not: { field: group.field, op: 'notEmpty' } }
  if (key === null) return { field: group.field, op: 'empty' }
  if (field.kind === 'yesNo') return { field: group.field, op: key === 1 ? 'yes' : 'no' }
  if (isDated(field)) {
    const { from, until } = keySpan(String(key))
    return { field: group.field, op: 'between', value: [from, until] }
  }
  return { field: group.field, op: 'anyOf', value: [key] }
}

/** The records behind one number of a report. */
export function cellFilter(
  question: ReportQuestion,
  keys: readonly { group: ReportGroup; field: Kinded; key: GroupKey }[],
): Filter | undefined {
  return allOf(question.filter, ...keys.map(({ group, field, key }) => groupFilter(group, field, key)))
}

/** Which number a cell shows: what was counted, added, or the mean of what is there; null where nothing is. */
export type Tally = { count: number; filled: number; sum: number; min: number | null; max: number | null }

/** Puts tallies together, exactly: sums of sums, means of the whole. */
export function joinTallies(tallies: readonly Tally[]): Tally {
  const ends = (pick: (tally: Tally) => number | null) => tallies.flatMap((tally) => pick(tally) ?? [])
  const mins = ends((tally) => tally.min)
  const maxs = ends((tally) => tally.max)
  return {
    count: tallies.reduce((all, tally) => all + tally.count, 0),
    filled: tallies.reduce((all, tally) => all + tally.filled, 0),
    sum: tallies.reduce((all, tally) => all + tally.sum, 0),
    min: mins.length === 0 ? null : mins.reduce((a, b) => Math.min(a, b)),
    max: maxs.length === 0 ? null : maxs.reduce((a, b) => Math.max(a, b)),
  }
}

/** The number that a measure makes of a tally. */
export function measured(kind: (typeof MEASURES)[number], tally: Tally): number | null {
  switch (kind) {
    case 'count':
      return tally.count
    case 'sum':
      return tally.sum
    case 'average':
      return tally.filled === 0 ? null : tally.sum / tally.filled
    case 'min':
      return tally.min
    case 'max':
      return tally.max
  }
}
