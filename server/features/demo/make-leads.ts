import { SEGMENTS } from './company-words.ts'
import type { World } from './make-customers.ts'
import { makePerson } from './make-names.ts'
import { makeAddress } from './make-places.ts'
import { regionOf } from './place-words.ts'
import { type PlannedCustomer, type PlannedLead, SIZES } from './plan.ts'
import { Random } from './random.ts'
import { LEAD_INTERESTS } from './sales-words.ts'
import { SELLER_OF } from './staff.ts'

const STATUSES: readonly (readonly [string, number])[] = [
  ['new', 26],
  ['contacting', 30],
  ['qualified', 18],
  ['converted', 12],
  ['lost', 14],
]
const SOURCES: readonly (readonly [string, number])[] = [
  ['facebook', 34],
  ['line', 30],
  ['website', 14],
  ['fair', 14],
  ['phone', 8],
]

/** People who asked lately, oldest first; some have become customers meanwhile. */
export function planLeads(world: World, customers: readonly PlannedCustomer[]): PlannedLead[] {
  const random = new Random('leads')
  const lately = customers.flatMap((customer, at) => (customer.isPerson && customer.day > -120 && customer.day < -10 ? [at] : []))
  return Array.from({ length: SIZES.leads }, () => makeLead(random, world, customers, lately)).sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  )
}

function makeLead(random: Random, world: World, customers: readonly PlannedCustomer[], lately: number[]): PlannedLead {
  const wanted = random.weighted(STATUSES)
  const customer = wanted === 'converted' ? lately.pop() : undefined
  const status = wanted === 'converted' && customer === undefined ? 'qualified' : wanted
  const became = customer === undefined ? undefined : (customers[customer] as PlannedCustomer)
  const person = makePerson(random)
  const spot = world.places.spot(random)
  const day = became ? became.day - random.whole(2, 9) : status === 'new' ? random.whole(-6, -1) : random.whole(-90, -3)
  const firm = !became && random.chance(0.35)
  return {
    day,
    at: world.time.moment(random, day),
    actor: became?.actor ?? SELLER_OF[regionOf(spot.code)],
    ...(became && customer !== undefined && { convertedTo: { customer, day: became.day } }),
    values: {
      status,
      source: random.weighted(SOURCES),
      name: became ? nameOf(became) : person.name,
      interest: random.pick(LEAD_INTERESTS),
      ...(firm && {
        company: world.names.make(random, random.pick(Object.keys(SEGMENTS).slice(0, 7) as (keyof typeof SEGMENTS)[]), spot).name,
      }),
      ...(became
        ? { phones: became.values.phones }
        : random.chance(0.85) && { phones: [{ id: 'p1', e164: world.numbers.mobile(), type: 'mobile' }] }),
      ...(!became && random.chance(0.6) && { lineId: world.numbers.lineId(random, person.latin) }),
      ...(random.chance(0.3) && { addresses: [makeAddress(random, spot, 'a1', 'other')] }),
      ...(random.chance(0.4) && { expectedAmount: random.whole(2, 80) * 500_000 }),
      ...(status === 'lost' && {
        lostReason: random.weighted([
          ['noReply', 50],
          ['notNow', 25],
          ['price', 15],
          ['wrongFit', 10],
        ]),
      }),
    },
  }
}

/** A person's name without the mark that tells persons from companies. */
function nameOf(customer: PlannedCustomer): unknown {
  const { type: _, ...name } = customer.values.name as { type: string }
  return name
}
