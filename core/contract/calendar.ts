import { z } from 'zod'
import { RecordRow } from './records.ts'
import { defineRoutes } from './route.ts'

/** One's own activities, those of everybody whose activities one may see, or those of one person. */
export const Whose = z.union([z.enum(['mine', 'team']), z.uuid()])
/** The first and last local day, both included. */
const Span = z.strictObject({
  from: z.iso.date(),
  until: z.iso.date(),
  whose: Whose.default('mine'),
  /** Also what was done without having been planned. */
  logged: z.literal('yes').optional(),
})

/** How an event of a file becomes an activity. `same` and `skip` write nothing. */
export const FILE_ACTIONS = ['add', 'update', 'cancel', 'same', 'skip'] as const
export type FileAction = (typeof FILE_ACTIONS)[number]

/** Why an event is treated as it is; the words stand under `calendar.reason.<code>`. */
export const FILE_REASONS = [
  'no_start',
  'bad_time',
  'cancelled',
  'in_bin',
  'not_yours',
  'past',
  'over',
  'repeats',
  'repeats_until',
  'expanded',
  'expanded_more',
  'rule_unknown',
  'zone_unknown',
  'text_long',
  'invalid',
] as const
export const FileReason = z.object({
  code: z.enum(FILE_REASONS),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
})
export type FileReason = z.infer<typeof FileReason>

export const FileItem = z.object({
  action: z.enum(FILE_ACTIONS),
  title: z.string(),
  at: z.string().nullable(),
  allDay: z.boolean(),
  minutes: z.number().nullable(),
  reasons: z.array(FileReason),
})
export type FileItem = z.infer<typeof FileItem>
const Counts = z.record(z.enum(FILE_ACTIONS), z.int())
export type FileCounts = z.infer<typeof Counts>

/** The types that an event may become. */
export const FILE_TYPES = ['meeting', 'visit', 'call', 'task'] as const
const CalendarFile = z.strictObject({
  name: z.string().trim().min(1).max(200),
  text: z.string().max(1_300_000),
  type: z.enum(FILE_TYPES).default('meeting'),
})

export const Feed = z.object({
  id: z.string(),
  name: z.string(),
  whose: z.enum(['mine', 'team']),
  createdAt: z.string(),
  usedAt: z.string().nullable(),
})
export type Feed = z.infer<typeof Feed>

export const calendarRoutes = defineRoutes({
  /** What is planned or was done in a span of days. `series` are repeating activities with the times at which they come round again. */
  calendar: {
    method: 'GET',
    path: '/api/calendar',
    permission: 'signed-in',
    keys: 'read',
    query: Span,
    reply: z.object({
      rows: z.array(RecordRow),
      series: z.array(z.object({ row: RecordRow, at: z.array(z.string()) })),
      /** True when the span holds more than is shown. */
      capped: z.boolean(),
    }),
  },
  exportCalendar: { method: 'GET', path: '/api/calendar/export', permission: 'signed-in', query: Span, reply: 'raw' },
  checkCalendarFile: {
    method: 'POST',
    path: '/api/calendar/check',
    permission: 'signed-in',
    body: CalendarFile,
    reply: z.object({ counts: Counts, items: z.array(FileItem), name: z.string().nullable() }),
  },
  importCalendarFile: {
    method: 'POST',
    path: '/api/calendar/import',
    permission: 'signed-in',
    body: CalendarFile,
    reply: z.object({ batchId: z.string(), counts: Counts, failed: z.int() }),
  },
  calendarFeeds: {
    method: 'GET',
    path: '/api/calendar/feeds',
    permission: 'signed-in',
    reply: z.object({ feeds: z.array(Feed) }),
  },
  /** Makes a private address; it is told this once and stored as a hash only. */
  makeFeed: {
    method: 'POST',
    path: '/api/calendar/feeds',
    permission: 'signed-in',
    body: z.strictObject({ name: z.string().trim().min(1).max(80), whose: z.enum(['mine', 'team']) }),
    reply: z.object({ id: z.string(), address: z.string() }),
  },
  revokeFeed: {
    method: 'DELETE',
    path: '/api/calendar/feeds/:id',
    permission: 'signed-in',
    params: z.strictObject({ id: z.uuid() }),
    reply: z.object({ id: z.string() }),
  },
  /** The feed itself: whoever has the address may read it, without a session. */
  calendarFeed: {
    method: 'GET',
    path: '/api/calendar/feed/:token',
    permission: 'anyone',
    params: z.strictObject({ token: z.string().max(100) }),
    reply: 'raw',
  },
})
