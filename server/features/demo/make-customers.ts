import type { AddressItem, PartyNameValue, PhoneItem } from '../../../core/fields/values.ts'
import type { Values } from '../../records/row.ts'
import { PERSON_SEGMENTS, PERSONS_PERCENT, SEGMENTS, type Segment } from './company-words.ts'
import { type CompanyNames, makePerson, type Numbers } from './make-names.ts'
import { type DemoPlaces, makeAddress, type Spot } from './make-places.ts'
import type { OfficeTime } from './office-time.ts'
import { regionOf } from './place-words.ts'
import { FIRST_DAY, OLD_CUSTOMERS, type PlannedCustomer, SIZES } from './plan.ts'
import { Random } from './random.ts'
import { CUSTOMER_NOTES, NEEDS } from './sales-words.ts'
import { MANAGER, OWNER, SELLER_OF } from './staff.ts'

export type World = { time: OfficeTime; places: DemoPlaces; names: CompanyNames; numbers: Numbers }

const SOURCES: readonly (readonly [string, number])[] = [
  ['referral', 24],
  ['walkIn', 16],
  ['line', 14],
  ['facebook', 12],
  ['phone', 12],
  ['website', 6],
  ['fair', 8],
  ['visit', 6],
  ['marketplace', 2],
]
const GRADES: readonly (readonly [string | undefined, number])[] = [
  ['A', 7],
  ['B', 20],
  ['C', 40],
  ['D', 26],
  [undefined, 7],
]
const CREDIT_DAYS: Readonly<Record<string, readonly number[]>> = {
  A: [30, 45, 60],
  B: [30, 30, 45],
  C: [7, 15, 30],
  D: [0, 0, 7],
}
const CREDIT_BAHT: Readonly<Record<string, number>> = { A: 1_500_000, B: 500_000, C: 150_000, D: 30_000 }

/** The customers of the demo, oldest first. */
export function planCustomers(world: World): PlannedCustomer[] {
  const random = new Random('customers')
  const days = Array.from({ length: SIZES.customers }, (_, at) =>
    at < OLD_CUSTOMERS ? FIRST_DAY + (at % 5) : random.whole(FIRST_DAY + 6, -1),
  )
  const moments = days.map((day) => ({ day, at: world.time.moment(random, day) })).sort((a, b) => (a.at < b.at ? -1 : 1))
  const planned: PlannedCustomer[] = []
  for (const [place, { day, at }] of moments.entries())
    planned.push({ ...makeCustomer(random, world, place, day), day, at, ...pointers(random, planned) })
  enterTwice(planned)
  return planned
}

const FIRM_TWICE = 150
const FIRMS_BEFORE = 60

/** Every so many firms one was already there, which a colleague did not see: a name without its legal form, the telephone, the address. */
function enterTwice(planned: readonly PlannedCustomer[]): void {
  const firms = planned.filter(({ isPerson }) => !isPerson)
  for (let at = FIRM_TWICE; at < firms.length; at += FIRM_TWICE) {
    const [known, again] = [firms[at - FIRMS_BEFORE]?.values, firms[at]?.values]
    if (!known || !again) continue
    again.name = { type: 'company', name: (known.name as { name: string }).name }
    again.phones = known.phones
    again.addresses = known.addresses
    delete again.taxId
    delete again.lineId
    delete again.emails
  }
}

/** A few belong to, were sent by, or sell for a customer that is already there. */
function pointers(
  random: Random,
  before: readonly PlannedCustomer[],
): Partial<Pick<PlannedCustomer, 'parent' | 'referrer' | 'dealerOf'>> {
  if (before.length < 50) return {}
  const earlier = () => random.whole(0, before.length - 1)
  const roll = random.next()
  if (roll < 0.025) return { parent: earlier() }
  if (roll < 0.09) return { referrer: earlier() }
  return roll < 0.11 ? { dealerOf: earlier() } : {}
}

const segmentShares = (Object.entries(SEGMENTS) as [Segment, { share: number }][]).map(
  ([segment, { share }]) => [segment, share] as const,
)

