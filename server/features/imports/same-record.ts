import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import { indexValues, titleWords } from '../../../core/fields/facets.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import type { PartyNameValue, PersonNameValue } from '../../../core/fields/values.ts'
import { fold } from '../../../core/thai/text.ts'
import { type DbRow, type Values, valuesOf } from '../../records/row.ts'

type Name = PartyNameValue | PersonNameValue

/** What several people have together: an office's phone, a family's LINE. */
const SHARED_KINDS: ReadonlySet<FieldDef['kind']> = new Set(['phones', 'emails', 'lineId'])

const isPerson = (name: Name): name is PersonNameValue => !('type' in name) || name.type === 'person'
const same = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && fold(one) !== '' && fold(one) === fold(other)

/** Whether two names certainly belong to two people: both are a person's, and neither the first name nor the nickname is shared. */
function areTwoPeople(one: unknown, other: unknown): boolean {
  if (!one || !other || !isPerson(one as Name) || !isPerson(other as Name)) return false
  const [a, b] = [one as PersonNameValue, other as PersonNameValue]
  return a.first !== undefined && b.first !== undefined && !same(a.first, b.first) && !same(a.nick, b.nick)
}

/** What a row is called, folded; empty where it has no name. */
function called(entity: EntityDef, values: Values): string {
  const title = findField(entity, entity.title)
  return title && values[title.key] !== undefined ? fold(titleWords(title, values[title.key])) : ''
}

/**
 * Of the records that hold the same in `field`, those that can be the one a row speaks of. Several people share a phone or an e-mail:
 * found by these, a record of somebody else is none of them, and one of the row's own name is the only one.
 */
export function fittingRecords(entity: EntityDef, field: FieldDef, found: readonly DbRow[], values: Values): readonly DbRow[] {
  if (!SHARED_KINDS.has(field.kind)) return found
  const held = found.map((row) => ({ row, values: valuesOf(entity, row) }))
  const name = called(entity, values)
  const namesake = name === '' ? undefined : held.find((each) => called(entity, each.values) === name)
  if (namesake) return [namesake.row]
  return held.filter((each) => !areTwoPeople(each.values[entity.title], values[entity.title])).map((each) => each.row)
}

/** The earlier row of a file that a row is the same as, or with which it shares what people share. */
export type Twin = { is: 'same' | 'shares'; line: number; field: string }

/** The rows of one file that add records, by what they are matched by: the same customer twice in a file is one customer. */
export class AddedRows {
  readonly #entity: EntityDef
  readonly #match: readonly string[]
  readonly #lines = new Map<string, number>()

  constructor(entity: EntityDef, match: readonly string[]) {
    this.#entity = entity
    this.#match = match
  }

  /** The twin of a row among the earlier ones; remembers this one. */
  twinOf(values: Values, line: number): Twin | undefined {
    const keys = this.#keys(values)
    const twin = this.#known('same', keys) ?? this.#known('shares', keys)
    for (const { same: own, shares } of keys)
      for (const key of [own, shares]) if (key !== undefined && !this.#lines.has(key)) this.#lines.set(key, line)
    return twin
  }

  #known(is: Twin['is'], keys: readonly Key[]): Twin | undefined {
    for (const key of keys) {
      const line = this.#lines.get(key[is] ?? '')
      if (line !== undefined) return { is, line, field: key.field }
    }
    return undefined
  }

  #keys(values: Values): Key[] {
    const name = called(this.#entity, values)
    return this.#match.flatMap((key): Key[] => {
      const field = findField(this.#entity, key)
      const value = values[key]
      if (!field || value === undefined) return []
      // One file may well name two branches or two schools alike: by name alone, only rows that are alike throughout are one.
      if (key === this.#entity.title) return [{ field: key, same: `${key} ${name} ${withoutItemIds(values)}` }]
      const held = indexValues(field, value)
      const parts = held.length > 0 ? held : typeof value === 'string' ? [value] : []
      return parts.map((part) =>
        SHARED_KINDS.has(field.kind)
          ? { field: key, same: `${key} ${part} ${name}`, shares: `${key} ${part}` }
          : { field: key, same: `${key} ${part}` },
      )
    })
  }
}

/** Under which a row is remembered: as the same record, and as one that shares something with others. */
type Key = { field: string; same: string; shares?: string }

const withoutItemIds = (values: Values): string =>
  JSON.stringify(values, (name, value: unknown) => (name === 'id' ? undefined : value))
