import { indexValues } from '../fields/facets.ts'
import type { FieldDef } from '../fields/field.ts'
import type { AddressItem, LinkItem, PartyNameValue, PersonNameValue, TaxIdValue } from '../fields/values.ts'
import { coreName } from '../thai/company-name.ts'
import { soundKey } from '../thai/sound-key.ts'
import { fold, skeleton } from '../thai/text.ts'

const latin = /[a-z]/

/**
 * A word ready to be compared: its folded text, the key under which misspellings of Thai meet, and its sound. The latter two are made when
 * they are asked for: of two words that are the same nobody asks.
 */
export class Word {
  readonly fold: string
  #skeleton: string | undefined
  #sound: string | undefined

  constructor(folded: string) {
    this.fold = folded
  }

  /** Thai misspellings meet in it; Latin ones do not, so there it is the folded text. */
  get skeleton(): string {
    this.#skeleton ??= latin.test(this.fold) ? this.fold : skeleton(this.fold, { rAsL: true })
    return this.#skeleton
  }

  get sound(): string {
    this.#sound ??= soundKey(this.fold)
    return this.#sound
  }
}

export type NameProfile = { company?: Word; first?: Word; last?: Word; nick?: string }
export type AddressProfile = {
  house?: string
  street?: Word
  building?: Word
  place?: Word
  placeCode?: string
  postcode?: string
}

/** One field's value ready to be compared, by what it is. */
export type Facet =
  | { kind: 'name'; name: NameProfile }
  | { kind: 'text'; word: Word }
  | { kind: 'taxId'; number: string; branch: string }
  | { kind: 'set'; values: ReadonlySet<string> }
  | { kind: 'date'; digits: string }
  | { kind: 'addresses'; items: readonly AddressProfile[] }

/** What is compared of a record, by field; fields without a value are absent. */
export type Profile = ReadonlyMap<string, Facet>

/** Words made lately: first names, surnames and street names come again and again in a list, and one record is asked for several times. */
const MOST_KNOWN = 4_000
const knownWords = new Map<string, Word | undefined>()
const knownCores = new Map<string, Word | undefined>()

function remembered(
  known: Map<string, Word | undefined>,
  text: string,
  make: (text: string) => Word | undefined,
): Word | undefined {
  const found = known.get(text)
  if (found || known.has(text)) return found
  const made = make(text)
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(text, made)
  return made
}

/** A text as a word; undefined where nothing of it can be compared. */
export const wordOf = (text: string | undefined): Word | undefined => (text ? remembered(knownWords, text, makeWord) : undefined)

/** A company's name as a word, without its legal form. */
const coreOf = (name: string): Word | undefined => remembered(knownCores, name, (text) => makeWord(coreName(text)))

function makeWord(text: string): Word | undefined {
  const folded = fold(text)
  return folded === '' ? undefined : new Word(folded)
}

const word = <K extends string>(key: K, text: string | undefined): { [key in K]?: Word } => {
  const found = wordOf(text)
  return found ? ({ [key]: found } as { [key in K]: Word }) : {}
}

function personProfile(name: PersonNameValue): NameProfile {
  return { ...word('first', name.first), ...word('last', name.last), ...(name.nick && { nick: fold(name.nick) }) }
}

function addressProfile(item: AddressItem): AddressProfile {
  const street = [item.road, item.soi && `ซอย${item.soi}`, item.moo && `หมู่${item.moo}`].filter(Boolean).join(' ')
  return {
    ...(item.houseNo && { house: fold(item.houseNo) }),
    ...word('street', street),
    ...word('building', item.building),
    ...word('place', item.subdistrict ?? item.district),
    ...(item.subdistrictCode && { placeCode: item.subdistrictCode }),
    ...(item.postcode && { postcode: item.postcode }),
  }
}

function facetOf(field: FieldDef, value: unknown): Facet | undefined {
  switch (field.kind) {
    case 'partyName': {
      const name = value as PartyNameValue
      if (name.type === 'person') return { kind: 'name', name: personProfile(name) }
      const company = coreOf(name.name)
      return { kind: 'name', name: company ? { company } : {} }
    }
    case 'personName':
      return { kind: 'name', name: personProfile(value as PersonNameValue) }
    case 'taxId': {
      const { number, branch } = value as TaxIdValue
      return { kind: 'taxId', number, branch: branch ?? '00000' }
    }
    case 'addresses':
      return { kind: 'addresses', items: (value as AddressItem[]).map(addressProfile) }
    case 'links':
      return { kind: 'set', values: new Set((value as LinkItem[]).map((item) => item.to)) }
    case 'phones':
    case 'emails':
      return { kind: 'set', values: new Set(indexValues(field, value)) }
    case 'lineId':
      return { kind: 'set', values: new Set([String(value).toLowerCase().replace(/^@/, '')]) }
    case 'date':
      return { kind: 'date', digits: String(value).replaceAll('-', '') }
    default: {
      // A lead's company is written in one line, with its legal form.
      const found = typeof value === 'string' ? coreOf(value) : undefined
      return found && { kind: 'text', word: found }
    }
  }
}

/** What of a record's values is compared with others; only the given fields are looked at. */
export function profileOf(fields: readonly FieldDef[], values: Readonly<Record<string, unknown>>): Profile {
  const profile = new Map<string, Facet>()
  for (const field of fields) {
    const value = values[field.key]
    const facet = value === undefined || value === null ? undefined : facetOf(field, value)
    if (facet) profile.set(field.key, facet)
  }
  return profile
}
