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

/** Who looked, searched, exported, printed, came in and was refused. */
export const auditRoutes = defineRoutes({
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
