import { CONFIGURABLE } from '../../../core/configuration/areas.ts'
import { AppError } from '../../../core/errors.ts'
import { inOrder } from '../../access/roles.ts'
import type { Transaction } from '../../db/database.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { backfillValueIndex } from '../../records/backfill.ts'
import { entityOf } from '../../records/catalog.ts'
import { codePreview } from '../../records/codes.ts'
import { configurationHistory, rollBack, tracked } from './configuration-history.ts'
import { roleOf } from './configuration-items.ts'
import type { ConfigurationLook } from './configuration-look.ts'
import { saveOurs } from './save-ours.ts'
import { settings } from './settings.ts'

export type OursNames =
  | 'getOurs'
  | 'saveOurs'
  | 'listRoles'
  | 'saveRights'
  | 'configurationHistory'
  | 'rollBackConfiguration'
  | 'settleSetting'
type Configure = <T>(ctx: RequestContext, work: (tx: Transaction) => Promise<T>) => Promise<T>

const done = { ok: true } as const

/** What an office makes its own without code, who may do so, and how it all came about. */
export function oursHandlers(office: Office, configure: Configure, look: ConfigurationLook): SomeHandlers<OursNames> {
  return {
    getOurs: async (ctx, { params }) => {
      const entity = entityOf(ctx.catalog, params.entity)
      return {
        ours: (await settings.ours(office.connection, entity.key)) ?? {},
        ...(entity.codePrefix && { nextCode: await codePreview(ctx, office.connection, entity) }),
      }
    },
    saveOurs: async (ctx, { params, body }) => {
      const entity = entityOf(ctx.catalog, params.entity)
      await configure(ctx, (tx) => tracked(ctx, tx, { area: 'forms', item: entity.key }, () => saveOurs(tx, entity, body)))
      return done
    },
    listRoles: async () => {
      const rows = await office.connection.all<{ key: string; name_th: string; name_en: string }>(
        'select key, name_th, name_en from role',
      )
      const roles = await Promise.all(
        inOrder(rows).map(async (row) => {
          const role = await roleOf(office.connection, row.key)
          const admin = role?.admin ?? false
          return {
            key: row.key,
            nameTh: row.name_th,
            nameEn: row.name_en,
            admin,
            configures: admin ? [...CONFIGURABLE] : (role?.configures ?? []),
          }
        }),
      )
      return { roles }
    },
    saveRights: async (ctx, { params, body }) => {
      await configure(ctx, (tx) =>
        tracked(ctx, tx, { area: 'rights', item: params.key }, async () => {
          const role = await roleOf(tx, params.key)
          // Who runs the office configures all of it.
          if (!role || role.admin) throw new AppError('request.not_found')
          const configures = CONFIGURABLE.filter((area) => body.configures.includes(area))
          await tx.run('update role set definition = ? where key = ?', [JSON.stringify({ ...role, configures }), params.key])
        }),
      )
      return done
    },
    configurationHistory: (ctx, { query }) => configurationHistory(ctx, office.connection, query),
    rollBackConfiguration: async (ctx, { params }) => {
      const { area, item } = await configure(ctx, (tx) => rollBack(ctx, tx, params.seq))
      if (area === 'fields') await fillIndex(office, item)
      return done
    },
    settleSetting: async (ctx, { body }) => {
      await configure(ctx, (tx) => look.settle(ctx, tx, body))
      if (body.area === 'fields') await fillIndex(office, body.item)
      return done
    },
  }
}

/** A field that became filterable again stands in the value index only from now on: what was written before is brought in. */
async function fillIndex(office: Office, id: string): Promise<void> {
  for (const entity of office.catalog.registry.values()) {
    const field = entity.fields.find((each) => each.custom?.id === id)
    if (field?.custom?.filterable) await backfillValueIndex(office, entity.key, field.key)
  }
}
