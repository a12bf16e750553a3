import { uuidv7 } from 'uuidv7'
import { StoredKeys, StoredView } from '../../../core/configuration/stored.ts'
import type { SavedView } from '../../../core/contract/office.ts'
import { findField } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import { type Filter, fieldsIn } from '../../../core/query/filter.ts'
import type { Transaction } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import { askedFilter, authorise } from '../../records/scope.ts'
import { tracked } from '../settings/configuration-history.ts'

type ViewRow = {
  id: string
  entity: string
  name: string
  owner: string | null
  shared: number
  definition: string
  version: number
  first_for: string
}

/** Saved views: one's own, and those that somebody shared. Who runs the office may change shared ones too. */
export function viewHandlers(
  office: Office,
): SomeHandlers<'listViews' | 'createView' | 'updateView' | 'setFirstView' | 'deleteView'> {
  return {
    listViews: async (ctx, { params }) => {
      authorise(ctx, entityOf(ctx.catalog, params.entity), 'view')
      const rows = await office.connection.all<ViewRow>(
        'select * from saved_view where entity = ? and (owner = ? or shared = 1) order by position, id',
        [params.entity, ctx.userId],
      )
      return { views: rows.filter((row) => mayUse(ctx, row)).map((row) => viewOf(ctx, row)) }
    },
    createView: (ctx, { params, body }) =>
      office.write(ctx, async (tx) => {
        const entity = entityOf(ctx.catalog, params.entity)
        authorise(ctx, entity, 'view')
        askedFilter(ctx, entity, body.definition.filter)
        const id = uuidv7()
        return tracked(ctx, tx, { area: 'views', made: () => id }, async () => {
          await tx.run('insert into saved_view (id, entity, name, owner, shared, definition) values (?, ?, ?, ?, ?, ?)', [
            id,
            params.entity,
            body.name,
            ctx.userId,
            body.shared ? 1 : 0,
            JSON.stringify(body.definition),
          ])
          return { id }
        })
      }),
    updateView: (ctx, { params, body }) =>
      office.write(ctx, async (tx) => {
        const row = await own(ctx, tx, params.id)
        if (row.version !== body.version) throw new AppError('record.stale', { version: row.version })
        askedFilter(ctx, entityOf(ctx.catalog, row.entity), body.definition.filter)
        await changing(
          ctx,
          tx,
          params.id,
          'update saved_view set name = ?, shared = ?, definition = ?, version = version + 1 where id = ?',
          [body.name, body.shared ? 1 : 0, JSON.stringify(body.definition), params.id],
        )
        return { ok: true } as const
      }),
    setFirstView: (ctx, { params, body }) =>
      office.write(ctx, async (tx) => {
        const row = await own(ctx, tx, params.id)
        // Others could not open what they do not see.
        if (row.shared !== 1) throw new AppError('request.invalid', { field: 'shared' })
        const views = await tx.all<ViewRow>('select * from saved_view where entity = ?', [row.entity])
        for (const view of views) {
          const had = rolesOf(view)
          const has = view.id === row.id ? body.roles : had.filter((role) => !body.roles.includes(role))
          if (JSON.stringify(had) !== JSON.stringify(has))
            await changing(ctx, tx, view.id, 'update saved_view set first_for = ? where id = ?', [JSON.stringify(has), view.id])
        }
        return { ok: true } as const
      }),
    deleteView: (ctx, { params }) =>
      office.write(ctx, async (tx) => {
        await own(ctx, tx, params.id)
        await changing(ctx, tx, params.id, 'delete from saved_view where id = ?', [params.id])
        return { ok: true } as const
      }),
  }
}

/** Changes a view, and writes down what became of it where others see it. */
async function changing(
  ctx: RequestContext,
  tx: Transaction,
  id: string,
  text: string,
  params: (string | number)[],
): Promise<void> {
  await tracked(ctx, tx, { area: 'views', item: id }, () => tx.run(text, params))
}

async function own(ctx: RequestContext, tx: Transaction, id: string): Promise<ViewRow> {
  const row = await tx.get<ViewRow>('select * from saved_view where id = ?', [id])
  if (!row || !(row.owner === ctx.userId || (row.shared === 1 && ctx.policy.admin))) throw new AppError('record.not_found')
  return row
}

/**
 * A shared view that filters by a field hidden from the reader is not offered: its very words would tell. One that names a
 * field that was put away stays: opened, it says so, and its condition can be taken out.
 */
function mayUse(ctx: RequestContext, row: ViewRow): boolean {
  try {
    return mayRead(ctx, row.entity, viewOf(ctx, row).definition.filter)
  } catch {
    return false
  }
}

/** True when the reader may see every field of which a filter speaks, were it in use. */
function mayRead(ctx: RequestContext, key: string, filter: Filter | undefined): boolean {
  const entity = entityOf(ctx.catalog, key)
  return (filter ? fieldsIn(filter) : []).every((path) => {
    const [head = '', tail] = path.split('.')
    const field = findField(entity, head)
    if (!field || ctx.policy.isHidden(key, head)) return false
    return tail === undefined || (field.to !== undefined && mayRead(ctx, field.to, { field: tail, op: 'empty' }))
  })
}

function isInUse(ctx: RequestContext, row: ViewRow): boolean {
  try {
    askedFilter(ctx, entityOf(ctx.catalog, row.entity), definitionOf(row).filter)
    return true
  } catch {
    return false
  }
}

/** Without the colours whose rules ask for what is hidden from the reader: their words would tell, too. */
function toldTo(ctx: RequestContext, row: ViewRow): SavedView['definition'] {
  const { colours, ...definition } = definitionOf(row)
  return colours ? { ...definition, colours: colours.filter((rule) => mayRead(ctx, row.entity, rule.filter)) } : definition
}

const rolesOf = (row: ViewRow): string[] => storedJson(row.first_for, StoredKeys) ?? []

/** Throws `request.not_found` for one that cannot be read any more: it is left out until whoever runs the office puts it back. */
function definitionOf(row: ViewRow): SavedView['definition'] {
  const definition = storedJson<SavedView['definition']>(row.definition, StoredView)
  if (!definition) throw new AppError('request.not_found')
  return definition
}

const viewOf = (ctx: RequestContext, row: ViewRow): SavedView => ({
  id: row.id,
  entity: row.entity,
  name: row.name,
  shared: row.shared === 1,
  mine: row.owner === ctx.userId,
  first: row.shared === 1 && rolesOf(row).includes(ctx.identity.role.key) && isInUse(ctx, row),
  firstFor: ctx.policy.admin ? rolesOf(row) : [],
  version: row.version,
  definition: toldTo(ctx, row),
})
