import { z } from 'zod'
import { ACCESS_ACTIONS } from '../access/access-actions.ts'
import { defineRoutes } from './route.ts'

/** Who did what, when, to which record. */
export const AccessEntry = z.object({
  seq: z.int(),
  at: z.string(),
  /** Null for somebody whom nobody knows. */
  userId: z.string().nullable(),
  action: z.enum(ACCESS_ACTIONS),
  entity: z.string().optional(),
  record: z.object({ id: z.string(), title: z.string() }).optional(),
  /** What else there is to say, in words: how many rows, from which device, which field. */
  detail: z.string(),
})
export type AccessEntry = z.infer<typeof AccessEntry>

const AccessQuery = z.strictObject({
  user: z.string().max(40).optional(),
  action: z.enum(ACCESS_ACTIONS).optional(),
  record: z.uuid().optional(),
  /** Local dates, both of them within. */
  from: z.iso.date().optional(),
  until: z.iso.date().optional(),
})

/** What the last look through the chain over the logs came to. */
export const AuditChecked = z.object({
  at: z.string(),
  /** Of logs that are not as they were written: when that was found first. */
  since: z.string().optional(),
  entries: z.int(),
  head: z.string(),
  /** Emptied because their time was over. */
  erased: z.int(),
  /** Heads kept in backups that were met on the way. */
  compared: z.int(),
  holds: z.boolean(),
  /** The end is not where it was, or not what a backup knows of. */
  cut: z.boolean(),
  faults: z.array(
    z.object({
      entry: z.int(),
      log: z.enum(['change', 'access', 'setting']),
      seq: z.int(),
      is: z.enum(['altered', 'missing', 'unlinked']),
      /** Where the entry is still there. */
      at: z.string().optional(),
      userId: z.string().nullable().optional(),
    }),
  ),
})
export type AuditChecked = z.infer<typeof AuditChecked>

/** Who looked, searched, exported, printed, came in and was refused. */
export const auditRoutes = defineRoutes({
  /** Whether the logs are as they were written, as it was found last. */
  auditState: {
    method: 'GET',
    path: '/api/audit',
    permission: 'admin',
    reply: z.object({
      entries: z.int(),
      checked: AuditChecked.optional(),
      running: z.object({ done: z.int(), total: z.int() }).optional(),
    }),
  },
  /** Begins to look through them; how far it is, `auditState` tells. */
  checkAudit: {
    method: 'POST',
    path: '/api/audit/check',
    permission: 'admin',
    body: z.strictObject({}),
    reply: z.object({ ok: z.literal(true) }),
  },
  accessLog: {
    method: 'GET',
    path: '/api/access-log',
    permission: 'admin',
    query: AccessQuery.extend({
      before: z
        .string()
        .regex(/^\d{1,15}$/)
        .transform(Number)
        .optional(),
    }),
    reply: z.object({ entries: z.array(AccessEntry), next: z.int().optional() }),
  },
  /** The same as a CSV file, all of it. */
  accessLogFile: { method: 'GET', path: '/api/access-log/file', permission: 'admin', query: AccessQuery, reply: 'raw' },
})
