import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import type { Places } from '../../../core/thai/places.ts'
import { logAccess } from '../../access/access-log.ts'
import type { FileStore } from '../../files/file-store.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import { FileReply } from '../../http/reply.ts'
import type { Office } from '../../office.ts'
import { officeWord } from '../../words.ts'
import { exportOffice } from './export-office.ts'
import { type ExportSource, exportRecords } from './export-records.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Exports: made as a file in the work folder, sent, removed; each one is written to the access log. */
export function exportHandlers(
  office: Office,
  files: FileStore,
  workFolder: string,
  places: () => Places,
): SomeHandlers<'exportRecords' | 'exportOffice'> {
  const source = (): ExportSource => ({ db: office.connection, provinces: places().provinces })
  return {
    exportRecords: async (ctx, { params, body }) => {
      const path = join(workFolder, `export-${uuidv7()}.${body.format}`)
      const rows = await exportRecords(ctx, source(), { ...params, ...body }, path)
      await office.write(ctx, (tx) =>
        logAccess(tx, ctx.now, {
          userId: ctx.userId,
          action: 'export',
          entity: params.entity,
          detail: { rows, filter: body.filter ?? null, ...(body.search && { searched: true }), ...(ctx.via && { key: ctx.via }) },
        }),
      )
      return new FileReply(
        path,
        `${officeWord(ctx, `${params.entity}.many`)} ${ctx.today}.${body.format}`,
        body.format === 'xlsx' ? XLSX : 'text/csv; charset=utf-8',
        true,
      )
    },
    exportOffice: async (ctx) => {
      const path = join(workFolder, `office-${uuidv7()}.zip`)
      const leftOut = await exportOffice(ctx, source(), files, path)
      await office.write(ctx, (tx) => logAccess(tx, ctx.now, { userId: ctx.userId, action: 'export_office' }))
      return new FileReply(path, `samphan-${ctx.today}.zip`, 'application/zip', true, leftOut)
    },
  }
}
