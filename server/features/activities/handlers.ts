import type { SomeHandlers } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { finishActivity, logActivity } from './log-activity.ts'

export function activityHandlers(
  office: Office,
): SomeHandlers<'timeline' | 'home' | 'dueReminders' | 'logActivity' | 'finishActivity'> {
  const { writer } = office
  return {
    timeline: (ctx, { params, query }) => office.read(ctx, 'timeline', { ...params, ...query }),
    home: (ctx, { query }) => office.read(ctx, 'home', query),
    dueReminders: (ctx, { query }) => office.read(ctx, 'reminders', query),
    logActivity: (ctx, { body }) => office.write(ctx, (tx) => logActivity(ctx, tx, writer, body)),
    finishActivity: (ctx, { params, body }) => office.write(ctx, (tx) => finishActivity(ctx, tx, writer, params.id, body)),
  }
}
