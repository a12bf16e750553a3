import { uuidv7 } from 'uuidv7'
import { DASHBOARD_COLUMNS, type Dashboard, MOST_TILES } from '../../../core/contract/reports.ts'
import { AppError } from '../../../core/errors.ts'
import { placeTile } from '../../../core/reports/own-layout.ts'
import type { SqlValue, Transaction } from '../../db/database.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import type { Context } from '../../records/context.ts'
import { tracked } from '../settings/configuration-history.ts'
import {
  columnsOf,
  type DashboardRow,
  dashboardsSeen,
  EVERYBODY,
  isSharedWith,
  isWhole,
  listOf,
  reportsSeen,
} from './reports-seen.ts'

type Names = 'listDashboards' | 'createDashboard' | 'updateDashboard' | 'deleteDashboard' | 'setFirstDashboard' | 'placeReport'
const done = { ok: true } as const

/** Pages of reports: one's own, and those shared with the reader's role or with everybody. Who runs the office may change shared ones too. */
export function dashboardHandlers(office: Office): SomeHandlers<Names> {
  return {
    listDashboards: async (ctx) => {
      const seen = new Set((await reportsSeen(ctx, office.connection)).map((report) => report.id))
      const rows = await dashboardsSeen(ctx, office.connection)
      return { dashboards: rows.map((row) => dashboardOf(ctx, row, seen)) }
    },
    createDashboard: (ctx, { body }) =>
      office.write(ctx, async (tx) => {
        const id = uuidv7()
        for (const report of body.columns?.flat() ?? []) await mayPlace(ctx, tx, report, ctx.userId)
        return tracked(ctx, tx, { area: 'dashboards', made: () => id }, async () => {
          await tx.run('insert into dashboard (id, name, owner, shared_with, columns) values (?, ?, ?, ?, ?)', [
            id,
            body.name,
            ctx.userId,
            sharingText(body.sharedWith),
            JSON.stringify(body.columns ?? []),
          ])
          return { id }
        })
      }),
    updateDashboard: (ctx, { params, body }) =>
      office.write(ctx, async (tx) => {
        const row = await changeable(ctx, tx, params.id)
        if (row.version !== body.version) throw new AppError('record.stale', { version: row.version })
        const sharing = sharingText(body.sharedWith)
        // Whom it is no longer shared with cannot begin with it.
        const first = sharing === '[]' ? '[]' : row.first_for
        await change(ctx, tx, row.id, 'name = ?, shared_with = ?, first_for = ?', [body.name, sharing, first])
        return done
      }),
    deleteDashboard: (ctx, { params }) =>
      office.write(ctx, async (tx) => {
        const { id } = await changeable(ctx, tx, params.id)
        await tracked(ctx, tx, { area: 'dashboards', item: id }, () => tx.run('delete from dashboard where id = ?', [id]))
        return done
      }),
    setFirstDashboard: (ctx, { params, body }) =>
      office.write(ctx, async (tx) => {
        const row = await changeable(ctx, tx, params.id)
        if (!body.roles.every((role) => isSharedWith(row, role))) throw new AppError('request.invalid', { field: 'roles' })
        for (const page of await tx.all<DashboardRow>('select * from dashboard')) {
          const had = listOf(page.first_for)
          const has = page.id === row.id ? body.roles : had.filter((role) => !body.roles.includes(role))
          if (JSON.stringify(had) !== JSON.stringify(has)) await change(ctx, tx, page.id, 'first_for = ?', [JSON.stringify(has)])
        }
        return done
      }),
    placeReport: (ctx, { body }) =>
      office.write(ctx, async (tx) => {
        const { report, from, to, ...place } = body
        if (from !== undefined && from !== to) {
          const row = await changeable(ctx, tx, from)
          const left = columnsOf(row).map((ids) => ids.filter((id) => id !== report))
          await change(ctx, tx, from, 'columns = ?', [JSON.stringify(left)])
        }
        if (to !== undefined) {
          const row = await changeable(ctx, tx, to)
          await mayPlace(ctx, tx, report, row.owner)
          const columns = placeTile(columnsOf(row), report, place, DASHBOARD_COLUMNS)
          if (columns.flat().length > MOST_TILES) throw new AppError('dashboard.full', { most: MOST_TILES })
          await change(ctx, tx, to, 'columns = ?', [JSON.stringify(columns)])
        }
        return done
      }),
  }
}

const sharingText = (sharing: Dashboard['sharedWith']): string => JSON.stringify(sharing === 'all' ? [EVERYBODY] : sharing)

/** A page that one may change: one's own, and a shared one for who runs the office. */
async function changeable(ctx: RequestContext, tx: Transaction, id: string): Promise<DashboardRow> {
  const row = await tx.get<DashboardRow>('select * from dashboard where id = ?', [id])
  if (!row || !isWhole(row) || !mayChange(ctx, row)) throw new AppError('record.not_found')
  return row
}

const mayChange = (ctx: Context, row: DashboardRow): boolean =>
  row.owner === ctx.userId || (ctx.policy.admin && row.shared_with !== '[]')

async function change(ctx: RequestContext, tx: Transaction, id: string, sets: string, params: SqlValue[]): Promise<void> {
  await tracked(ctx, tx, { area: 'dashboards', item: id }, () =>
    tx.run(`update dashboard set ${sets}, version = version + 1 where id = ?`, [...params, id]),
  )
}

/** A page shows its owner's reports and shared ones; anybody else's would be seen by nobody there, and to put it up is refused. */
async function mayPlace(ctx: RequestContext, tx: Transaction, report: string, owner: string): Promise<void> {
  const seen = (await reportsSeen(ctx, tx)).find((row) => row.id === report)
  if (!seen) throw new AppError('record.not_found')
  if (seen.shared !== 1 && seen.owner !== owner) throw new AppError('dashboard.private_report')
}

function dashboardOf(ctx: Context, row: DashboardRow, seen: ReadonlySet<string>): Dashboard {
  const roles = listOf(row.shared_with)
  const may = mayChange(ctx, row)
  return {
    id: row.id,
    name: row.name,
    sharedWith: roles.includes(EVERYBODY) ? 'all' : may ? roles : [],
    shared: roles.length > 0,
    mayChange: may,
    first: isSharedWith(row, ctx.identity.role.key) && listOf(row.first_for).includes(ctx.identity.role.key),
    firstFor: ctx.policy.admin ? listOf(row.first_for) : [],
    version: row.version,
    columns: columnsOf(row).map((ids) => ids.filter((id) => seen.has(id))),
  }
}
