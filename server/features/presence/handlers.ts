import { AppError } from '../../../core/errors.ts'
import type { Presence } from '../../changes/presence.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import { allowedOn, authorise } from '../../records/scope.ts'

/** Who else is at a record: told only to those who may see it. */
export function presenceHandlers(office: Office, presence: Presence): SomeHandlers<'enterRecord' | 'leaveRecord'> {
  return {
    enterRecord: async (ctx, { params, body }) => {
      const entity = entityOf(ctx.catalog, body.entity)
      authorise(ctx, entity, 'view')
      const { view } = await allowedOn(ctx, office.connection, entity, body.id, ['view'])
      if (!view) throw new AppError('record.not_found')
      const { window } = params
      return { others: presence.enter(window, ctx.userId, { entity: entity.key, id: body.id }, body.editing) }
    },
    leaveRecord: (ctx, { params, query }) => {
      presence.leave(params.window, ctx.userId, query)
      return { ok: true }
    },
  }
}
