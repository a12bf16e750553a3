import { AppError } from '../../../core/errors.ts'
import { refuseUnknownRights, roles } from '../../access/roles.ts'
import type { Transaction } from '../../db/database.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { tracked } from '../settings/configuration-history.ts'
import { faultsOf, refuseRules } from './role-rules.ts'

const done = { ok: true } as const

/** What each role may do. */
export function roleHandlers(office: Office): SomeHandlers<'getRoles' | 'copyRole' | 'saveRole' | 'deleteRole'> {
  /** Every window asks anew what its reader may do. */
  const change = async <T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const reply = await office.write(ctx, work)
    office.feed.publish()
    return reply
  }
  return {
    getRoles: async (ctx) => {
      const all = await roles.list(office.connection)
      return {
        roles: all.map((role) => ({ ...role, faults: faultsOf(ctx.catalog, role) })),
      }
    },
    copyRole: async (ctx, { body }) => {
      const { from, ...names } = body
      const made = (tx: Transaction) =>
        tracked(ctx, tx, { area: 'roles', made: (key: string) => key }, () => roles.copy(tx, from, names))
      return { key: await change(ctx, made) }
    },
    saveRole: async (ctx, { params, body }) => {
      refuseUnknownRights(ctx.catalog, body)
      await refuseRules(ctx, office.connection, body)
      await change(ctx, (tx) => tracked(ctx, tx, { area: 'roles', item: params.key }, () => save(tx, params.key, body)))
      return done
    },
    deleteRole: async (ctx, { params }) => {
      await change(ctx, (tx) => tracked(ctx, tx, { area: 'roles', item: params.key }, () => roles.remove(tx, params.key)))
      return done
    },
  }
}

async function save(tx: Transaction, key: string, body: Parameters<typeof roles.put>[2]): Promise<void> {
  if (!(await roles.state(tx, key))) throw new AppError('request.not_found')
  await roles.put(tx, key, body)
}
