import { AppError } from '../../../core/errors.ts'
import { addDays } from '../../../core/thai/date.ts'
import type { ApiKeys } from '../../access/api-keys.ts'
import type { Sessions } from '../../access/sessions.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { startOfDay } from '../../records/compile-filter.ts'
import { openApiDocument } from './openapi.ts'

const done = { ok: true } as const

/** Keys for other programs of the office. */
export function apiKeyHandlers(
  office: Office,
  keys: ApiKeys,
  sessions: Sessions,
  version: string,
): SomeHandlers<'listKeys' | 'makeKey' | 'revokeKey' | 'setKeysOverLan' | 'apiDocument'> {
  return {
    apiDocument: (ctx) => openApiDocument(ctx, version),
    listKeys: async () => ({ keys: await keys.list(), overLan: await keys.overLan() }),
    makeKey: (ctx, { body: { until, ...body } }) => {
      const unknown = Object.keys(body.scope).find((entity) => !ctx.catalog.registry.has(entity))
      if (unknown) throw new AppError('request.invalid', { field: `scope.${unknown}` })
      const endsAt = until && startOfDay(addDays(until, 1), ctx.catalog.timeZone)
      return office.write(ctx, (tx) => keys.make(tx, ctx.userId, { ...body, endsAt }))
    },
    revokeKey: async (ctx, { params }) => {
      await office.write(ctx, async (tx) => {
        await keys.revoke(tx, ctx.userId, params.id)
        tx.afterCommit(() => void sessions.checkStreams())
      })
      return done
    },
    setKeysOverLan: async (ctx, { body }) => {
      if (ctx.identity.role.key !== 'owner') throw new AppError('user.owner_only')
      await office.write(ctx, async (tx) => {
        await keys.setOverLan(tx, body.on)
        tx.afterCommit(() => void sessions.checkStreams())
      })
      return done
    },
  }
}
