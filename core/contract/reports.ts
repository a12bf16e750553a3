import { z } from 'zod'
import { ReportDefinition, ReportQuestion } from '../reports/report.ts'
import { Done, Label, Made } from './office.ts'
import { defineRoutes } from './route.ts'

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
  deleteReport: { method: 'DELETE', path: '/api/reports/:id', permission: 'signed-in', params: Id, reply: Done },
})
