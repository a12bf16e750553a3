import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'

export function homeHandlers(office: Office): SomeHandlers<'home' | 'teamDay'> {
  return {
    home: (ctx) => office.read(ctx, 'home', {}),
    teamDay: (ctx, { query }) => office.read(ctx, 'teamDay', query),
  }
}
