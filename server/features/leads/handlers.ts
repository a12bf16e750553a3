import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { convertLead } from './convert-lead.ts'

export function leadHandlers(office: Office): SomeHandlers<'leadMatches' | 'convertLead'> {
  return {
    leadMatches: (ctx, { params }) => office.read(ctx, 'leadMatches', params),
    convertLead: (ctx, { params, body }) => office.write(ctx, (tx) => convertLead(ctx, tx, office.writer, params.id, body)),
  }
}
