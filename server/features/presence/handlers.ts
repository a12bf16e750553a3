import type { Presence } from '../../changes/presence.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { readOne } from '../../records/read-one.ts'

/** Who else is at a record: told only to those who may read it, in the bin as elsewhere. */
export function presenceHandlers(office: Office, presence: Presence): SomeHandlers<'enterRecord' | 'leaveRecord'> {
  return {
    enterRecord: async (ctx, { params, body: { entity, id, editing } }) => {
      await readOne(ctx, office.connection, entity, id)
      return { others: presence.enter(params.window, ctx.userId, { entity, id }, editing) }
    },
    leaveRecord: (ctx, { params, query }) => {
      presence.leave(params.window, ctx.userId, query)
      return { ok: true }
    },
  }
}
