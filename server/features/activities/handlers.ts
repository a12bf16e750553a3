import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { finishActivity, logActivity } from './log-activity.ts'

export function activityHandlers(office: Office): SomeHandlers<'timeline' | 'dueReminders' | 'logActivity' | 'finishActivity'> {
  const { writer } = office
  return {
    timeline: (ctx, { params, query }) => office.read(ctx, 'timeline', { ...params, ...query }),
    dueReminders: (ctx, { query }) => office.read(ctx, 'reminders', query),
    logActivity: (ctx, { body }) => office.write(ctx, (tx) => logActivity(ctx, tx, writer, body)),
    finishActivity: (ctx, { params, body }) => office.write(ctx, (tx) => finishActivity(ctx, tx, writer, params.id, body)),
  }
}
