import { z } from 'zod'
import { Filter } from '../query/filter.ts'
import { EVENT_KINDS } from '../webhooks/events.ts'
import { Done, Id, Label } from './office.ts'
import { defineRoutes } from './route.ts'

const Event = z.string().regex(new RegExp(`^[a-z][a-zA-Z]{1,30}\\.(${EVENT_KINDS.join('|')})$`))
/** Off by hand, or by the server after days of failures. */
export const WEBHOOK_STATES = ['on', 'off', 'failed'] as const

export const Webhook = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  filter: Filter.optional(),
  inside: z.boolean(),
  state: z.enum(WEBHOOK_STATES),
  madeBy: z.string(),
  failingSince: z.string().nullable(),
  waiting: z.int(),
  lastAt: z.string().nullable(),
})
export type Webhook = z.infer<typeof Webhook>

/** Why a delivery was not taken: the status of the answer, or what kept it from being sent. */
export const DELIVERY_STATES = ['waiting', 'done', 'skipped', 'given_up'] as const
export const Delivery = z.object({
  id: z.string(),
  event: z.string(),
  at: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  status: z.int().nullable(),
  problem: z.string().nullable(),
  nextAt: z.string().nullable(),
})
export type Delivery = z.infer<typeof Delivery>

/** Programs that are told when something changes. */
export const webhookRoutes = defineRoutes({
  listWebhooks: { method: 'GET', path: '/api/webhooks', permission: 'admin', reply: z.object({ webhooks: z.array(Webhook) }) },
  /** Makes or changes one. The secret by which it is signed is told once, when it is made. */
  saveWebhook: {
    method: 'PUT',
    path: '/api/webhooks',
    permission: 'admin',
    body: z.strictObject({
      id: z.uuid().optional(),
      name: Label,
      url: z.url().max(500),
      events: z.array(Event).min(1).max(50),
      /** Only records that match are told of; those that are gone always are. */
      filter: Filter.optional(),
      /** The address may lie inside the house or on this PC: that host and port alone. The owner decides. */
      inside: z.boolean().default(false),
      on: z.boolean().default(true),
    }),
    reply: z.object({ id: z.string(), secret: z.string().optional() }),
  },
  removeWebhook: { method: 'DELETE', path: '/api/webhooks/:id', permission: 'admin', params: Id, reply: Done },
  listDeliveries: {
    method: 'GET',
    path: '/api/webhooks/:id/deliveries',
    permission: 'admin',
    params: Id,
    /** The last ones, and how many of all were not taken. */
    reply: z.object({ deliveries: z.array(Delivery), failed: z.int() }),
  },
  /** Sends all again that a program did not take, those that were given up, too. */
  retryDeliveries: {
    method: 'POST',
    path: '/api/webhooks/:id/retry',
    permission: 'admin',
    params: Id,
    body: z.strictObject({}),
    reply: z.object({ count: z.int() }),
  },
  retryDelivery: {
    method: 'POST',
    path: '/api/webhook-deliveries/:id/retry',
    permission: 'admin',
    params: Id,
    body: z.strictObject({}),
    reply: Done,
  },
})
