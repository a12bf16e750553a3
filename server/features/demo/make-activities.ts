import type { Values } from '../../records/row.ts'
import type { Segment } from './company-words.ts'
import type { World } from './make-customers.ts'
import {
  type Link,
  type PlannedActivity,
  type PlannedContact,
  type PlannedCustomer,
  type PlannedDeal,
  type PlannedLead,
  SIZES,
} from './plan.ts'
import { PRODUCTS } from './product-words.ts'
import { Random } from './random.ts'
import { ACTIVITY_WORDS, LEARNED } from './sales-words.ts'
import { OWNER } from './staff.ts'

type Records = {
  customers: readonly PlannedCustomer[]
  contacts: readonly PlannedContact[]
  deals: readonly PlannedDeal[]
  leads: readonly PlannedLead[]
}
/** What an activity is about, in the words that its texts need. */
type Topic = { about: readonly TimedLink[]; actor: number; nick: string; product: string }
/** A record and since when it is there. */
type TimedLink = Link & { since: string }

const TYPES: readonly (readonly [string, number])[] = [
  ['call', 40],
  ['line', 18],
  ['visit', 13],
  ['meeting', 5],
  ['email', 4],
  ['task', 11],
  ['note', 9],
]
/** Tasks that are open today about customers without a deal. */
const OPEN_ON_CUSTOMERS = 120
/** The one customer with whom somebody speaks every other day. */
const BUSIEST_ACTIVITIES = 420
const products = new Map(PRODUCTS.map((product) => [product.key, product.th]))
const productFor = (segment: Segment): string =>
  (PRODUCTS.find((product) => product.segments.includes(segment)) ?? PRODUCTS[0])?.th ?? ''

