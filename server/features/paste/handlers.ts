import { pastedRecord } from '../../../core/paste/pasted-values.ts'
import type { Places } from '../../../core/thai/places.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import { authorise } from '../../records/scope.ts'
import { savePasted } from './save-pasted.ts'

export function pasteHandlers(office: Office, places: () => Places): SomeHandlers<'readPaste' | 'savePasted'> {
  return {
    readPaste: (ctx, { params, body }) => {
      authorise(ctx, entityOf(ctx.catalog, params.entity), 'create')
      return pastedRecord(params.entity, body.text, places())
    },
    savePasted: (ctx, { params, body }) =>
      office.write(ctx, (tx) => savePasted(ctx, tx, office.writer, { entity: params.entity, ...body })),
  }
}
