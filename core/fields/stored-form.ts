import type { FieldDef, FieldKind } from './field.ts'
import { JSON_KINDS } from './values.ts'

/** What each item of a list carries; all else in it may be missing. */
const ITEMS: Partial<Record<FieldKind, readonly string[]>> = {
  links: ['id', 'to'],
  records: ['entity', 'id'],
  phones: ['id', 'e164'],
  emails: ['id', 'address'],
  addresses: ['id'],
  files: ['id', 'sha256', 'name', 'type'],
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** True for an object whose parts are texts, a file's size apart, with those named among them. */
function isObject(value: unknown, parts: readonly string[]): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const object = value as Record<string, unknown>
  for (const key in object) if (!isText(object[key]) && !(key === 'size' && typeof object[key] === 'number')) return false
  return parts.every((part) => isText(object[part]))
}

/**
 * Whether a stored value is of its field's form, so that whoever takes it for one does not fail. It is not asked whether a person might
 * write it today: rules of former versions let through other values. Fast, as every row of every list is asked.
 */
export function hasStoredForm({ kind }: Pick<FieldDef, 'kind'>, value: unknown): boolean {
  const parts = ITEMS[kind]
  if (parts) return Array.isArray(value) && value.every((item) => isObject(item, parts))
  switch (kind) {
    case 'choices':
    case 'tags':
      return Array.isArray(value) && value.every(isText)
    case 'taxId':
      return isObject(value, ['number'])
    case 'personName':
      return isObject(value, ['first'])
    case 'partyName':
      return isObject(value, ['type']) && isObject(value, value.type === 'company' ? ['name'] : ['first'])
    case 'number':
    case 'percent':
    case 'money':
      return typeof value === 'number'
    case 'yesNo':
      return typeof value === 'boolean'
    case 'date':
    case 'dateTime':
      // Written out, what is no day or instant would fail.
      return isText(value) && value !== '' && !Number.isNaN(Date.parse(value))
    default:
      return !JSON_KINDS.has(kind) && isText(value)
  }
}

/** False for a time of which the disk made something else: nobody knows when it was. */
export const isInstant = (value: unknown): value is string => hasStoredForm({ kind: 'dateTime' }, value)
