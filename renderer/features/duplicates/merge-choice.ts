import type { EntityInfo, FieldInfo } from '../../../core/contract/office.ts'
import type { RecordRow } from '../../../core/contract/records.ts'
import { itemKey, joinValues, uniteItems, withoutSelf } from '../../../core/duplicates/join.ts'
import { isMulti } from '../../../core/fields/field.ts'

export type Place = 'a' | 'b'
export type Side = Place | 'both'
export type Pair = { a: RecordRow; b: RecordRow }

/** What was chosen: who stays, whose value each field takes, and which items of lists are left out (`field key`). */
export type Choice = { survivor: Place; sides: Readonly<Record<string, Side>>; left: ReadonlySet<string> }

export const otherPlace = (place: Place): Place => (place === 'a' ? 'b' : 'a')

/** An item of a list that both records bring together, and which of them has it. */
export type UnitedItem = { key: string; item: unknown; in: readonly Place[] }

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/** What makes two values one, whatever their items' ids and order. */
function sameness(field: FieldInfo, value: unknown): string {
  if (!isMulti(field)) return JSON.stringify(value ?? null)
  return JSON.stringify(((value as unknown[] | undefined) ?? []).map((item) => itemKey(field, item)).sort())
}

/** The fields that somebody must or may choose, and those in which the two are the same already. */
export function fieldsToChoose(entity: EntityInfo, { a, b }: Pair): { differing: FieldInfo[]; same: FieldInfo[] } {
  const own = entity.fields.filter((field) => {
    if (field.derived || field.readonly || field.custom?.archived) return false
    // Whose record it is changes hands only by who may assign.
    if (field.key === entity.owner && !entity.grant.assign) return false
    return !isEmpty(a[field.key]) || !isEmpty(b[field.key])
  })
  const alike = (field: FieldInfo) => sameness(field, a[field.key]) === sameness(field, b[field.key])
  const both = (field: FieldInfo) => !isEmpty(a[field.key]) && !isEmpty(b[field.key])
  const differing = own.filter((field) => !alike(field))
  // What must be decided stands first; what only one of the two has is taken without asking.
  return { differing: [...differing.filter(both), ...differing.filter((field) => !both(field))], same: own.filter(alike) }
}

/** Whose value a field takes until somebody chooses: the survivor's, or the only one there is; of two long texts both. */
export function sideOf(field: FieldInfo, pair: Pair, choice: Choice): Side {
  const chosen = choice.sides[field.key]
  if (chosen) return chosen
  const other = otherPlace(choice.survivor)
  if (isEmpty(pair[choice.survivor][field.key])) return other
  return field.kind === 'longText' && !isEmpty(pair[other][field.key]) ? 'both' : choice.survivor
}

/** The items that a list field will hold, and from where each comes. */
export function itemsOf(field: FieldInfo, pair: Pair): UnitedItem[] {
  const ids = new Set([pair.a.id, pair.b.id])
  const of = (place: Place) => (withoutSelf(field, pair[place][field.key], ids) as unknown[] | undefined) ?? []
  const keys = {
    a: new Set(of('a').map((item) => itemKey(field, item))),
    b: new Set(of('b').map((item) => itemKey(field, item))),
  }
  return (uniteItems(field, of('a'), of('b')) ?? []).map((item) => {
    const key = itemKey(field, item)
    return { key, item, in: (['a', 'b'] as const).filter((place) => keys[place].has(key)) }
  })
}

export const leftKey = (field: FieldInfo, item: UnitedItem): string => `${field.key} ${item.key}`

/** What the merged record is to hold, of the fields that differ; null empties a field. */
export function chosenValues(fields: readonly FieldInfo[], pair: Pair, choice: Choice): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const field of fields) {
    if (isMulti(field)) {
      const items = itemsOf(field, pair).filter((item) => !choice.left.has(leftKey(field, item)))
      values[field.key] = items.length > 0 ? items.map(({ item }) => item) : null
      continue
    }
    const side = sideOf(field, pair, choice)
    const [first, second] = choice.survivor === 'a' ? [pair.a, pair.b] : [pair.b, pair.a]
    values[field.key] = side === 'both' ? joinValues([field], first, [second])[field.key] : (pair[side][field.key] ?? null)
  }
  return values
}

/** Who better stays: the one on which more hangs, else the one that says more, else the older one. */
export function betterSurvivor(pair: Pair, hanging: Record<Place, number>): Place {
  if (hanging.a !== hanging.b) return hanging.a > hanging.b ? 'a' : 'b'
  const filled = (row: RecordRow) => Object.values(row).filter((value) => !isEmpty(value)).length
  return filled(pair.b) > filled(pair.a) ? 'b' : 'a'
}
