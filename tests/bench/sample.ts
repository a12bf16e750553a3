import { readFileSync } from 'node:fs'
import { Customer } from '../../core/entities/customer.ts'
import { nationalDigits, titleWords } from '../../core/fields/facets.ts'
import type { PartyNameValue } from '../../core/fields/values.ts'
import type { PlaceTable } from '../../core/thai/places.ts'
import { sortKey } from '../../core/thai/sort-key.ts'
import { fold } from '../../core/thai/text.ts'
import { FIRST_WORDS, LAST_WORDS, SEGMENTS } from '../../server/features/demo/company-words.ts'
import { MEN, NICKNAMES, SURNAMES, WOMEN } from '../../server/features/demo/person-words.ts'
import { Random } from '../../server/features/demo/random.ts'
import { NEEDS } from '../../server/features/demo/sales-words.ts'

/** So many people share the customers; the seller who is measured works in a team of `TEAM` of them. */
export const PEOPLE = 12
export const TEAM = 4

/** A generated customer, with what brute force needs to know the right answers. */
export type Sampled = {
  name: PartyNameValue
  phone: string
  lineId: string | undefined
  taxId: string | undefined
  grade: string
  subdistrict: string
  needs: string | undefined
  tags: string[]
  owner: number
  /** Folded words that the measured seller may search in; the LINE ID is hidden from him. */
  parts: string[]
  titleFold: string
}

export const provinceOf = (customer: Pick<Sampled, 'subdistrict'>): string => customer.subdistrict.slice(0, 2)
export const inReach = (customer: Pick<Sampled, 'owner'>): boolean => customer.owner < TEAM
const NAME = Customer.fields.find((field) => field.key === 'name') ?? Customer.fields[0]
export const sortOf = (customer: Pick<Sampled, 'name'>): string => sortKey(titleWords(NAME, customer.name))

/** The same customers every time, one after the other, so that a million of them need not stand in memory at once. */
export function* sample(size: number): Generator<Sampled> {
  const random = new Random('bench')
  const table = JSON.parse(readFileSync(new URL('../../resources/addresses/places.json', import.meta.url), 'utf8')) as PlaceTable
  const subdistricts = table.provinces.flatMap(([, , , districts]) =>
    districts.flatMap(([, , , rows]) => rows.map(([code]) => String(code))),
  )
  const businesses = Object.values(SEGMENTS).flatMap((segment) => segment.businesses.filter((word) => word !== ''))
  for (let at = 0; at < size; at += 1) yield makeCustomer(random, at, subdistricts, businesses)
}

function makeCustomer(random: Random, at: number, subdistricts: readonly string[], businesses: readonly string[]): Sampled {
  const isCompany = random.chance(0.55)
  const [nick, latin] = random.pick(NICKNAMES)
  const name: PartyNameValue = isCompany
    ? {
        type: 'company',
        form: random.pick(['limited', 'limited-partnership', 'shop']),
        name: `${random.pick(FIRST_WORDS)}${random.pick(businesses)}${random.chance(0.3) ? ` ${random.pick(LAST_WORDS)}` : ''}`,
      }
    : {
        type: 'person',
        first: random.pick(random.chance(0.5) ? MEN : WOMEN),
        last: random.pick(SURNAMES),
        ...(random.chance(0.6) && { nick }),
      }
  const phone = `+66${random.pick(['8', '9', '6'])}${String(random.whole(0, 99_999_999)).padStart(8, '0')}`
  const taxId = isCompany && random.chance(0.6) ? `0105999${String(at).padStart(6, '0').slice(-6)}` : undefined
  const needs = random.chance(0.3) ? random.pick(NEEDS) : undefined
  const tags = random.chance(0.2) ? [random.pick(['ตัวแทน', 'โรงงาน', 'บ่อกุ้ง', 'งานประมูล', 'VIP'])] : []
  const words = name.type === 'company' ? [name.name] : [`${name.first} ${name.last}`, name.last ?? '', name.nick ?? '']
  const code = `C-${String(at + 1).padStart(6, '0')}`
  const parts = [...words, code, taxId ?? '', nationalDigits(phone), ...tags, needs ?? ''].map(fold).filter((part) => part !== '')
  return {
    name,
    phone,
    taxId,
    needs,
    tags,
    parts,
    grade: random.pick(['A', 'B', 'C', 'C', 'D', 'D']),
    owner: random.whole(0, PEOPLE - 1),
    subdistrict: random.pick(subdistricts),
    lineId: random.chance(0.5) ? `${latin}${random.whole(10, 99_999)}` : undefined,
    titleFold: fold(titleWords(NAME, name)),
  }
}

/** Texts to search for, from frequent to absent: pieces of real values, and pieces that nobody has. */
export function searchTexts(customers: readonly Sampled[], length: 1 | 2 | 3 | 'more', count: number): string[] {
  const random = new Random(`search ${length}`)
  const texts: string[] = []
  while (texts.length < count) {
    const part = random.pick(random.pick(customers).parts)
    const size = length === 'more' ? random.whole(4, 9) : length
    const characters = [...part]
    if (characters.length < size) continue
    const start = random.whole(0, characters.length - size)
    const piece = characters.slice(start, start + size)
    // Every fifth is made rare or absent by a foreign character at its end.
    if (random.chance(0.2)) piece[piece.length - 1] = random.pick(['ฌ', 'ฦ', 'q', 'ฒ', '7', 'x'])
    texts.push(piece.join(''))
  }
  return texts
}
