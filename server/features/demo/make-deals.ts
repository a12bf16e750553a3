import type { World } from './make-customers.ts'
import { PIPELINES, STAGE } from './pipelines.ts'
import { type DealMove, type PlannedContact, type PlannedCustomer, type PlannedDeal, SIZES } from './plan.ts'
import { COMPETITORS, LOST_NOTES, PRODUCTS, type Product } from './product-words.ts'
import { Random } from './random.ts'

const LOST_REASONS: readonly (readonly [string, number])[] = [
  ['price', 34],
  ['competitor', 22],
  ['budget', 16],
  ['timing', 12],
  ['noReply', 10],
  ['spec', 6],
]
/** Of a hundred deals so many are contracts for service. */
const SERVICE_PERCENT = 30
/** Deals that nobody closes though they have been over for long. */
const FORGOTTEN = 0.004
/** Late deals whose seller knows nobody who decides. */
const NO_DECIDER = 0.15

/** The deals of the demo, oldest first. */
export function planDeals(
  world: World,
  customers: readonly PlannedCustomer[],
  contacts: readonly PlannedContact[],
): PlannedDeal[] {
  const random = new Random('deals')
  const buyers = customers.flatMap((customer, at) =>
    Array.from({ length: { A: 12, B: 5, C: 2, D: 1 }[customer.grade ?? 'D'] ?? 1 }, () => at),
  )
  const planned: PlannedDeal[] = []
  while (planned.length < SIZES.deals) {
    const place = random.pick(buyers)
    const customer = customers[place] as PlannedCustomer
    // Business grew: more deals began lately than two years ago.
    const day = Math.max(customer.day, Math.round(-726 * random.next() ** 1.25))
    if (day >= -1) continue
    planned.push(makeDeal(random, world, place, customer, contacts, day))
  }
  return planned.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

function makeDeal(
  random: Random,
  world: World,
  place: number,
  customer: PlannedCustomer,
  contacts: readonly PlannedContact[],
  day: number,
): PlannedDeal {
  const pipeline = random.chance(SERVICE_PERCENT / 100) ? 'service' : 'pumps'
  const product = productFor(random, pipeline, customer)
  const amount = amountOf(random, product, customer)
  const cycle = Math.max(2, random.logNormal(pipeline === 'pumps' ? 26 : 20, 0.75))
  const closes = day + Math.round(cycle)
  const open = closes >= -1 || random.chance(FORGOTTEN)
  const won = !open && random.chance(pipeline === 'pumps' ? 0.47 : 0.58)
  const at = world.time.after(world.time.moment(random, day), customer.at)
  const people = peopleOf(random, customer, contacts, at)
  const deal: PlannedDeal = {
    day,
    at,
    actor: customer.actor,
    customer: place,
    pipeline,
    product: product.key,
    stage: 0,
    people,
    moves: [],
    closedDay: open ? undefined : closes,
    won,
    values: {
      name: nameOf(random, product),
      product: product.key,
      openedOn: world.time.date(day),
      ...(random.chance(0.6) && { source: customer.values.source }),
      expectedClose: world.time.date(open ? Math.max(closes, day + 20) + random.whole(-5, 25) : closes + random.whole(-10, 12)),
      ...(random.chance(0.3) && { competitors: random.some(COMPETITORS, random.whole(1, 2)) }),
      ...(random.chance(0.55) && { amount }),
    },
  }
  addMoves(random, world, deal, cycle, amount)
  const late = (PIPELINES[pipeline].stages[deal.stage]?.[3] ?? 0) >= 50
  if (open && late) setDecider(deal, random.chance(NO_DECIDER))
  return deal
}

/** A late deal has somebody who decides, but for those whose seller does not know him. */
function setDecider(deal: PlannedDeal, unknown: boolean): void {
  if (unknown) deal.people = deal.people.filter((person) => person.role !== 'decides')
  else if (!deal.people.some((person) => person.role === 'decides') && deal.people[0]) deal.people[0].role = 'decides'
}

function productFor(random: Random, pipeline: 'pumps' | 'service', customer: PlannedCustomer): Product {
  const all = PRODUCTS.filter((product) => product.pipeline === pipeline)
  const fitting = all.filter((product) => product.segments.includes(customer.segment))
  return random.pick(fitting.length > 0 ? fitting : all)
}

/** In satang; rounded as sellers round. */
function amountOf(random: Random, product: Product, customer: PlannedCustomer): number {
  const size = { A: 1.9, B: 1.3, C: 1, D: 0.7 }[customer.grade ?? 'C'] ?? 1
  const baht = random.logNormal(product.median * size, product.spread)
  const step = baht > 100_000 ? 1_000 : baht > 10_000 ? 100 : 10
  return Math.max(step, Math.round(baht / step) * step) * 100
}

const nameOf = (random: Random, product: Product): string =>
  product.pipeline === 'service'
    ? `${product.th} ปีที่ ${random.whole(1, 6)}`
    : random.weighted([
        [product.th, 40],
        [`${product.th} ${random.whole(2, 12)} ชุด`, 30],
        [`${product.th} เฟส ${random.whole(1, 3)}`, 10],
        [`เปลี่ยน${product.th}ของเดิม`, 12],
        [`${product.th} โครงการอาคารใหม่`, 8],
      ])

function peopleOf(
  random: Random,
  customer: PlannedCustomer,
  contacts: readonly PlannedContact[],
  since: string,
): PlannedDeal['people'] {
  const known = customer.contacts.filter((at) => (contacts[at]?.at ?? since) < since)
  return random
    .some(known, random.whole(1, 3))
    .map((contact) => ({ contact, role: contacts[contact]?.links[0]?.role ?? random.pick(['influences', 'uses']) }))
}

/** The steps of a deal through the stages up to its end, or as far as it has come. */
function addMoves(random: Random, world: World, deal: PlannedDeal, cycle: number, amount: number): void {
  const stages = PIPELINES[deal.pipeline].stages
  const lastOpen = stages.filter(([, , kind]) => kind === 'open').length - 1
  const reached = deal.won
    ? lastOpen
    : deal.closedDay !== undefined
      ? random.whole(0, lastOpen)
      : Math.min(lastOpen, Math.floor(random.next() * (lastOpen + 1) * Math.min(1.15, 0.35 - deal.day / cycle)))
  for (let stage = 1; stage <= reached; stage += 1) {
    // Sellers skip columns: what was surveyed on Monday is quoted when they next open the board.
    if (stage < reached && random.chance(0.4)) continue
    const day = deal.day + Math.round((cycle * 0.9 * stage) / (lastOpen + 1))
    if (day >= 0) break
    addMove(random, world, deal, day, stage, stages[stage]?.[5].includes('amount') ? { amount } : {})
  }
  if (deal.closedDay === undefined) return
  if (deal.won)
    addMove(random, world, deal, deal.closedDay, lastOpen + STAGE.won, {
      amount,
      ...(random.chance(0.7) && {
        purchaseOrder: `PO${world.time.date(deal.closedDay).slice(2, 4)}-${random.whole(1000, 9999)}`,
      }),
    })
  else {
    const lostReason = random.weighted(LOST_REASONS)
    addMove(random, world, deal, deal.closedDay, lastOpen + STAGE.lost, {
      lostReason,
      ...(random.chance(0.6) && { lostNote: random.pick(LOST_NOTES[lostReason] ?? ['']) }),
    })
  }
}

function addMove(random: Random, world: World, deal: PlannedDeal, day: number, stage: number, values: DealMove['values']): void {
  const before = deal.moves[deal.moves.length - 1]?.at ?? deal.at
  const at = world.time.moment(random, Math.max(day, deal.day))
  // A move on the day of the one before comes half an hour after it.
  deal.moves.push({ day, at: world.time.after(at, before, 30), stage, values })
  deal.stage = stage
}
