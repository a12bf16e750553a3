import { z } from 'zod'
import { defineRoutes } from './route.ts'

/** One window of a browser; a person may have several. */
const Window = z.string().regex(/^[\w-]{8,40}$/)
const Here = z.object({ userId: z.uuid(), editing: z.boolean() })

export const presenceRoutes = defineRoutes({
  /** Says that this window has a record open, and whether it is being edited; answers who else has. To be said anew every few seconds. */
  enterRecord: {
    method: 'PUT',
    path: '/api/presence/:window',
    permission: 'signed-in',
    params: z.strictObject({ window: Window }),
    body: z.strictObject({ entity: z.string().max(40), id: z.uuid(), editing: z.boolean() }),
    reply: z.object({ others: z.array(Here) }),
  },
  leaveRecord: {
    method: 'DELETE',
    path: '/api/presence/:window',
    permission: 'signed-in',
    params: z.strictObject({ window: Window }),
    query: z.strictObject({ entity: z.string().max(40), id: z.uuid() }),
    reply: z.object({ ok: z.literal(true) }),
  },
})
