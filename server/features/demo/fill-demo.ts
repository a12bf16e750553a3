import { localDate } from '../../clock.ts'
import type { Transaction } from '../../db/database.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import type { Values } from '../../records/row.ts'
import { validate } from '../../records/validate.ts'
import { rowById } from '../../records/write.ts'
import { setLifecycles } from './lifecycle.ts'
import { planActivities } from './make-activities.ts'
import { planContacts } from './make-contacts.ts'
import { planCustomers, type World } from './make-customers.ts'
import { planDeals } from './make-deals.ts'
import { planLeads } from './make-leads.ts'
import { CompanyNames, Numbers } from './make-names.ts'
import { DemoPlaces, readPlaceTable } from './make-places.ts'
import { makeReports } from './make-reports.ts'
import { makeTargets } from './make-targets.ts'
import { OfficeTime } from './office-time.ts'
import { type OpenedOffice, openDemoOffice } from './open-office.ts'
import type { DealMove, Planned, PlannedActivity, PlannedContact, PlannedCustomer, PlannedDeal, PlannedLead } from './plan.ts'
import { ADMIN } from './staff.ts'

/** Records written in one unit of work: nobody waits yet, and each commit waits for the disk. */
const UNIT = 1_000

type Plan = {
  customers: PlannedCustomer[]
  contacts: PlannedContact[]
  deals: PlannedDeal[]
  leads: PlannedLead[]
  activities: PlannedActivity[]
}

/**
 * Fills a new data folder with a made-up Thai office: two years of customers, contacts, leads, deals and activities, the
 * same every time on the same date but for the ids. Does nothing when the office has people already. Everything goes the
 * way of every write, in the order of time, so that rules, history and search are what a grown office has.
 */
export async function fillDemo(office: Office): Promise<void> {
  if (await office.connection.get('select 1 from "user" limit 1')) return
  const time = new OfficeTime(localDate(office.clock.now(), office.catalog.timeZone), office.catalog.timeZone)
  const world: World = { time, places: new DemoPlaces(readPlaceTable()), names: new CompanyNames(), numbers: new Numbers() }
  const opened = await openDemoOffice(office, time)
  const contexts: Context[] = []
  for (const id of opened.staffIds) contexts.push(await office.contextOf(id, 'th'))
  await new DemoWriter(office, opened, contexts, planOffice(world)).write()
}

/** Everything that happened in the demo's office, before any of it is written. */
export function planOffice(world: World): Plan {
  const customers = planCustomers(world)
  const contacts = planContacts(world, customers)
  const deals = planDeals(world, customers, contacts)
  setLifecycles(customers, deals)
  const leads = planLeads(world, customers)
  return { customers, contacts, deals, leads, activities: planActivities(world, { customers, contacts, deals, leads }) }
}

type Step = { at: string; write: (tx: Transaction) => Promise<void> }

/** Writes a plan in the order of time and remembers the id of each record that others point at. */
class DemoWriter {
  readonly #office: Office
  readonly #opened: OpenedOffice
  readonly #contexts: readonly Context[]
  readonly #plan: Plan
  readonly #ids = { customer: [] as string[], contact: [] as string[], deal: [] as string[], lead: [] as string[] }

  constructor(office: Office, opened: OpenedOffice, contexts: readonly Context[], plan: Plan) {
    this.#office = office
    this.#opened = opened
    this.#contexts = contexts
    this.#plan = plan
  }

