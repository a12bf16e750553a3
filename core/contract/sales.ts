import { z } from 'zod'
import { RecordRow, Values } from './records.ts'
import { defineRoutes } from './route.ts'

const Id = z.strictObject({ id: z.uuid() })
/** Whose deals: one person's, or those that nobody looks after. */
const OwnerParam = z.union([z.uuid(), z.literal('none')])
const Written = z.object({ id: z.string(), version: z.int() })

/** A deal as its card shows it. */
export const DealCard = z.object({
  row: RecordRow,
  ageDays: z.int(),
  /** True when a deal in a late stage (probability of 50 % or more) has nobody who decides. */
  noDecider: z.boolean(),
  nextStep: z.object({ id: z.string(), subject: z.string(), dueAt: z.string().nullable() }).nullable(),
})
export type DealCard = z.infer<typeof DealCard>

const TaskBody = z.strictObject({
  subject: z.string().trim().min(1).max(300),
  type: z.string().max(40).default('task'),
  dueAt: z.iso.datetime(),
  remindAt: z.iso.datetime().optional(),
  owner: z.uuid().optional(),
})

export const salesRoutes = defineRoutes({
  moveDeal: {
    method: 'POST',
    path: '/api/deals/:id/move',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    /** `values` carries what the stage requires (amount, lost reason, …). */
    body: z.strictObject({ version: z.int().min(1), stage: z.uuid(), values: Values.optional() }),
    reply: Written,
    idempotent: true,
  },
  dealBoard: {
    method: 'GET',
    path: '/api/deals/board',
    permission: 'signed-in',
    query: z.strictObject({ pipeline: z.uuid(), owner: OwnerParam.optional(), text: z.string().max(200).optional() }),
    reply: z.object({
      columns: z.array(
        z.object({ stage: z.string(), count: z.int(), sum: z.number(), cards: z.array(DealCard), next: z.string().optional() }),
      ),
      wonThisMonth: z.object({ count: z.int(), sum: z.number() }),
      weighted: z.number(),
    }),
  },
  dealColumn: {
    method: 'GET',
    path: '/api/deals/column',
    permission: 'signed-in',
    query: z.strictObject({ stage: z.uuid(), after: z.string().max(2000).optional(), owner: OwnerParam.optional() }),
    reply: z.object({ cards: z.array(DealCard), next: z.string().optional() }),
  },
  /** The open deals of a pipeline by owner, with how far each is with the month's target. */
  dealLanes: {
    method: 'GET',
    path: '/api/deals/lanes',
    permission: 'signed-in',
    query: z.strictObject({ pipeline: z.uuid() }),
    reply: z.object({
      lanes: z.array(
        z.object({ owner: z.string().nullable(), count: z.int(), sum: z.int(), won: z.int(), target: z.int().nullable() }),
      ),
    }),
  },
  /** What converting would make or reuse: customers that look the same as the lead. */
  leadMatches: {
    method: 'GET',
    path: '/api/leads/:id/matches',
    permission: 'signed-in',
    params: Id,
    reply: z.object({ customers: z.array(RecordRow) }),
  },
  convertLead: {
    method: 'POST',
    path: '/api/leads/:id/convert',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    body: z.strictObject({
      version: z.int().min(1),
      customerId: z.uuid().optional(),
      customerValues: Values.optional(),
      contact: z.boolean(),
      deal: z
        .strictObject({
          name: z.string().trim().min(1).max(300),
          pipeline: z.uuid(),
          stage: z.uuid(),
          amount: z.int().min(0).optional(),
          expectedClose: z.iso.date().optional(),
        })
        .optional(),
    }),
    reply: z.object({
      customerId: z.string(),
      contactId: z.string().nullable(),
      dealId: z.string().nullable(),
      batchId: z.string(),
    }),
    idempotent: true,
  },
  /** Everything that happened with a record, newest first: its own activities, and for a customer those of its contacts and deals. */
  timeline: {
    method: 'GET',
    path: '/api/timeline/:entity/:id',
    permission: 'signed-in',
    keys: 'read',
    params: z.strictObject({ entity: z.string().max(40), id: z.uuid() }),
    query: z.strictObject({ type: z.string().max(40).optional(), after: z.string().max(2000).optional() }),
    reply: z.object({
      rows: z.array(RecordRow),
      next: z.string().optional(),
      counts: z.record(z.string(), z.int()),
      /** There is more than was counted: each count is the least that there can be. */
      capped: z.boolean(),
      open: z.array(RecordRow),
    }),
  },
  /** A call (or visit, chat…) with its outcome, and the next task, in one form and one write. */
  logActivity: {
    method: 'POST',
    path: '/api/activities/log',
    permission: 'signed-in',
    keys: 'write',
    body: z.strictObject({
      activity: Values,
      completes: z.strictObject({ id: z.uuid(), version: z.int() }).optional(),
      next: TaskBody.optional(),
    }),
    reply: z.object({ id: z.string(), nextId: z.string().nullable(), repeatId: z.string().nullable() }),
    idempotent: true,
  },
  finishActivity: {
    method: 'POST',
    path: '/api/activities/:id/finish',
    permission: 'signed-in',
    keys: 'write',
    params: Id,
    body: z.strictObject({ version: z.int().min(1), done: z.boolean(), outcome: z.string().max(60).optional() }),
    reply: Written.extend({ repeatId: z.string().nullable() }),
    idempotent: true,
  },
  /** Reminders that became due since the last look; the desktop shows them as notifications. */
  dueReminders: {
    method: 'GET',
    path: '/api/reminders',
    permission: 'signed-in',
    query: z.strictObject({ since: z.iso.datetime() }),
    reply: z.object({ rows: z.array(RecordRow), now: z.string() }),
  },
  /** What belongs to a customer beside its own fields: people and deals. */
  customerCard: {
    method: 'GET',
    path: '/api/customers/:id/card',
    permission: 'signed-in',
    keys: 'read',
    params: Id,
    reply: z.object({
      contacts: z.array(RecordRow),
      deals: z.array(DealCard),
      openSum: z.number(),
      wonSum: z.number(),
      wonCount: z.int(),
    }),
  },
})
