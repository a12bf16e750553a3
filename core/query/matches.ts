import { type Condition, conditionsIn, type Filter, isCondition, OPERATORS, type Operator } from './filter.ts'

/** The operators that can be decided on a record's own values, without the database and whatever day it is. */
export const DECIDABLE: readonly Operator[] = OPERATORS.filter((op) => op !== 'within')

/** True when every condition of the filter is one that `matches` can decide. */
export const isDecidable = (filter: Filter): boolean =>
  conditionsIn(filter).every(({ field, op }) => DECIDABLE.includes(op) && !field.includes('.'))

/** Whether a record's values fit a filter whose conditions are all decidable (`isDecidable`); others count as not fitting. */
export function matches(filter: Filter, values: Readonly<Record<string, unknown>>): boolean {
  if (isCondition(filter)) return fits(filter, values[filter.field])
  if ('not' in filter) return !matches(filter.not, values)
  return 'all' in filter ? filter.all.every((each) => matches(each, values)) : filter.any.some((each) => matches(each, values))
}

/** True for a field's value that says nothing. */
export const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : isEmpty(value) ? [] : [value])
const lower = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '')

/** How a value lies to another of its kind: numbers by size, dates (ISO text) by time; undefined where they cannot be compared. */
function order(value: unknown, other: unknown): number | undefined {
  if (typeof value === 'number' && typeof other === 'number') return value - other
  if (typeof value !== 'string' || typeof other !== 'string') return undefined
  return value < other ? -1 : value > other ? 1 : 0
}

const holds = (difference: number | undefined, test: (difference: number) => boolean): boolean =>
  difference !== undefined && test(difference)

function fits({ op, value: wanted }: Condition, value: unknown): boolean {
  const [least, most] = listOf(wanted)
  switch (op) {
    case 'is':
      return value === wanted
    case 'isNot':
      return value !== wanted
    case 'anyOf':
      return listOf(value).some((each) => listOf(wanted).includes(each))
    case 'noneOf':
      return !listOf(value).some((each) => listOf(wanted).includes(each))
    case 'contains':
      return lower(value).includes(lower(wanted))
    case 'notContains':
      return !lower(value).includes(lower(wanted))
    case 'startsWith':
      return lower(value).startsWith(lower(wanted))
    case 'empty':
      return isEmpty(value)
    case 'notEmpty':
      return !isEmpty(value)
    case 'lt':
    case 'before':
      return holds(order(value, least), (difference) => difference < 0)
    case 'lte':
      return holds(order(value, least), (difference) => difference <= 0)
    case 'gt':
    case 'after':
      return holds(order(value, least), (difference) => difference > 0)
    case 'gte':
      return holds(order(value, least), (difference) => difference >= 0)
    case 'between':
      return (
        holds(order(value, least), (difference) => difference >= 0) && holds(order(value, most), (difference) => difference <= 0)
      )
    case 'yes':
      return value === true
    case 'no':
      return value !== true
    default:
      return false
  }
}