function makeCustomer(random: Random, world: World, place: number, day: number): Omit<PlannedCustomer, 'at' | 'day'> {
  const spot = world.places.spot(random)
  const isPerson = random.chance(PERSONS_PERCENT / 100)
  const segment = isPerson ? random.weighted(PERSON_SEGMENTS) : random.weighted(segmentShares)
  const grade = isPerson
    ? random.weighted([
        ['B', 6],
        ['C', 34],
        ['D', 60],
      ] as const)
    : random.weighted(GRADES)
  const person = isPerson ? makePerson(random) : undefined
  const name: PartyNameValue = person ? { type: 'person', ...person.name } : world.names.make(random, segment, spot)
  const latin = person?.latin ?? `shop${place}`
  const actor = ownerOf(random, grade, spot)
  const words = SEGMENTS[segment]
  const values: Values = {
    name,
    type: isPerson ? 'consumer' : words.kind,
    ...(words.kind === 'wholesale' && random.chance(0.6) && { trader: true }),
    ...(grade && { grade }),
    phones: phonesOf(random, world, spot, isPerson),
    addresses: addressesOf(random, world, spot, isPerson),
    source: random.weighted(SOURCES),
    ...(words.industry !== '' && !isPerson && { industry: words.industry }),
    ...(random.chance(isPerson ? 0.7 : 0.42) && {
      lineId: isPerson || random.chance(0.7) ? world.numbers.lineId(random, latin) : `@${latin}`,
    }),
    ...(!isPerson && random.chance(0.2) && { emails: [{ id: 'e1', address: `contact${place}@example.com` }] }),
    ...(random.chance(0.38) && { needs: random.pick(NEEDS) }),
    ...(random.chance(0.14) && { notes: random.pick(CUSTOMER_NOTES) }),
    ...(random.chance(0.35) && { tags: random.some(words.tags, random.whole(1, 2)) }),
    ...(random.chance(0.025) && { doNotContact: random.some(['phone', 'line', 'sms'], random.whole(1, 2)) }),
    ...moneyOf(random, grade, isPerson),
    ...datesOf(random, world, place, day, isPerson),
    ...identityOf(random, world, name, spot),
  }
  return { segment, isPerson, nick: person?.nick ?? '', grade, contacts: [], actor, values }
}

/** The best customers stay with the owner and the manager, the others with the seller of the region. */
function ownerOf(random: Random, grade: string | undefined, spot: Spot): number {
  if (grade === 'A' && random.chance(0.3)) return random.chance(0.5) ? OWNER : MANAGER
  return random.chance(0.06) ? MANAGER : SELLER_OF[regionOf(spot.code)]
}

function phonesOf(random: Random, world: World, spot: Spot, isPerson: boolean): PhoneItem[] {
  if (isPerson) return [{ id: 'p1', e164: world.numbers.mobile(), type: 'mobile' }]
  const phones: PhoneItem[] = random.chance(0.72)
    ? [{ id: 'p1', e164: world.numbers.landline(random, spot.code.slice(0, 2)), type: 'office' }]
    : []
  if (phones.length === 0 || random.chance(0.35)) phones.push({ id: 'p2', e164: world.numbers.mobile(), type: 'mobile' })
  return phones
}

function addressesOf(random: Random, world: World, spot: Spot, isPerson: boolean): AddressItem[] {
  const billing = makeAddress(random, spot, 'a1', 'billing')
  if (isPerson || !random.chance(0.18)) return [billing]
  return [billing, makeAddress(random, random.chance(0.6) ? spot : world.places.spot(random), 'a2', 'shipping')]
}

function moneyOf(random: Random, grade: string | undefined, isPerson: boolean): Values {
  if (isPerson || grade === undefined) return {}
  const days = random.pick(CREDIT_DAYS[grade] ?? [0])
  return {
    creditDays: days,
    ...(days > 0 && { creditLimit: Math.round(((CREDIT_BAHT[grade] ?? 0) * (0.5 + random.next())) / 10_000) * 1_000_000 }),
    ...(random.chance(0.25) && {
      employees: Math.max(2, Math.round(random.logNormal(28, 1))),
      revenue: Math.round(random.logNormal(24_000_000, 1.1) / 100_000) * 10_000_000,
    }),
  }
}

function datesOf(random: Random, world: World, place: number, day: number, isPerson: boolean): Values {
  const since = place < OLD_CUSTOMERS ? FIRST_DAY - random.whole(100, 5_000) : day
  return {
    ...((place < OLD_CUSTOMERS || random.chance(0.3)) && { customerSince: world.time.date(since) }),
    ...(random.chance(isPerson ? 0.3 : 0.12) && {
      birthday: world.time.date(isPerson ? -random.whole(25 * 365, 70 * 365) : since - random.whole(100, 6_000)),
    }),
  }
}

function identityOf(random: Random, world: World, name: PartyNameValue, spot: Spot): Values {
  if (name.type !== 'company' || !random.chance(0.82)) return {}
  const number = world.numbers.taxId(name.form, spot.code.slice(0, 2))
  return number ? { taxId: { number, branch: random.chance(0.08) ? String(random.whole(1, 24)).padStart(5, '0') : '00000' } } : {}
}
