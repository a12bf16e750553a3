import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'

export function customerHandlers(office: Office): SomeHandlers<'customerTree'> {
  return { customerTree: (ctx, { params }) => office.read(ctx, 'customerTree', params) }
}