/** The activities of the demo, oldest first: those of each deal, the open tasks, and whatever else was said to customers. */
export function planActivities(world: World, records: Records): PlannedActivity[] {
  const random = new Random('activities')
  const planned: PlannedActivity[] = []
  for (const [at, deal] of records.deals.entries()) planned.push(...ofDeal(random, world, records, deal, at))
  for (const [at, lead] of records.leads.entries()) planned.push(...ofLead(random, world, lead, at))
  for (let count = 0; count < OPEN_ON_CUSTOMERS; count += 1)
    planned.push(openTask(random, world, customerTopic(random, records, random.whole(0, records.customers.length - 1)), -60))
  for (const due of [-6, -2, -1, 0, 0, 0, 1, 2, 3, 5, 6])
    planned.push({
      ...openTask(random, world, { ...customerTopic(random, records, ofOwner(random, records)), actor: OWNER }, -60, due),
    })
  const busiest = records.customers.reduce(
    (best, customer, at) =>
      customer.contacts.length > (records.customers[best]?.contacts.length ?? 0) && customer.day < -700 ? at : best,
    0,
  )
  for (let count = 0; count < BUSIEST_ACTIVITIES; count += 1)
    planned.push(done(random, world, customerTopic(random, records, busiest), random.whole(-728, -1)))
  while (planned.length < SIZES.activities) {
    const customer = random.pick(
      records.customers.length > 0
        ? [random.whole(0, records.customers.length - 1), Math.floor(records.customers.length * random.next() ** 3)]
        : [0],
    )
    const since = records.customers[customer]?.day ?? -1
    planned.push(done(random, world, customerTopic(random, records, customer), since - Math.round(since * random.next()) - 1))
  }
  return planned.slice(0, SIZES.activities).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function ofOwner(random: Random, records: Records): number {
  const own = records.customers.flatMap((customer, at) => (customer.actor === OWNER ? [at] : []))
  return own.length > 0 ? random.pick(own) : 0
}

function customerTopic(random: Random, records: Records, at: number): Topic {
  const customer = records.customers[at] as PlannedCustomer
  const contact = customer.contacts.length > 0 && random.chance(0.7) ? random.pick(customer.contacts) : undefined
  return {
    about: [{ entity: 'customer', at, since: customer.at }, ...personLink(records, contact)],
    actor: customer.actor,
    nick: (contact === undefined ? undefined : records.contacts[contact]?.nick) ?? customer.nick,
    product: productFor(customer.segment),
  }
}

const personLink = (records: Records, at: number | undefined): TimedLink[] =>
  at === undefined ? [] : [{ entity: 'contact', at, since: records.contacts[at]?.at ?? '' }]

/** The moment, moved behind the birth of what the activity is about; people whom nobody knew by then are left out. */
function placed(world: World, topic: Topic, moment: string): { at: string; about: Link[] } {
  const [main] = topic.about
  const at = main ? world.time.after(moment, main.since) : moment
  return {
    at,
    about: topic.about.filter((link) => link === main || link.since < at).map(({ entity, at: place }) => ({ entity, at: place })),
  }
}

function dealTopic(random: Random, records: Records, deal: PlannedDeal, at: number): Topic {
  const person = deal.people.length > 0 && random.chance(0.6) ? random.pick(deal.people).contact : undefined
  return {
    about: [{ entity: 'deal', at, since: deal.at }, ...personLink(records, person)],
    actor: deal.actor,
    nick: (person === undefined ? undefined : records.contacts[person]?.nick) ?? records.customers[deal.customer]?.nick ?? '',
    product: products.get(deal.product) ?? '',
  }
}

function ofDeal(random: Random, world: World, records: Records, deal: PlannedDeal, at: number): PlannedActivity[] {
  const lastMove = deal.moves[deal.moves.length - 1]?.day ?? deal.day
  const until = Math.min(-1, deal.closedDay ?? lastMove + 45)
  const count = random.whole(3, 10)
  const planned = Array.from({ length: count }, () =>
    done(random, world, dealTopic(random, records, deal, at), random.whole(deal.day, Math.max(deal.day, until))),
  )
  // Every sixth open deal has nothing planned: the home screen is to find it.
  if (deal.closedDay === undefined && random.chance(0.83))
    planned.push(openTask(random, world, dealTopic(random, records, deal, at), deal.day))
  return planned
}

function ofLead(random: Random, world: World, lead: PlannedLead, at: number): PlannedActivity[] {
  const topic: Topic = { about: [{ entity: 'lead', at, since: lead.at }], actor: lead.actor, nick: '', product: 'ปั๊มน้ำ' }
  if (lead.values.status === 'new') return []
  const planned = Array.from({ length: random.whole(1, 3) }, () => done(random, world, topic, random.whole(lead.day, -1)))
  return lead.values.status === 'contacting' && random.chance(0.5)
    ? [...planned, openTask(random, world, topic, lead.day)]
    : planned
}

function fill(random: Random, text: string, topic: Topic): string {
  const person = topic.nick === '' ? 'ลูกค้า' : `คุณ${topic.nick}`
  return text
    .replaceAll('คุณ{n}', person)
    .replaceAll('{p}', topic.product)
    .replace('{b}', (random.whole(4, 240) * 5_000).toLocaleString('en-US'))
    .replace('{d}', String(random.whole(3, 45)))
}

/** Something that was done on a past day, written down when it was done. */
function done(random: Random, world: World, topic: Topic, day: number): PlannedActivity {
  const past = Math.min(day, -1)
  const { at, about } = placed(world, topic, world.time.moment(random, past))
  const type = random.weighted(TYPES)
  const words = ACTIVITY_WORDS[type] as (typeof ACTIVITY_WORDS)[string]
  const values: Values = {
    type,
    subject: fill(random, random.pick(words.subjects), topic),
    doneAt: at,
    ...((type === 'note' || random.chance(0.62)) && { body: fill(random, random.pick(words.bodies), topic) }),
    ...(words.outcomes.length > 0 && { outcome: random.weighted(words.outcomes) }),
    ...(words.minutes && { minutes: random.whole(...words.minutes) }),
    ...(['call', 'visit', 'meeting'].includes(type) && random.chance(0.3) && { learned: random.pick(LEARNED) }),
    ...(type === 'task' && { dueAt: world.time.at(world.time.workday(past) + random.whole(-1, 2), 17 * 60) }),
  }
  return { day: past, at, actor: topic.actor, about, values }
}

/** A task that waits: late, today, in the next seven days or later. */
function openTask(random: Random, world: World, topic: Topic, since: number, when?: number): PlannedActivity {
  const [from, until] = random.weighted([
    [[-24, -1], 20],
    [[0, 0], 13],
    [[1, 7], 32],
    [[8, 45], 35],
  ] as const)
  const due = when ?? random.whole(from, until)
  const type = random.weighted([
    ['task', 42],
    ['call', 36],
    ['visit', 14],
    ['meeting', 8],
  ] as const)
  const words = ACTIVITY_WORDS[type] as (typeof ACTIVITY_WORDS)[string]
  const allDay = type === 'task' && random.chance(0.5)
  const dueAt = allDay ? world.time.at(due, 0) : world.time.appointment(random, due)
  const day = Math.min(-1, Math.max(Math.min(since, due), due - random.whole(1, 14)))
  const values: Values = {
    type,
    subject: fill(random, random.pick(words.subjects), topic),
    dueAt,
    ...(allDay && { allDay: true }),
    ...(random.chance(0.35) && { body: fill(random, random.pick(words.bodies), topic) }),
    ...(!allDay && random.chance(0.5) && { remindAt: new Date(Date.parse(dueAt) - 30 * 60_000).toISOString() }),
    ...(random.chance(0.02) && { repeat: 'monthly' }),
  }
  return { day, ...placed(world, topic, world.time.moment(random, day)), actor: topic.actor, values }
}
