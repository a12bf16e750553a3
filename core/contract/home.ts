import { z } from 'zod'
import { ConfigurationChange } from './ours.ts'
import { RecordRow } from './records.ts'
import { defineRoutes } from './route.ts'
import { DealCard } from './sales.ts'

/**
 * Why something stands in the day's list, in the order in which the list has them: its time is now; a promise is late; a lead that nobody
 * spoke to; something else is late; it is for today; somebody's day comes round; a deal is stuck in its stage; nothing is planned with a deal.
 */
export const DAY_REASONS = ['now', 'latePromise', 'lead', 'late', 'today', 'birthday', 'stuck', 'noStep'] as const
export type DayReason = (typeof DAY_REASONS)[number]

/** One line of the day: an activity, a lead, a deal, or a customer or contact to wish well, and why it is there. */
export const DayItem = z.object({
  kind: z.enum(['activity', 'lead', 'deal', 'customer', 'contact']),
  reason: z.enum(DAY_REASONS),
  row: RecordRow,
  /** True for a task that was promised to somebody. */
  promise: z.boolean(),
  /** Days late, days in the stage, days that a lead waits, or days until a birthday. */
  days: z.int(),
  /** The open deal that an activity is about, or the deal itself; `limit` is the days after which its stage counts as stuck. */
  deal: z.object({ id: z.string(), amount: z.int().nullable(), days: z.int(), limit: z.int().nullable() }).nullable(),
})
export type DayItem = z.infer<typeof DayItem>

/** How sales of a month stand against its target; what of the target should be reached by today goes by working days. */
export const TargetState = z.object({
  month: z.string(),
  won: z.int(),
  wonCount: z.int(),
  target: z.int().nullable(),
  expected: z.int().nullable(),
  daysLeft: z.int(),
})
export type TargetState = z.infer<typeof TargetState>

export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
export const Year = z.coerce.number().int().min(2000).max(2200)
export const TARGET_KINDS = ['person', 'team'] as const
const Subject = { kind: z.enum(TARGET_KINDS), id: z.string().min(1).max(60) }
export const Amount = z.int().min(0).max(1_000_000_000_000_00).nullable()

export const homeRoutes = defineRoutes({
  /** The reader's own day: one list, most pressing first. */
  home: {
    method: 'GET',
    path: '/api/home',
    permission: 'signed-in',
    reply: z.object({
      items: z.array(DayItem),
      /** How many activities are late or for today, shown or not, with the leads and deals that are shown. */
      count: z.int(),
      /** How many more leads and deals ask for attention than the list shows. */
      more: z.object({ activities: z.int(), leads: z.int(), stuck: z.int(), noStep: z.int() }),
      upcoming: z.array(RecordRow),
      done: z.array(RecordRow),
      /** Absent for who may not see what deals are worth. */
      target: TargetState.optional(),
    }),
  },
  /** The day of those whose records the reader may see: all of them, or one team's. */
  teamDay: {
    method: 'GET',
    path: '/api/home/team',
    permission: 'signed-in',
    query: z.strictObject({ team: z.string().max(60).optional() }),
    reply: z.object({
      teams: z.array(z.object({ id: z.string(), name: z.string() })),
      /** Whose records are counted; undefined for everybody's. */
      members: z.array(z.string()).optional(),
      sales: TargetState.extend({ lastYear: z.int() }).optional(),
      months: z.array(z.object({ month: z.string(), won: z.int(), lastYear: z.int(), target: z.int().nullable() })),
      stages: z.array(z.object({ stage: z.string(), count: z.int(), sum: z.int(), days: z.int() })),
      people: z.array(
        z.object({ id: z.string(), won: z.int(), target: z.int().nullable(), contacts: z.int(), overdue: z.int() }),
      ),
      ask: z.object({ rows: z.array(DealCard), count: z.int(), sum: z.int() }),
      overdue: z.int(),
      newCustomers: z.object({ count: z.int(), lastYear: z.int() }),
    }),
  },
  /** The targets of a year (common era) with what each person sold in the year before. */
  getTargets: {
    method: 'GET',
    path: '/api/targets',
    permission: 'configure:targets',
    query: z.strictObject({ year: Year }),
    reply: z.object({
      teams: z.array(z.object({ id: z.string(), name: z.string(), members: z.array(z.string()) })),
      cells: z.array(z.object({ ...Subject, month: z.string(), amount: z.int() })),
      lastYear: z.array(z.object({ id: z.string(), month: z.string(), won: z.int() })),
    }),
  },
  /** Writes cells, all or none. `was` is what the writer saw: a cell that somebody else changed meanwhile refuses the whole (`target.changed`). */
  saveTargets: {
    method: 'PUT',
    path: '/api/targets',
    permission: 'configure:targets',
    body: z.strictObject({
      cells: z
        .array(z.strictObject({ ...Subject, month: Month, amount: Amount, was: Amount }))
        .min(1)
        .max(5_000),
    }),
    reply: z.object({ changed: z.int() }),
  },
  /** Who changed whose targets of a year, latest first: the part of the history of the configuration that is about them. */
  targetHistory: {
    method: 'GET',
    path: '/api/targets/history',
    permission: 'configure:targets',
    query: z.strictObject({ year: Year, before: z.coerce.number().int().min(1).optional() }),
    reply: z.object({ changes: z.array(ConfigurationChange), next: z.int().optional() }),
  },
})
