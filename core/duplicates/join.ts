import { type FieldDef, isMulti } from '../fields/field.ts'
import type { AddressItem, EmailItem, FileItem, LinkItem, PhoneItem, RecordLink } from '../fields/values.ts'
import { fold } from '../thai/text.ts'

type Values = Readonly<Record<string, unknown>>
type Item = string | { id: string }

/** What makes two items of a field one, whatever their ids. */
export function itemKey(field: FieldDef, item: unknown): string {
  switch (field.kind) {
    case 'phones':
      return `${(item as PhoneItem).e164} ${(item as PhoneItem).ext ?? ''}`
    case 'emails':
      return (item as EmailItem).address.toLowerCase()
    case 'addresses': {
      const { id: _, type: __, ...parts } = item as AddressItem
      return fold(Object.entries(parts).sort().flat().join(' '))
    }
    case 'links':
      return `${(item as LinkItem).to} ${(item as LinkItem).until ?? ''}`
    case 'records':
      return `${(item as RecordLink).entity}:${(item as RecordLink).id}`
    case 'files':
      return (item as FileItem).sha256
    default:
      return String(item)
  }
}

/** Joins items with what they lack: a link without a position gets the other's. */
function filled(item: unknown, more: unknown): unknown {
  if (typeof item !== 'object' || item === null || typeof more !== 'object' || more === null) return item
  return { ...more, ...item }
}

/** The items of several values as one list: those that are one stand once, ids stay and are never twice. */
export function uniteItems(field: FieldDef, ...lists: readonly unknown[]): unknown[] | undefined {
  const united = new Map<string, unknown>()
  const ids = new Set<string>()
  for (const list of lists) {
    for (const item of (list as Item[] | undefined) ?? []) {
      const key = itemKey(field, item)
      const known = united.get(key)
      if (known !== undefined) {
        united.set(key, filled(known, item))
        continue
      }
      united.set(key, field.kind === 'records' || typeof item === 'string' ? item : ownId(item, ids))
    }
  }
  return united.size > 0 ? [...united.values()] : undefined
}

function ownId(item: { id: string }, ids: Set<string>): unknown {
  let { id } = item
  for (let at = 2; ids.has(id); at++) id = `${item.id.slice(0, 36)}-${at}`
  ids.add(id)
  return { ...item, id }
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** Takes what points at one of the merged records themselves out of a value: nobody is his own parent company. */
export function withoutSelf(field: FieldDef, value: unknown, ids: ReadonlySet<string>): unknown {
  if (field.kind === 'reference') return ids.has(value as string) ? undefined : value
  if (field.kind === 'links') return ((value as LinkItem[] | undefined) ?? []).filter((item) => !ids.has(item.to))
  if (field.kind === 'records') return ((value as RecordLink[] | undefined) ?? []).filter((item) => !ids.has(item.id))
  return value
}

/**
 * What the surviving record holds when nobody chooses: its own values, what it lacks from the others in their order, and of
 * lists the items of all. Long texts of both are kept, one under the other.
 */
export function joinValues(
  fields: readonly FieldDef[],
  survivor: Values & { id: string },
  losers: readonly (Values & { id: string })[],
): Record<string, unknown> {
  const ids = new Set([survivor.id, ...losers.map((loser) => loser.id)])
  const joined: Record<string, unknown> = {}
  for (const field of fields) {
    const values = [survivor, ...losers].map((record) => withoutSelf(field, record[field.key], ids))
    const value = isMulti(field) ? uniteItems(field, ...values) : joinSingle(field, values)
    joined[field.key] = isEmpty(value) ? null : value
  }
  return joined
}

function joinSingle(field: FieldDef, values: readonly unknown[]): unknown {
  const present = values.filter((value) => !isEmpty(value))
  if (field.kind !== 'longText') return present[0]
  const texts = [...new Set(present as string[])]
  return texts.filter((text) => !texts.some((other) => other !== text && other.includes(text))).join('\n')
}
