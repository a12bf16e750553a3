import type { FieldDef } from '../fields/field.ts'
import type { Filter } from './filter.ts'

/** What a list or a report can be grouped by: fields of one value, dates by their month. */
const GROUPED: ReadonlySet<FieldDef['kind']> = new Set(['choice', 'user', 'reference', 'yesNo', 'date', 'dateTime'])
export const isGroupable = (field: Pick<FieldDef, 'kind'>): boolean => GROUPED.has(field.kind)

/** What is summed up for a group. */
export const isSummed = (field: Pick<FieldDef, 'kind'>): boolean => field.kind === 'money'

/** A group's key: the value that its records share (a month as `2026-11`, yes as 1), or null where they have none. */
export type GroupKey = string | number | null

/** The filter that finds a group's records. */
export function filterOfGroup(field: Pick<FieldDef, 'key' | 'kind'>, key: GroupKey): Filter {
  if (field.kind === 'yesNo') return { field: field.key, op: key === 1 ? 'yes' : 'no' }
  if (key === null) return { field: field.key, op: 'empty' }
  if (field.kind === 'date' || field.kind === 'dateTime') {
    const [year = 0, month = 1] = String(key).split('-').map(Number)
    const last = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    return { field: field.key, op: 'between', value: [`${String(key)}-01`, last] }
  }
  return { field: field.key, op: 'anyOf', value: [key] }
}
