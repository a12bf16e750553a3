import { columnOf, type EntityDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import { type FieldDef, isMulti } from '../../core/fields/field.ts'
import { daysOf } from '../../core/query/date-span.ts'
import {
  type Condition,
  DATE_SPANS,
  type DateSpan,
  type Filter,
  filterDepth,
  isCondition,
  MAX_FILTER_DEPTH,
  ME,
  needsNoValue,
  operatorsFor,
} from '../../core/query/filter.ts'
import { fold, norm } from '../../core/thai/text.ts'
import type { SqlValue } from '../db/database.ts'
import { entityOf, fieldNumber } from './catalog.ts'
import type { Context } from './context.ts'
import { valueIn } from './row.ts'
import { FALSE, marks, type Sql, sql, TRUE } from './sql.ts'

/** Whose question a filter is: which fields it may name, and which records of another kind it may look at. */
export type Asks = {
  field: (entity: EntityDef, key: string) => FieldDef
  reach: (target: EntityDef, alias: string) => Sql
}

type Asked = { ctx: Context; entity: EntityDef; alias: string; asks: Asks }

/**
 * Turns a filter tree into a condition on the alias; `asks` says of what it may speak. Throws `query.invalid` naming the field that
 * does not fit.
 */
export function compileFilter(ctx: Context, entity: EntityDef, filter: Filter | undefined, asks: Asks, alias = 't'): Sql {
  if (!filter) return TRUE
  if (filterDepth(filter) > MAX_FILTER_DEPTH) throw new AppError('query.invalid', { reason: 'depth' })
  return compile({ ctx, entity, alias, asks }, filter)
}

function compile(asked: Asked, filter: Filter): Sql {
  if (isCondition(filter)) return condition(asked, filter)
  if ('not' in filter) {
    const inner = compile(asked, filter.not)
    return sql(`not coalesce((${inner.text}), false)`, inner.params)
  }
  const [parts, joint, empty] = 'all' in filter ? ([filter.all, ' and ', TRUE] as const) : ([filter.any, ' or ', FALSE] as const)
  if (parts.length === 0) return empty
  const compiled = parts.map((part) => compile(asked, part))
  return sql(
    compiled.map((part) => `(${part.text})`).join(joint),
    compiled.flatMap((part) => part.params),
  )
}

function condition(here: Asked, asked: Condition): Sql {
  const { ctx, entity, alias, asks } = here
  const [head = '', tail] = asked.field.split('.')
  const field = asks.field(entity, head)
  if (tail !== undefined) return oneAway(here, field, { ...asked, field: tail })
  if (!operatorsFor(field).includes(asked.op)) throw new AppError('query.invalid', { field: asked.field, op: asked.op })
  // Whether a list is empty its column says: not every item stands in the index (an address without a code, a file).
  const byColumn = isMulti(field) && needsNoValue(asked.op)
  if (!byColumn && (isMulti(field) || field.kind === 'taxId' || field.custom?.filterable))
    return inValueIndex(ctx, entity, field, asked, alias)
  return onColumn(ctx, entity, field, asked, valueIn(field, alias), alias)
}

/** `customer.province`: the records whose referenced record, if it may be looked at, fulfils the condition. */
function oneAway({ ctx, entity, alias, asks }: Asked, field: FieldDef, asked: Condition): Sql {
  if (!field.to || asked.field.includes('.')) throw new AppError('query.invalid', { field: `${field.key}.${asked.field}` })
  const target = entityOf(ctx.catalog, field.to)
  const inner = condition({ ctx, entity: target, alias: 'r', asks }, asked)
  const reach = asks.reach(target, 'r')
  const rows = `select r.id from ${target.table} r where r.deleted_at is null and (${inner.text}) and (${reach.text})`
  if (field.kind === 'reference' && !field.custom)
    return sql(`${alias}.${columnOf(field.key)} in (${rows})`, [...inner.params, ...reach.params])
  const number = fieldNumber(ctx.catalog, entity, field)
  return sql(`${alias}.rid in (select v.rid from value_index v where v.field_no = ? and v.value in (${rows}))`, [
    number,
    ...inner.params,
    ...reach.params,
  ])
}

const list = (asked: Condition): SqlValue[] =>
  (Array.isArray(asked.value) ? asked.value : asked.value === undefined ? [] : [asked.value]).map(plain)
const plain = (value: string | number | boolean): SqlValue => (typeof value === 'boolean' ? (value ? 1 : 0) : value)

function inValueIndex(ctx: Context, entity: EntityDef, field: FieldDef, asked: Condition, alias: string): Sql {
  const number = fieldNumber(ctx.catalog, entity, field)
  const found = (test: string, params: SqlValue[]) =>
    sql(`${alias}.rid in (select v.rid from value_index v where v.field_no = ?${test})`, [number, ...params])
  const values = resolveMe(ctx, field, list(asked))
  const text = (op: 'is' | 'contains' | 'startsWith') => {
    const { text: test, params } = onText(entity, field, { ...asked, op }, 'v.value', alias)
    return found(` and ${test}`, params)
  }
  switch (asked.op) {
    case 'notEmpty':
      return found('', [])
    case 'empty':
      return negate(found('', []))
    case 'is':
      if (isText(field)) return text('is')
      // A tax number stands there with its branch; who asks for the number means any of its branches.
      if (field.kind === 'taxId' && values.length === 1 && !String(values[0]).includes('.'))
        return found(' and v.value >= ? and v.value < ?', [`${values[0]}.`, `${values[0]}/`])
      return values.length === 0 ? TRUE : found(` and v.value in (${marks(values.length)})`, values)
    case 'anyOf':
      return values.length === 0 ? TRUE : found(` and v.value in (${marks(values.length)})`, values)
    case 'isNot':
      return negate(text('is'))
    case 'noneOf':
      return values.length === 0 ? TRUE : negate(found(` and v.value in (${marks(values.length)})`, values))
    case 'startsWith': {
      if (isText(field)) return text('startsWith')
      const start = String(values[0] ?? '')
      return start === '' ? TRUE : found(' and v.value >= ? and v.value < ?', [start, `${start}\u{10FFFF}`])
    }
    case 'yes':
      return found(' and v.value = ?', [1])
    case 'no':
      return negate(found(' and v.value = ?', [1]))
    case 'contains':
      return text('contains')
    case 'notContains':
      return negate(text('contains'))
    default: {
      const range = comparison(ctx, field, asked, 'v.value')
      return found(` and ${range.text}`, range.params)
    }
  }
}

const negate = (part: Sql): Sql => sql(`not (${part.text})`, part.params)

function resolveMe(ctx: Context, field: FieldDef, values: SqlValue[]): SqlValue[] {
  return field.kind === 'user' ? values.map((value) => (value === ME ? ctx.userId : value)) : values
}

function onColumn(ctx: Context, entity: EntityDef, field: FieldDef, asked: Condition, column: string, alias: string): Sql {
  const values = resolveMe(ctx, field, list(asked))
  switch (asked.op) {
    case 'empty':
      return sql(`${column} is null`)
    case 'notEmpty':
      return sql(`${column} is not null`)
    case 'yes':
      return sql(`${column} = ?`, [1])
    case 'no':
      return sql(`(${column} is null or ${column} = ?)`, [0])
    case 'anyOf':
      return values.length === 0 ? TRUE : sql(`${column} in (${marks(values.length)})`, values)
    case 'noneOf':
      return values.length === 0 ? TRUE : sql(`(${column} is null or ${column} not in (${marks(values.length)}))`, values)
    case 'contains':
    case 'notContains':
    case 'startsWith':
    case 'isNot':
      return onText(entity, field, asked, column, alias)
    case 'is':
      return isText(field) ? onText(entity, field, asked, column, alias) : comparison(ctx, field, asked, column)
    default:
      return comparison(ctx, field, asked, column)
  }
}

const isText = (field: FieldDef): boolean => ['text', 'longText', 'personName', 'partyName', 'lineId', 'url'].includes(field.kind)

/** Names are compared folded (spaces, marks and spelling variants do not matter), other texts without regard to case. */
function onText(entity: EntityDef, field: FieldDef, asked: Condition, column: string, alias: string): Sql {
  const isTitle = field.key === entity.title
  const wanted = isTitle ? fold(String(list(asked)[0] ?? '')) : norm(String(list(asked)[0] ?? '')).toLowerCase()
  if (wanted === '') return TRUE
  const text = isTitle ? `${alias}.title_fold` : `lower(${column})`
  switch (asked.op) {
    case 'is':
      return sql(`${text} = ?`, [wanted])
    case 'isNot':
      return sql(`coalesce(${text}, '') <> ?`, [wanted])
    case 'startsWith':
      return sql(`${text} >= ? and ${text} < ?`, [wanted, `${wanted}\u{10FFFF}`])
    case 'contains':
      return sql(`instr(${text}, ?) > 0`, [wanted])
    default:
      return sql(`instr(coalesce(${text}, ''), ?) = 0`, [wanted])
  }
}

function comparison(ctx: Context, field: FieldDef, asked: Condition, column: string): Sql {
  const values = list(asked)
  const [first, second] = values
  if (field.kind === 'date' || field.kind === 'dateTime') return onDate(ctx, field, asked, column)
  if (first === undefined) throw new AppError('query.invalid', { field: field.key })
  switch (asked.op) {
    case 'is':
      return sql(`${column} = ?`, [first])
    case 'lt':
    case 'lte':
      return sql(`${column} ${asked.op === 'lt' ? '<' : '<='} ?`, [first])
    case 'gt':
    case 'gte':
      return sql(`${column} ${asked.op === 'gt' ? '>' : '>='} ?`, [first])
    case 'between':
      if (second === undefined) throw new AppError('query.invalid', { field: field.key })
      return sql(`${column} between ? and ?`, [first, second])
    default:
      throw new AppError('query.invalid', { field: field.key, op: asked.op })
  }
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/

function onDate(ctx: Context, field: FieldDef, asked: Condition, column: string): Sql {
  const [first, second] = list(asked).map(String)
  const date = (value: string | undefined): string => {
    if (value === undefined || !ISO_DATE.test(value)) throw new AppError('query.invalid', { field: field.key })
    return value
  }
  const range = (from: string | undefined, until: string | undefined): Sql => {
    const parts: Sql[] = []
    if (from) parts.push(sql(`${column} >= ?`, [field.kind === 'date' ? from : startOfDay(from, ctx.catalog.timeZone)]))
    if (until)
      parts.push(
        field.kind === 'date'
          ? sql(`${column} <= ?`, [until])
          : sql(`${column} < ?`, [startOfDay(nextDay(until), ctx.catalog.timeZone)]),
      )
    return sql(
      parts.map((part) => part.text).join(' and '),
      parts.flatMap((part) => part.params),
    )
  }
  switch (asked.op) {
    case 'within': {
      if (!DATE_SPANS.includes(first as DateSpan)) throw new AppError('query.invalid', { field: field.key })
      const days = daysOf(first as DateSpan, ctx.today)
      return range(days.from, days.until)
    }
    case 'is':
      return range(date(first), date(first))
    case 'before':
      return range(undefined, previousDay(date(first)))
    case 'after':
      return range(nextDay(date(first)), undefined)
    case 'between':
      return range(date(first), date(second))
    default:
      throw new AppError('query.invalid', { field: field.key, op: asked.op })
  }
}

const shiftDay = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const nextDay = (date: string): string => shiftDay(date, 1)
const previousDay = (date: string): string => shiftDay(date, -1)

/** Making one takes some 0.1 ms. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hour12: false, day: '2-digit' })
    formatters.set(timeZone, formatter)
  }
  return formatter
}

/** The UTC instant at which a local date begins. Offices keep one zone (Asia/Bangkok, UTC+7, no summer time). */
export function startOfDay(date: string, timeZone: string): string {
  const noon = new Date(`${date}T12:00:00Z`)
  const parts = clockOf(timeZone).formatToParts(noon)
  const number = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0)
  const dayOffset = number('day') === noon.getUTCDate() ? 0 : number('day') > noon.getUTCDate() || number('day') === 1 ? 1 : -1
  const offsetMinutes = (number('hour') - 12 + 24 * dayOffset) * 60 + number('minute')
  return new Date(Date.parse(`${date}T00:00:00Z`) - offsetMinutes * 60_000).toISOString()
}
