import type { Values } from '../../records/row.ts'
import type { Segment } from './company-words.ts'

/** A record of the demo before it is written. Records point at each other by their place in the plan's lists. */
export type Planned = { at: string; day: number; actor: number; values: Values }

export type PlannedCustomer = Planned & {
  segment: Segment
  isPerson: boolean
  nick: string
  grade: string | undefined
  /** Places of its contacts in the plan's list. */
  contacts: number[]
  parent?: number
  referrer?: number
  dealerOf?: number
}

export type ContactLink = { customer: number; role?: string; position: string; from?: string; until?: string }
export type PlannedContact = Planned & { nick: string; links: ContactLink[] }

export type DealMove = { day: number; at: string; stage: number; values: Values }
export type PlannedDeal = Planned & {
  customer: number
  pipeline: 'pumps' | 'service'
  product: string
  stage: number
  people: { contact: number; role: string }[]
  moves: DealMove[]
  /** The day on which it was won or lost; undefined while it is open. */
  closedDay: number | undefined
  won: boolean
}

export type Link = { entity: 'customer' | 'contact' | 'deal' | 'lead'; at: number }
export type PlannedActivity = Planned & { about: Link[] }
export type PlannedLead = Planned & { convertedTo?: { customer: number; day: number } }

/** How much of what the demo holds. */
export const SIZES = { customers: 2_000, contacts: 4_000, deals: 1_500, activities: 20_000, leads: 120 } as const
/** The demo looks back two years. */
export const FIRST_DAY = -730
/** On its first days the office brought its old customer list in. */
export const OLD_CUSTOMERS = 620
