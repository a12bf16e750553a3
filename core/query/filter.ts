import { z } from 'zod'
import type { FieldDef, FieldKind } from '../fields/field.ts'

/**
 * The one filter tree: list, saved view, board, export, bulk edit's target, role's record scope.
 * A field may be one reference away: `customer.province`.
 */
export const OPERATORS = [
  'is',
  'isNot',
  'anyOf',
  'noneOf',
  'contains',
  'notContains',
  'startsWith',
  'empty',
  'notEmpty',
  'lt',
  'lte',
  'gt',
  'gte',
  'between',
  'before',
  'after',
  'within',
  'yes',
  'no',
] as const
export type Operator = (typeof OPERATORS)[number]

/** Spans of days relative to today, in the office's time zone. */
export const DATE_SPANS = [
  'today',
  'yesterday',
  'tomorrow',
  'thisWeek',
  'lastWeek',
  'nextWeek',
  'thisMonth',
  'lastMonth',
  'nextMonth',
  'thisYear',
  'lastYear',
  'last7',
  'last30',
  'last90',
  'next7',
  'next30',
  'overdue',
  'olderThan30',
  'olderThan90',
] as const
export type DateSpan = (typeof DATE_SPANS)[number]

const Scalar = z.union([z.string().max(500), z.number(), z.boolean()])
export const Condition = z.strictObject({
  field: z
    .string()
    .regex(/^[a-zA-Z][\w]*(\.[a-zA-Z][\w]*)?$/)
    .max(80),
  op: z.enum(OPERATORS),
  value: z.union([Scalar, z.array(Scalar).max(500)]).optional(),
})
export type Condition = z.infer<typeof Condition>

export type Filter = Condition | { all: Filter[] } | { any: Filter[] } | { not: Filter }

/** Deeper trees than this are refused: nobody reads them, and they cost without bound. */
export const MAX_FILTER_DEPTH = 6

export const Filter: z.ZodType<Filter> = z
  .lazy(() =>
    z.union([
      Condition,
      z.strictObject({ all: z.array(Filter).max(50) }),
      z.strictObject({ any: z.array(Filter).max(50) }),
      z.strictObject({ not: Filter }),
    ]),
  )
  .meta({ id: 'Filter' })

/** The value that a filter on a user field uses for “me”, resolved when the query runs. */
export const ME = '@me'

const TEXT: Operator[] = ['contains', 'notContains', 'is', 'isNot', 'startsWith', 'empty', 'notEmpty']
const NUMBER: Operator[] = ['is', 'gte', 'lte', 'between', 'empty', 'notEmpty']
const DATE: Operator[] = ['within', 'is', 'before', 'after', 'between', 'empty', 'notEmpty']
const CHOICE: Operator[] = ['anyOf', 'noneOf', 'empty', 'notEmpty']
const EXISTS: Operator[] = ['empty', 'notEmpty']

const BY_KIND: Record<FieldKind, Operator[]> = {
  text: TEXT,
  longText: TEXT,
  personName: TEXT,
  partyName: TEXT,
  lineId: TEXT,
  url: TEXT,
  number: NUMBER,
  percent: NUMBER,
  money: NUMBER,
  date: DATE,
  dateTime: DATE,
  yesNo: ['yes', 'no'],
  choice: CHOICE,
  choices: CHOICE,
  tags: CHOICE,
  user: CHOICE,
  reference: CHOICE,
  links: CHOICE,
  records: CHOICE,
  phones: ['startsWith', 'is', ...EXISTS],
  emails: ['startsWith', 'is', ...EXISTS],
  addresses: ['startsWith', ...EXISTS],
  taxId: ['startsWith', 'is', ...EXISTS],
  files: EXISTS,
}

/** The operators that make sense for a field, most used first. */
export const operatorsFor = (field: Pick<FieldDef, 'kind'>): readonly Operator[] => BY_KIND[field.kind]

/** True for operators that stand alone, without a value. */
export const needsNoValue = (op: Operator): boolean => op === 'empty' || op === 'notEmpty' || op === 'yes' || op === 'no'

export const isCondition = (filter: Filter): filter is Condition => 'field' in filter

/** How deep the tree goes; a single condition is 1. */
export function filterDepth(filter: Filter): number {
  if (isCondition(filter)) return 1
  if ('not' in filter) return 1 + filterDepth(filter.not)
  const children = 'all' in filter ? filter.all : filter.any
  return 1 + Math.max(0, ...children.map(filterDepth))
}

/** Joins filters so that all must hold; undefined ones fall away. */
export function allOf(...filters: (Filter | undefined)[]): Filter | undefined {
  const present = filters.filter((filter) => filter !== undefined)
  return present.length <= 1 ? present[0] : { all: present }
}

/** Every condition of a filter, wherever it stands in the tree. */
export function conditionsIn(filter: Filter): Condition[] {
  if (isCondition(filter)) return [filter]
  return ('not' in filter ? [filter.not] : 'all' in filter ? filter.all : filter.any).flatMap(conditionsIn)
}

/** The fields that a filter asks for, as it names them. */
export const fieldsIn = (filter: Filter): string[] => conditionsIn(filter).map((condition) => condition.field)
