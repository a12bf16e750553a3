import type { PartyNameValue, PersonNameValue } from '../../../core/fields/values.ts'
import { taxIdProblem } from '../../../core/thai/tax-id.ts'
import { FIRST_WORDS, LAST_WORDS, LONG_NAMES, SEGMENTS, type Segment } from './company-words.ts'
import type { Spot } from './make-places.ts'
import { MEN, NICKNAMES, ROYAL_SURNAMES, SURNAMES, TITLES_OF_MEN, TITLES_OF_WOMEN, WOMEN } from './person-words.ts'
import { AREA_CODES } from './place-words.ts'
import type { Random } from './random.ts'

export type Somebody = { name: PersonNameValue; nick: string; latin: string }

/** A made-up person; the surname is missing now and then, as it is in real lists. */
export function makePerson(random: Random, surname?: string): Somebody {
  const man = random.chance(0.48)
  const [nick, latin] = random.pick(NICKNAMES)
  const last = surname ?? (random.chance(0.01) ? random.pick(ROYAL_SURNAMES) : random.pick(SURNAMES))
  const name: PersonNameValue = {
    ...(random.chance(0.8) && { title: random.weighted(man ? TITLES_OF_MEN : TITLES_OF_WOMEN) }),
    first: random.pick(man ? MEN : WOMEN),
    ...(!random.chance(0.03) && { last }),
    ...(random.chance(0.86) && { nick }),
  }
  return { name, nick: name.nick ?? name.first, latin }
}

/** Names of made-up organisations; no two are the same. */
export class CompanyNames {
  readonly #taken = new Set<string>()
  readonly #long = [...LONG_NAMES]

  make(
    random: Random,
    segment: Segment,
    { district, subdistrict, province }: Pick<Spot, 'district' | 'subdistrict' | 'province'>,
  ): Extract<PartyNameValue, { type: 'company' }> {
    // Bangkok has districts of its own and no sub-district offices.
    const form = segment === 'government' && province.startsWith('กรุงเทพ') ? 'temple' : random.weighted(SEGMENTS[segment].forms)
    if (['limited', 'limited-partnership', 'cooperative'].includes(form) && this.#long.length > 0 && random.chance(0.02))
      return { type: 'company', form, name: this.#long.pop() as string }
    for (let attempt = 0; ; attempt += 1) {
      const name =
        form === 'municipality'
          ? `ตำบล${subdistrict}`
          : form === 'subdistrict-office'
            ? subdistrict
            : form === 'temple'
              ? `${random.pick(['ศรี', 'ใหม่', 'โพธิ์', ''])}${subdistrict}`
              : this.#coined(random, segment, form, district)
      const unique = attempt > 8 ? `${name} ${attempt}` : name
      const key = `${form} ${unique}`
      if (this.#taken.has(key)) continue
      this.#taken.add(key)
      return { type: 'company', form, name: unique }
    }
  }

  #coined(random: Random, segment: Segment, form: string, district: string): string {
    const business = random.pick(SEGMENTS[segment].businesses)
    const first = random.pick(FIRST_WORDS)
    if (form === 'hospital') return `${first}${district}`
    if (form === 'cooperative') return `${business}${district}`
    const glued = random.chance(0.12) ? `${business}${first}` : `${first}${business}`
    return random.chance(0.22) ? `${glued} ${random.pick(LAST_WORDS)}` : glued
  }
}

const MOBILE_PREFIXES = ['81', '82', '84', '85', '86', '87', '89', '91', '92', '95', '61', '63']
const TYPE_DIGITS: Readonly<Record<string, string>> = {
  limited: '5',
  public: '7',
  'limited-partnership': '3',
  'ordinary-partnership': '2',
}

/**
 * Numbers that are well formed and plainly made up: telephones with 000 after the prefix, tax numbers that claim the
 * registration year 2999. No two are the same, so that nobody's duplicate is invented by chance.
 */
export class Numbers {
  #mobiles = 0
  #taxIds = 0
  readonly #lines = new Map<string, number>()
  readonly #lineIds = new Set<string>()

  mobile(): string {
    const at = this.#mobiles++
    const prefix = MOBILE_PREFIXES[at % MOBILE_PREFIXES.length] ?? ''
    // 37 shares no factor with 10,000: the four digits run through all of them in no visible order.
    return `+66${prefix}000${String((Math.floor(at / MOBILE_PREFIXES.length) * 37 + 1234) % 10_000).padStart(4, '0')}`
  }

  landline(random: Random, provinceCode: string): string {
    const area = random.pick(AREA_CODES[provinceCode.charAt(0)] ?? ['02'])
    const size = area === '02' ? 10_000 : 1_000
    const at = this.#lines.get(area) ?? 0
    this.#lines.set(area, at + 1)
    return `+66${area.slice(1)}000${String((at * 37 + 112) % size).padStart(area === '02' ? 4 : 3, '0')}`
  }

  /** The number of a juristic person, or undefined for the forms that have their owner's national number: nobody's is invented. */
  taxId(form: string | undefined, provinceCode: string): string | undefined {
    const digit = TYPE_DIGITS[form ?? '']
    if (form === undefined || form === 'shop') return undefined
    const start = digit ? `0${provinceCode}${digit}999` : '0994999'
    this.#taxIds += 1
    const twelve = `${start}${String(this.#taxIds).padStart(5, '0')}`
    for (let check = 0; check <= 9; check += 1) if (taxIdProblem(`${twelve}${check}`) === undefined) return `${twelve}${check}`
    return undefined
  }

  lineId(random: Random, latin: string): string {
    const tail = random.pick(['', '.pump', '_farm', '88', '.work', '99', '_shop'])
    for (let number = 0; ; number += 1) {
      const id = `${latin}${tail}${number > 0 || latin.length + tail.length < 4 ? number + 10 : ''}`
      if (this.#lineIds.has(id)) continue
      this.#lineIds.add(id)
      return id
    }
  }
}
