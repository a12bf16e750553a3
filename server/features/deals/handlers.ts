import { AppError } from '../../../core/errors.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'

export function dealHandlers(
  office: Office,
): SomeHandlers<'moveDeal' | 'dealBoard' | 'dealColumn' | 'dealLanes' | 'customerCard'> {
  return {
    moveDeal: (ctx, { params, body }) =>
      office.write(ctx, async (tx) => {
        const stage = await tx.get<{ pipeline_id: string }>('select pipeline_id from stage where id = ? and archived = 0', [
          body.stage,
        ])
        if (!stage) throw new AppError('deal.wrong_stage')
        const { id, version } = await office.writer.update(ctx, tx, 'deal', params.id, body.version, {
          ...body.values,
          pipeline: stage.pipeline_id,
          stage: body.stage,
        })
        return { id, version }
      }),
    dealBoard: (ctx, { query }) => office.read(ctx, 'board', query),
    dealColumn: (ctx, { query }) => office.read(ctx, 'column', query),
    dealLanes: (ctx, { query }) => office.read(ctx, 'dealLanes', query),
    customerCard: (ctx, { params }) => office.read(ctx, 'customerCard', params),
  }
}
