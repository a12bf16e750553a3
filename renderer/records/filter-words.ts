import type { FieldInfo } from '../../core/contract/office.ts'
import { type Condition, type Filter, isCondition, ME, needsNoValue, type Operator } from '../../core/query/filter.ts'
import { formatPhone } from '../../core/thai/phone.ts'
import type { OfficeInfo } from '../lib/session.tsx'
import { fieldText, type TextContext } from './field-text.ts'

/** A condition in its three pieces: field (grey), operator (plain), value (500). It reads aloud as a sentence. */
export type ConditionWords = { field: string; operator: string; value: string }

/** The field a condition speaks of; `customer.province` is one reference away. */
export function conditionField(
  office: OfficeInfo,
  entity: string,
  path: string,
): { entity: string; field: FieldInfo } | undefined {
  const [head = '', tail] = path.split('.')
  const field = office.field(entity, head)
  if (tail === undefined || !field) return field && { entity, field }
  const inner = field.to ? office.field(field.to, tail) : undefined
  return inner && field.to ? { entity: field.to, field: inner } : undefined
}

function valueWords(context: TextContext, field: FieldInfo | undefined, condition: Condition): string {
  const { words, office } = context
  if (needsNoValue(condition.op) || condition.value === undefined) return ''
  const values = Array.isArray(condition.value) ? condition.value : [condition.value]
  const one = (value: string | number | boolean): string => {
    if (condition.op === 'within') return words.find(`span.${String(value)}`) ?? String(value)
    if (!field) return String(value)
    if (value === ME) return words.t('filter.me')
    switch (field.kind) {
      case 'choice':
      case 'choices':
        return office.choiceLabel(field.list ?? '', String(value))
      case 'user':
        return office.userLabel(String(value)) || words.t('field.hidden_record')
      case 'reference':
      case 'links':
      case 'records':
        return context.titles?.[String(value)] ?? words.t('field.hidden_record')
      case 'phones':
        return formatPhone(String(value))
      case 'dateTime':
        return context.dates.date(String(value))
      case 'date':
      case 'money':
      case 'number':
      case 'percent':
        return fieldText(context, field, value)
      default:
        return String(value)
    }
  }
  if (condition.op === 'between') return values.map(one).join('–')
  return values.map(one).join(', ')
}

/** Puts a condition into words. */
export function conditionWords(context: TextContext, entity: string, condition: Condition): ConditionWords {
  const found = conditionField(context.office, entity, condition.field)
  const [head = ''] = condition.field.split('.')
  const away =
    found && found.entity !== entity
      ? ` ${context.words.t('filter.of_reference', { entity: context.office.fieldLabel(entity, head) })}`
      : ''
  const single = Array.isArray(condition.value) && condition.value.length === 1
  const operator: Operator =
    single && condition.op === 'anyOf' ? 'is' : single && condition.op === 'noneOf' ? 'isNot' : condition.op
  return {
    field: found ? context.office.fieldLabel(found.entity, found.field.key) + away : condition.field,
    operator: context.words.find(`op.${operator}`) ?? operator,
    value: valueWords(context, found?.field, condition),
  }
}

/** A whole filter tree as one sentence. */
export function filterSentence(context: TextContext, entity: string, filter: Filter): string {
  const { t } = context.words
  if (isCondition(filter))
    return Object.values(conditionWords(context, entity, filter))
      .filter(Boolean)
      .join(' ')
  if ('not' in filter) return t('filter.not', { text: filterSentence(context, entity, filter.not) })
  const parts = 'all' in filter ? filter.all : filter.any
  return t('all' in filter ? 'filter.all' : 'filter.any', {
    text: parts.map((part) => filterSentence(context, entity, part)).join(' · '),
  })
}

/** The parts of a filter that stand as chips of their own: all of them must hold. */
export const filterParts = (filter: Filter | undefined): Filter[] => (!filter ? [] : 'all' in filter ? filter.all : [filter])

/** The filter in which all parts hold; undefined when there are none. */
export const joinParts = (parts: Filter[]): Filter | undefined => (parts.length === 0 ? undefined : { all: parts })
