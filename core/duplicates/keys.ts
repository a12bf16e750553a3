import type { AddressProfile, NameProfile, Profile } from './profile.ts'
import type { AlikeKey, DuplicateRules } from './rules.ts'

const nameOf = (profile: Profile): NameProfile | undefined => {
  const facet = profile.get('name')
  return facet?.kind === 'name' ? facet.name : undefined
}

const addressesOf = (profile: Profile): readonly AddressProfile[] => {
  const facet = profile.get('addresses')
  return facet?.kind === 'addresses' ? facet.items : []
}

/** The sounds of a name's words in a fixed order, so that first name and surname may change places. */
function soundOf(name: NameProfile): string | undefined {
  if (name.company) return name.company.sound.length >= 3 ? name.company.sound : name.company.fold
  if (!name.first || !name.last) return undefined
  return [name.first.sound, name.last.sound].sort().join(' ')
}

const MAKE: Record<AlikeKey, (profile: Profile) => (string | undefined)[]> = {
  name: (profile) => {
    const name = nameOf(profile)
    return [name && soundOf(name)]
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

/** The keys under which a record waits for others like it; short texts, each with the letter of its kind. */
export function alikeKeys(rules: DuplicateRules, profile: Profile): string[] {
  const keys = new Set<string>()
  for (const kind of rules.keys)
    for (const value of MAKE[kind](profile)) if (value) keys.add(`${LETTER[kind]} ${value}`.slice(0, 80))
  return [...keys]
}