  async write(): Promise<void> {
    const steps = this.#steps()
    for (let from = 0; from < steps.length; from += UNIT) {
      await this.#office.writeAlone(async (tx) => {
        for (const step of steps.slice(from, from + UNIT)) await step.write(tx)
      })
    }
    await this.#plans()
  }

  /** What the office set up by itself: targets and reports. */
  async #plans(): Promise<void> {
    const ctx = this.#contexts[ADMIN]
    if (!ctx) throw new Error('nobody sets the targets')
    await this.#office.writeAlone(async (tx) => {
      await makeTargets(tx, ctx.today)
      await makeReports(tx, ctx.userId)
    })
  }

  /** What points at a record comes after it: the lists are in the order of time, and the sort keeps that of equal times. */
  #steps(): Step[] {
    const { customers, contacts, deals, leads, activities } = this.#plan
    const steps: Step[] = [
      ...customers.map((planned, place) => ({ at: planned.at, write: (tx: Transaction) => this.#customer(tx, planned, place) })),
      ...contacts.map((planned, place) => ({ at: planned.at, write: (tx: Transaction) => this.#contact(tx, planned, place) })),
      ...deals.map((planned, place) => ({ at: planned.at, write: (tx: Transaction) => this.#deal(tx, planned, place) })),
      ...deals.flatMap((planned, place) =>
        planned.moves.map((move) => ({ at: move.at, write: (tx: Transaction) => this.#move(tx, planned, place, move) })),
      ),
      ...leads.map((planned, place) => ({ at: planned.at, write: (tx: Transaction) => this.#lead(tx, planned, place) })),
      ...leads.flatMap((planned, place) =>
        planned.convertedTo
          ? [
              {
                at: this.#plan.customers[planned.convertedTo.customer]?.at ?? planned.at,
                write: (tx: Transaction) => this.#convert(tx, planned, place),
              },
            ]
          : [],
      ),
      ...activities.map((planned) => ({ at: planned.at, write: (tx: Transaction) => this.#activity(tx, planned) })),
    ]
    return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  }

  /** The person who wrote it, at the moment of writing. */
  #context(actor: number, at: string): Context {
    const context = this.#contexts[actor]
    if (!context) throw new Error(`nobody at place ${actor}`)
    return { ...context, now: at, today: localDate(new Date(at), context.catalog.timeZone) }
  }

  async #create(tx: Transaction, key: string, planned: Planned, values: Values, writer = planned.actor): Promise<string> {
    const owner = this.#opened.staffIds[planned.actor]
    const ctx = this.#context(writer, planned.at)
    const entity = entityOf(this.#office.catalog, key)
    // A card may point at a colleague's customer, which its writer does not see.
    return (await this.#office.writer.createTrusted(ctx, tx, entity, validate(ctx, entity, { ...values, owner }))).id
  }

  async #customer(tx: Transaction, planned: PlannedCustomer, place: number): Promise<void> {
    const ids = this.#ids.customer
    const values = {
      ...planned.values,
      ...(planned.parent !== undefined && { parent: ids[planned.parent] }),
      ...(planned.referrer !== undefined && { referrer: ids[planned.referrer] }),
      ...(planned.dealerOf !== undefined && { links: [{ id: 'k1', to: ids[planned.dealerOf], role: 'dealerOf' }] }),
    }
    // The admin keyed in every fifth card; the sellers their own.
    ids[place] = await this.#create(tx, 'customer', planned, values, place % 5 === 0 ? ADMIN : planned.actor)
  }

  async #contact(tx: Transaction, planned: PlannedContact, place: number): Promise<void> {
    const customers = planned.links.map(({ customer, ...link }, at) => ({
      id: `k${at + 1}`,
      to: this.#ids.customer[customer],
      ...link,
    }))
    this.#ids.contact[place] = await this.#create(tx, 'contact', planned, { ...planned.values, customers })
  }

  async #deal(tx: Transaction, planned: PlannedDeal, place: number): Promise<void> {
    const people = planned.people.map(({ contact, role }, at) => ({ id: `k${at + 1}`, to: this.#ids.contact[contact], role }))
    const where = {
      pipeline: this.#opened.pipelines[planned.pipeline],
      stage: this.#opened.stages[planned.pipeline][0],
      customer: this.#ids.customer[planned.customer],
    }
    this.#ids.deal[place] = await this.#create(tx, 'deal', planned, {
      ...planned.values,
      ...where,
      ...(people.length > 0 && { people }),
    })
  }

  async #move(tx: Transaction, planned: PlannedDeal, place: number, move: DealMove): Promise<void> {
    const entity = entityOf(this.#office.catalog, 'deal')
    const row = await rowById(tx, entity, this.#ids.deal[place] ?? '')
    if (!row) throw new Error('the deal to move is missing')
    await this.#office.writer.apply(this.#context(planned.actor, move.at), tx, entity, row, {
      ...move.values,
      stage: this.#opened.stages[planned.pipeline][move.stage],
    })
  }

  async #lead(tx: Transaction, planned: PlannedLead, place: number): Promise<void> {
    this.#ids.lead[place] = await this.#create(
      tx,
      'lead',
      planned,
      planned.convertedTo ? { ...planned.values, status: 'qualified' } : planned.values,
    )
  }

  async #convert(tx: Transaction, planned: PlannedLead, place: number): Promise<void> {
    const customer = planned.convertedTo?.customer ?? -1
    const entity = entityOf(this.#office.catalog, 'lead')
    const row = await rowById(tx, entity, this.#ids.lead[place] ?? '')
    const at = this.#plan.customers[customer]?.at
    if (!row || !at) throw new Error('the lead to convert is missing')
    await this.#office.writer.apply(this.#context(planned.actor, at), tx, entity, row, {
      status: 'converted',
      convertedAt: at,
      customer: this.#ids.customer[customer] ?? null,
    })
  }

  async #activity(tx: Transaction, planned: PlannedActivity): Promise<void> {
    const about = planned.about.map(({ entity, at }) => ({ entity, id: this.#ids[entity][at] }))
    await this.#create(tx, 'activity', planned, { ...planned.values, about })
  }
}
