import type { Readable } from 'node:stream'
import { AppError } from '../../../core/errors.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import { FileReply } from '../../http/reply.ts'
import { officeWord } from '../../words.ts'
import type { ImportService } from './import-service.ts'

type Names =
  | 'uploadImport'
  | 'listImports'
  | 'getImport'
  | 'chooseSheet'
  | 'checkImport'
  | 'plannedRows'
  | 'applyImport'
  | 'cancelImport'
  | 'importErrors'

/** Imports over HTTP; the work is in the service. */
export function importHandlers(imports: ImportService): SomeHandlers<Names> {
  return {
    uploadImport: (ctx, { params, query }, { request }) => {
      if (!request.headers['content-type']?.startsWith('application/octet-stream')) throw new AppError('request.wrong_type')
      const length = request.headers['content-length']
      return imports.upload(ctx, params.entity, {
        name: query.name,
        content: request.body as Readable,
        bytes: length === undefined ? undefined : Number(length),
      })
    },
    listImports: async (ctx) => ({ runs: await imports.list(ctx) }),
    getImport: (ctx, { params }) => imports.get(ctx, params.id),
    chooseSheet: (ctx, { params, body }) => imports.chooseSheet(ctx, params.id, body),
    checkImport: (ctx, { params, body }) => imports.check(ctx, params.id, body),
    plannedRows: (ctx, { params, query }) => imports.rows(ctx, params.id, query),
    applyImport: (ctx, { params, body }) => imports.apply(ctx, params.id, body),
    cancelImport: (ctx, { params }) => imports.cancel(ctx, params.id),
    importErrors: async (ctx, { params }) =>
      new FileReply(
        await imports.errorSheet(ctx, params.id),
        `${officeWord(ctx, 'import.errors_sheet')} ${ctx.today}.xlsx`,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        true,
      ),
  }
}
