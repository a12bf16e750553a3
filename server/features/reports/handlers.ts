import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import type { SavedReport } from '../../../core/contract/reports.ts'
import { AppError } from '../../../core/errors.ts'
import type { ReportDefinition } from '../../../core/reports/report.ts'
import type { Province } from '../../../core/thai/places.ts'
import { logAccess } from '../../access/access-log.ts'
import type { Transaction } from '../../db/database.ts'
import type { RequestContext, SomeHandlers } from '../../http/handler.ts'
import { FileReply } from '../../http/reply.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import { authorise } from '../../records/scope.ts'
import { checkQuestion, type TalliesReply } from '../../records/tallies.ts'
import { valueWords } from '../settings/value-words.ts'
import { type ReportRow, reportsSeen } from './reports-seen.ts'
import { writeReport } from './write-report.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type Names = 'runReport' | 'exportReport' | 'dealEndings' | 'listReports' | 'createReport' | 'updateReport' | 'deleteReport'

/** Reports: questions that are asked with the reader's rights, one's own and those that somebody shared. */
export function reportHandlers(office: Office, workFolder: string, provinces: () => readonly Province[]): SomeHandlers<Names> {
  return {
    runReport: (ctx, { body }) => office.read(ctx, 'runReport', body),
    dealEndings: (ctx, { query }) => office.read(ctx, 'dealEndings', query),
    exportReport: async (ctx, { body }) => {
      authorise(ctx, entityOf(ctx.catalog, body.question.entity), 'export')
      const reply = await office.read(ctx, 'runReport', body.question)
      const cells = reply.parsed() as TalliesReply
      const words = await valueWords(ctx, office.connection, provinces())
      const path = join(workFolder, `report-${uuidv7()}.${body.format}`)
      const rows = await writeReport(ctx, { ...body, ...cells, words }, path)
      await office.writeAlone((tx) =>
        logAccess(tx, ctx.now, {
          userId: ctx.userId,
          action: 'export',
          entity: body.question.entity,
          detail: { rows, report: body.question },
        }),
      )
      const type = body.format === 'xlsx' ? XLSX : 'text/csv; charset=utf-8'
      return new FileReply(path, `${body.name.replace(/[\\/:*?"<>|]/g, ' ')} ${ctx.today}.${body.format}`, type, true)
    },
    listReports: async (ctx) => ({
      reports: (await reportsSeen(ctx, office.connection)).map((row) => reportOf(ctx, row)),
    }),
    createReport: (ctx, { body }) =>
      office.write(ctx, async (tx) => {
        checkQuestion(ctx, body.definition)
        const id = uuidv7()
        await tx.run('insert into report (id, name, owner, shared, definition) values (?, ?, ?, ?, ?)', [
          id,
          body.name,
          ctx.userId,
          body.shared ? 1 : 0,
          JSON.stringify(body.definition),
        ])
        return { id }
      }),
    updateReport: (ctx, { params, body }) =>
      office.write(ctx, async (tx) => {
        const row = await own(ctx, tx, params.id)
        if (row.version !== body.version) throw new AppError('record.stale', { version: row.version })
        checkQuestion(ctx, body.definition)
        await tx.run('update report set name = ?, shared = ?, definition = ?, version = version + 1 where id = ?', [
          body.name,
          body.shared ? 1 : 0,
          JSON.stringify(body.definition),
          params.id,
        ])
        return { ok: true } as const
      }),
    deleteReport: (ctx, { params }) =>
      office.write(ctx, async (tx) => {
        await own(ctx, tx, params.id)
        await tx.run('delete from report where id = ?', [params.id])
        return { ok: true } as const
      }),
  }
}

/** A report that one may change: one's own, and a shared one for who runs the office. */
async function own(ctx: RequestContext, tx: Transaction, id: string): Promise<ReportRow> {
  const row = await tx.get<ReportRow>('select * from report where id = ?', [id])
  if (!row || !(row.owner === ctx.userId || (row.shared === 1 && ctx.policy.admin))) throw new AppError('record.not_found')
  return row
}

const reportOf = (ctx: RequestContext, row: ReportRow): SavedReport => ({
  id: row.id,
  name: row.name,
  shared: row.shared === 1,
  mine: row.owner === ctx.userId,
  version: row.version,
  definition: JSON.parse(row.definition) as ReportDefinition,
})
