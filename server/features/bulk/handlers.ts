import type { Places } from '../../../core/thai/places.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import type { BulkService } from './bulk-service.ts'
import { pasteCells } from './paste-cells.ts'

/** Acts on many records at once, and blocks of cells pasted into a list. */
export function bulkHandlers(
  office: Office,
  bulk: BulkService,
  places: () => Places,
): SomeHandlers<'previewBulk' | 'startBulk' | 'bulkRun' | 'cancelBulk' | 'startUndo' | 'pasteCells'> {
  return {
    previewBulk: (ctx, { params, body }) => bulk.preview(ctx, params.entity, body.target, body.act),
    startBulk: (ctx, { params, body }) => bulk.start(ctx, params.entity, body.target, body.act),
    bulkRun: (ctx, { params }) => bulk.progress(ctx, params.batchId),
    cancelBulk: (ctx, { params }) => bulk.cancel(ctx, params.batchId),
    startUndo: (ctx, { params }) => bulk.startUndo(ctx, params.batchId),
    pasteCells: (ctx, { params, body }) => pasteCells(office, ctx, places(), params.entity, body),
  }
}
