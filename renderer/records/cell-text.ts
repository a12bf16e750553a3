import type { FieldInfo } from '../../core/contract/office.ts'
import { valueSchema } from '../../core/fields/values.ts'
import { formatBaht, parseBaht } from '../../core/money.ts'
import { formatDate } from '../../core/thai/date.ts'
import { parseDate } from '../../core/thai/date-parse.ts'
import { readNumber } from '../../core/thai/digits.ts'
import type { Words } from '../lib/words.ts'
import { fieldText, type TextContext } from './field-text.ts'

/** Kinds whose whole value is one line of text: they are typed in the cell itself. The others have an editor of their own. */
const TYPED: ReadonlySet<FieldInfo['kind']> = new Set(['text', 'number', 'percent', 'money', 'date', 'lineId', 'url'])
export const isTyped = (field: FieldInfo): boolean => TYPED.has(field.kind)

/** Kinds of which typing looks one up. */
export const isLookedUp = (field: FieldInfo): boolean => field.kind === 'choice' || field.kind === 'user'

/** A value as somebody would type it. */
export function typedText(words: Words, field: FieldInfo, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (field.kind === 'money') return formatBaht(value as number, { decimals: 'auto' })
  if (field.kind === 'number' || field.kind === 'percent') return words.number(value as number)
  if (field.kind === 'date') return formatDate(value as string, { lang: words.lang, style: 'medium' })
  return String(value)
}

type Read = { value: unknown } | { problem: string }

/** Reads what was typed into a cell; null is empty. */
export function readTyped(words: Words, field: FieldInfo, typed: string, today: string): Read {
  const text = typed.trim()
  if (text === '') return field.required ? { problem: words.t('field_error.required') } : { value: null }
  const read = readKind(words, field, text, today)
  if ('problem' in read) return read
  const checked = valueSchema(field).safeParse(read.value)
  if (checked.success) return { value: checked.data }
  const [issue] = checked.error.issues
  const limits = {
    ...(issue && 'minimum' in issue && { min: Number(issue.minimum) }),
    ...(issue && 'maximum' in issue && { max: Number(issue.maximum) }),
  }
  return {
    problem:
      words.find(`field_error.${issue?.message ?? ''}`, limits) ??
      words.find(`field_error.${issue?.code ?? ''}`, limits) ??
      words.t('field_error.invalid'),
  }
}

function readKind(words: Words, field: FieldInfo, text: string, today: string): Read {
  if (field.kind === 'number' || field.kind === 'percent') {
    const value = readNumber(text)
    return value === undefined ? { problem: words.t('field_error.number') } : { value }
  }
  if (field.kind === 'money') {
    const read = parseBaht(text)
    return read.ok
      ? { value: read.satang }
      : { problem: words.find(`field_error.money.${read.reason}`) ?? words.t('field_error.invalid') }
  }
  if (field.kind === 'date') {
    const read = parseDate(text, { today, purpose: field.purpose ?? 'document' })
    return read.ok
      ? { value: read.date }
      : { problem: words.find(`field_error.date.${read.reason}`) ?? words.t('field_error.invalid') }
  }
  return { value: text }
}

/** Texts that a sheet would run as a formula get an apostrophe in front, which sheets take for “this is text”. */
const guarded = (text: string): string => (/^[=@+\-\t\r]/.test(text) ? `'${text}` : text)

/** A value as it goes to the clipboard: dates in the form that every sheet reads, figures plain, texts as they are shown. */
export function copiedText(context: TextContext, field: FieldInfo, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (field.kind === 'money') return String((value as number) / 100)
  if (field.kind === 'number' || field.kind === 'percent') return String(value)
  if (field.kind === 'date') return String(value)
  if (field.kind === 'dateTime') return `${context.dates.dayOf(String(value))} ${context.dates.timeOf(String(value))}`
  return guarded(fieldText(context, field, value))
}

/** Rows of cells as sheets put them on the clipboard: tabs between cells, quotes round what holds tabs, lines or quotes. */
export const asBlock = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells) => cells.map((cell) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join('\t'))
    .join('\n')
