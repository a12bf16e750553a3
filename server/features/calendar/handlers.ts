import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { ROUTES } from '../../../core/contract/routes.ts'
import { addDays } from '../../../core/thai/date.ts'
import { logAccess } from '../../access/access-log.ts'
import type { SomeHandlers } from '../../http/handler.ts'
import type { LanHost } from '../../lan/host.ts'
import type { Office } from '../../office.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { authorise } from '../../records/scope.ts'
import { wordOf } from '../../words.ts'
import { applyFile } from './apply-file.ts'
import { listFeeds, makeFeed, openFeed, revokeFeed } from './feeds.ts'
import type { FilePlan } from './plan-file.ts'
import type { CalendarRequest } from './reads.ts'

type Names =
  | 'calendar'
  | 'exportCalendar'
  | 'checkCalendarFile'
  | 'importCalendarFile'
  | 'calendarFeeds'
  | 'makeFeed'
  | 'revokeFeed'
  | 'calendarFeed'

/** What a subscriber is given: the last three months and the next year. */
const FEED_DAYS_BACK = 90
const FEED_DAYS_AHEAD = 400
/** The dry look shows as many events as anybody reads; the counts are of all. */
const MOST_ITEMS_SHOWN = 300

export function calendarHandlers(office: Office, host: Pick<LanHost, 'url'>): SomeHandlers<Names> {
  const plan = async (ctx: Context, file: object) => (await office.read(ctx, 'calendarFilePlan', file)).parsed() as FilePlan
  return {
    calendar: (ctx, { query }) => office.read(ctx, 'calendar', query),
    exportCalendar: async (ctx, { query }, { reply }) => {
      mayTake(ctx, query.whose)
      const file = await fileOf(office, ctx, query)
      await office.writeAlone((tx) =>
        logAccess(tx, ctx.now, {
          userId: ctx.userId,
          action: 'export',
          entity: 'activity',
          detail: { rows: file.count, calendar: query },
        }),
      )
      const name = `${wordOf(ctx.lang, 'calendar.title')} ${query.from}.ics`
      return sendCalendar(reply, file.text, `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    },
    checkCalendarFile: async (ctx, { body }) => {
      authorise(ctx, entityOf(ctx.catalog, 'activity'), 'import')
      const { counts, items, name } = await plan(ctx, body)
      const shown = items.slice(0, MOST_ITEMS_SHOWN)
      return {
        counts,
        name,
        items: shown.map(({ action, title, at, allDay, minutes, reasons }) => ({ action, title, at, allDay, minutes, reasons })),
      }
    },
    importCalendarFile: async (ctx, { body }) => {
      authorise(ctx, entityOf(ctx.catalog, 'activity'), 'import')
      return applyFile(office, ctx, body.name, await plan(ctx, body))
    },
    calendarFeeds: async (ctx) => ({ feeds: await listFeeds(ctx, office.connection) }),
    makeFeed: async (ctx, { body }, { request }) => {
      mayTake(ctx, body.whose)
      const { id, token } = await makeFeed(office, ctx, body)
      const path = ROUTES.calendarFeed.path.replace(':token', `${token}.ics`)
      const asked = `${request.overLan ? 'https' : 'http'}://${request.headers.host}`
      // Made on the host it is for a phone as well: at the address that both reach.
      const base = request.overLan ? asked : (host.url ?? asked)
      return { id, address: new URL(path, base).href }
    },
    revokeFeed: (ctx, { params }) => revokeFeed(office, ctx, params.id),
    calendarFeed: async (ctx, { params }, { request, reply }) => {
      const feed = await openFeed(office, params.token, ctx.lang)
      mayTake(feed.ctx, feed.whose)
      const { today } = feed.ctx
      const span = { from: addDays(today, -FEED_DAYS_BACK), until: addDays(today, FEED_DAYS_AHEAD), whose: feed.whose }
      const { text } = await fileOf(office, feed.ctx, span)
      const tag = `"${createHash('sha256').update(text).digest('base64url')}"`
      reply.header('cache-control', 'private, no-cache').header('etag', tag)
      if (request.headers['if-none-match'] === tag) return reply.code(304).send()
      return sendCalendar(reply, text, 'inline; filename="samphan.ics"')
    },
  }
}

/** One's own calendar goes along with oneself; other people's leave the office only with the right to export. */
function mayTake(ctx: Context, whose: string): void {
  authorise(ctx, entityOf(ctx.catalog, 'activity'), whose === 'mine' ? 'view' : 'export')
}

const fileOf = async (office: Office, ctx: Context, span: CalendarRequest) =>
  (await office.read(ctx, 'calendarFile', span)).parsed() as { text: string; count: number }

const sendCalendar = (reply: FastifyReply, text: string, disposition: string): FastifyReply =>
  reply
    .header('content-type', 'text/calendar; charset=utf-8')
    .header('content-disposition', disposition)
    .header('x-content-type-options', 'nosniff')
    .send(text)
