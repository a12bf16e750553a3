import { coreName } from '../thai/company-name.ts'
import { type AddressProfile, type NameProfile, type Profile, wordOf } from './profile.ts'
import type { AlikeKey, DuplicateRules } from './rules.ts'

const nameOf = (profile: Profile): NameProfile | undefined => {
  const facet = profile.get('name')
  return facet?.kind === 'name' ? facet.name : undefined
}

const addressesOf = (profile: Profile): readonly AddressProfile[] => {
  const facet = profile.get('addresses')
  return facet?.kind === 'addresses' ? facet.items : []
}

/** The sounds of a name's words in both orders: first name and surname may change places, and a search begins with either. */
function soundsOf(name: NameProfile): string[] {
  if (name.company) return [name.company.sound.length >= 3 ? name.company.sound : name.company.fold]
  if (!name.first || !name.last) return []
  return [`${name.first.sound} ${name.last.sound}`, `${name.last.sound} ${name.first.sound}`]
}

/** Sounds too short to tell anything. */
const SHORTEST_WORD = 2
const SHORTEST_COMPANY = 3
const SHORTEST_START = 4

/** Where the keys of names stand that sound like a text: the company's whole name or its start, a person's names or one of them. */
export function soundRanges(text: string): [from: string, to: string][] {
  const sounds = text.split(/\s+/).flatMap((word) => wordOf(word)?.sound || [])
  const company = wordOf(coreName(text))?.sound ?? ''
  const starting = (start: string): [string, string] => [start, `${start}\u{10FFFF}`]
  const ranges: [string, string][] = []
  if (company.length >= SHORTEST_START) ranges.push(starting(`n ${company}`))
  else if (company.length >= SHORTEST_COMPANY) ranges.push([`n ${company}`, `n ${company}`])
  if (sounds.length > 0 && sounds.every((sound) => sound.length >= SHORTEST_WORD))
    ranges.push(starting(sounds.length === 1 ? `n ${sounds[0]} ` : `n ${sounds.join(' ')}`))
  return ranges
}

const MAKE: Record<AlikeKey, (profile: Profile) => (string | undefined)[]> = {
  name: (profile) => {
    const name = nameOf(profile)
    return name ? soundsOf(name) : []
  },
  nameAndPlace: (profile) => {
    const start = nameOf(profile)?.company?.skeleton.slice(0, 4)
    return start ? addressesOf(profile).map((item) => item.postcode && `${start} ${item.postcode}`) : []
  },
  lastAndPostcode: (profile) => {
    const name = nameOf(profile)
    const last = name?.last ?? name?.first
    return last ? addressesOf(profile).map((item) => item.postcode && `${last.sound} ${item.postcode}`) : []
  },
  birthday: (profile) => {
    const facet = profile.get('birthday')
    return facet?.kind === 'date' ? [facet.digits] : []
  },
  house: (profile) =>
    addressesOf(profile).map(({ house, street, placeCode, place }) =>
      house && (placeCode || street) ? `${house} ${placeCode ?? street?.sound ?? place?.sound}` : undefined,
    ),
  lineId: (profile) => {
    const facet = profile.get('lineId')
    return facet?.kind === 'set' ? [...facet.values] : []
  },
}

const LETTER: Record<AlikeKey, string> = {
  name: 'n',
  nameAndPlace: 'c',
  lastAndPostcode: 'l',
  birthday: 'b',
  house: 'h',
  lineId: 'i',
}

function keysOf(make: typeof MAKE, rules: DuplicateRules, profile: Profile): string[] {
  const keys = new Set<string>()
  for (const kind of rules.keys)
    for (const value of make[kind](profile)) if (value) keys.add(`${LETTER[kind]} ${value}`.slice(0, 80))
  return [...keys]
}

/** The keys under which a record waits for others like it; short texts, each with the letter of its kind. */
export const alikeKeys = (rules: DuplicateRules, profile: Profile): string[] => keysOf(MAKE, rules, profile)

const ASKED: typeof MAKE = { ...MAKE, name: (profile) => MAKE.name(profile).slice(0, 1) }

/** The keys by which a record looks for others: they wait under both orders of their names, so that one order meets them all. */
export const keysToAsk = (rules: DuplicateRules, profile: Profile): string[] => keysOf(ASKED, rules, profile)
