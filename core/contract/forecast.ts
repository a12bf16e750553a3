import { z } from 'zod'
import { Amount, Month, Year } from './home.ts'
import { defineRoutes } from './route.ts'

/** Open deals: how many, their sum, and the sum of each amount times the probability of its stage. */
const Open = z.object({ count: z.int(), sum: z.int(), weighted: z.int() })
export type OpenDeals = z.infer<typeof Open>

/** What a month (or a person in it) stands at: won, expected, said and set. */
const Standing = z.object({
  won: z.int(),
  wonCount: z.int(),
  open: Open,
  /** What the owners say that they will sell; null where nobody said. */
  committed: z.int().nullable(),
  target: z.int().nullable(),
})
export type Standing = z.infer<typeof Standing>

export const forecastRoutes = defineRoutes({
  /** What is expected to close, month by month from this one on, for those whose deals the reader may see: all, a team or a person. */
  forecast: {
    method: 'GET',
    path: '/api/forecast',
    permission: 'signed-in',
    query: z.strictObject({ team: z.string().max(60).optional(), person: z.uuid().optional() }),
    reply: z.object({
      teams: z.array(z.object({ id: z.string(), name: z.string() })),
      /** Whose deals are counted; undefined for everybody's. */
      members: z.array(z.string()).optional(),
      months: z.array(
        Standing.extend({ month: z.string(), people: z.array(Standing.extend({ id: z.string(), may: z.boolean() })) }),
      ),
      /** Open deals that should have closed before this month, those after the last month shown, and those without a date. */
      late: Open,
      later: Open,
      undated: Open,
    }),
  },
  /** What somebody says that he will sell: his own, or anybody's for who runs the office. `was` is what the writer saw (`target.changed`). */
  saveCommitments: {
    method: 'PUT',
    path: '/api/commitments',
    permission: 'signed-in',
    body: z.strictObject({
      cells: z
        .array(z.strictObject({ id: z.uuid(), month: Month, amount: Amount, was: Amount }))
        .min(1)
        .max(500),
    }),
    reply: z.object({ changed: z.int() }),
  },
  /** Who said what of a year when, latest first, of those whose deals the reader may see. */
  commitmentHistory: {
    method: 'GET',
    path: '/api/commitments/history',
    permission: 'signed-in',
    query: z.strictObject({ year: Year }),
    reply: z.object({
      changes: z.array(
        z.object({
          id: z.string(),
          at: z.string(),
          userId: z.string(),
          month: z.string(),
          before: z.int().nullable(),
          after: z.int().nullable(),
        }),
      ),
    }),
  },
})
