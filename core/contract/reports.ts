import { z } from 'zod'
import { ReportDefinition, ReportQuestion } from '../reports/report.ts'
import { Done, Label, Made } from './office.ts'
import { defineRoutes } from './route.ts'

/** Reports that one page may hold. */
export const MOST_TILES = 40
export const DASHBOARD_COLUMNS = 2

const Id = z.strictObject({ id: z.uuid() })
const Key = z.union([z.string(), z.number()]).nullable()
const Cell = z.object({
  keys: z.array(Key),
  count: z.int(),
  filled: z.int(),
  sum: z.number(),
  min: z.number().nullable(),
  max: z.number().nullable(),
})

export const SavedReport = z.object({
  id: z.string(),
  name: z.string(),
  shared: z.boolean(),
  mine: z.boolean(),
  version: z.int(),
  definition: ReportDefinition,
})
export type SavedReport = z.infer<typeof SavedReport>
/** With whom a page is shared: with nobody, with everybody, or with roles. */
const Sharing = z.union([z.literal('all'), z.array(z.string().max(40)).max(50)])
export const Dashboard = z.object({
  id: z.string(),
  name: z.string(),
  /** Roles are told to who may change the page. */
  sharedWith: Sharing,
  shared: z.boolean(),
  mayChange: z.boolean(),
  /** True for the page with which the reports open for the reader's role. */
  first: z.boolean(),
  firstFor: z.array(z.string()),
  version: z.int(),
  /** The reports of each column, from the top; only those that the reader may ask for. */
  columns: z.array(z.array(z.string())),
})
export type Dashboard = z.infer<typeof Dashboard>
const DashboardBody = z.strictObject({ name: Label, sharedWith: Sharing })

const ReportBody = z.strictObject({ name: Label, shared: z.boolean(), definition: ReportDefinition })

/** How somebody's deals ended in a span of days. Days are from the deal's opening to its close, of won deals. */
const Ending = z.object({
  owner: z.string().nullable(),
  won: z.int(),
  wonSum: z.int(),
  lost: z.int(),
  days: z.number().nullable(),
  middleDays: z.number().nullable(),
})

export const reportRoutes = defineRoutes({
  /** Counts and sums of records by one or two fields, by the reader's rights. */
  runReport: {
    method: 'POST',
    path: '/api/reports/run',
    permission: 'signed-in',
    keys: 'read',
    body: ReportQuestion,
    reply: z.object({ cells: z.array(Cell), titles: z.record(z.string(), z.string()), totals: z.array(Cell).optional() }),
  },
  /** What `runReport` tells, as a file. */
  exportReport: {
    method: 'POST',
    path: '/api/reports/export',
    permission: 'signed-in',
    body: z.strictObject({ question: ReportQuestion, name: Label, format: z.enum(['xlsx', 'csv']) }),
    reply: 'raw',
  },
  /** Won and lost deals of a span of days by owner, with the share won and how long it took. */
  dealEndings: {
    method: 'GET',
    path: '/api/reports/endings',
    permission: 'signed-in',
    query: z.strictObject({ from: z.iso.date(), until: z.iso.date() }),
    reply: z.object({ total: Ending, owners: z.array(Ending) }),
  },
  listReports: {
    method: 'GET',
    path: '/api/reports',
    permission: 'signed-in',
    reply: z.object({ reports: z.array(SavedReport) }),
  },
  createReport: {
    method: 'POST',
    path: '/api/reports',
    permission: 'signed-in',
    body: ReportBody,
    reply: Made,
    idempotent: true,
  },
  updateReport: {
    method: 'PUT',
    path: '/api/reports/:id',
    permission: 'signed-in',
    params: Id,
    body: ReportBody.extend({ version: z.int() }),
    reply: Done,
  },
  listDashboards: {
    method: 'GET',
    path: '/api/dashboards',
    permission: 'signed-in',
    reply: z.object({ dashboards: z.array(Dashboard) }),
  },
  createDashboard: {
    method: 'POST',
    path: '/api/dashboards',
    permission: 'signed-in',
    body: DashboardBody.extend({ columns: z.array(z.array(z.uuid()).max(MOST_TILES)).max(DASHBOARD_COLUMNS).optional() }),
    reply: Made,
    idempotent: true,
  },
  updateDashboard: {
    method: 'PUT',
    path: '/api/dashboards/:id',
    permission: 'signed-in',
    params: Id,
    body: DashboardBody.extend({ version: z.int() }),
    reply: Done,
  },
  deleteDashboard: { method: 'DELETE', path: '/api/dashboards/:id', permission: 'signed-in', params: Id, reply: Done },
  /** For which roles the reports open with a shared page. */
  setFirstDashboard: {
    method: 'PUT',
    path: '/api/dashboards/:id/first',
    permission: 'admin',
    params: Id,
    body: z.strictObject({ roles: z.array(z.string().max(40)).max(50) }),
    reply: Done,
  },
  /**
   * Puts a report on a page (`to`), takes it off one (`from`), or both. `before` names the report above which it is put; without it the report
   * comes last in its column, without a column where there is least.
   */
  placeReport: {
    method: 'POST',
    path: '/api/dashboards/place',
    permission: 'signed-in',
    body: z.strictObject({
      report: z.uuid(),
      from: z.uuid().optional(),
      to: z.uuid().optional(),
      column: z
        .int()
        .min(0)
        .max(DASHBOARD_COLUMNS - 1)
        .optional(),
      before: z.uuid().optional(),
    }),
    reply: Done,
  },
  deleteReport: { method: 'DELETE', path: '/api/reports/:id', permission: 'signed-in', params: Id, reply: Done },
})
