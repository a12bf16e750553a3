import type { Filter } from '../core/query/filter.ts'
import type { Database } from './db/database.ts'
import type { ReaderIdentity, ReadLimit } from './db/readers.ts'
import { activityReads } from './features/activities/reads.ts'
import { bulkReads } from './features/bulk/targets.ts'
import { calendarReads } from './features/calendar/reads.ts'
import { customerReads } from './features/customers/tree.ts'
import { groupsWithDeals } from './features/deals/grouped.ts'
import { laneReads } from './features/deals/lanes.ts'
import { addOpenDeals, dealReads } from './features/deals/reads.ts'
import { duplicateReads } from './features/duplicates/reads.ts'
import { forecastReads } from './features/forecast/reads.ts'
import { homeReads } from './features/home/reads.ts'
import { leadReads } from './features/leads/reads.ts'
import { reportReads } from './features/reports/reads.ts'
import { targetReads } from './features/targets/reads.ts'
import type { Catalog } from './records/catalog.ts'
import { type Context, contextOf } from './records/context.ts'
import { findDuplicates } from './records/duplicates.ts'
import { aggregate, count, isBounded, type ListRequest, list } from './records/list.ts'
import { addMarks } from './records/marks.ts'
import { search } from './records/search.ts'

export type Read = (ctx: Context, db: Database, request: never) => Promise<unknown>

/** Every read that runs in a reader thread, by name. */
export const READS = {
  list: async (ctx: Context, db: Database, request: ListRequest & { marks?: Filter[] }) => {
    const page = await list(ctx, db, request)
    if (request.entity === 'customer' && request.columns?.includes('openDeals')) await addOpenDeals(ctx, db, page.rows)
    if (request.marks) await addMarks(ctx, db, request.entity, page.rows, request.marks)
    return page
  },
  count,
  aggregate,
  groups: groupsWithDeals,
  search,
  duplicates: (ctx: Context, db: Database, request: { entity: string; values: Record<string, unknown>; exceptId?: string }) =>
    findDuplicates(ctx, db, request.entity, request.values, request.exceptId).then((hits) => ({ hits })),
  ...activityReads,
  ...bulkReads,
  ...calendarReads,
  ...dealReads,
  ...laneReads,
  ...leadReads,
  ...duplicateReads,
  ...homeReads,
  ...forecastReads,
  ...reportReads,
  ...customerReads,
  ...targetReads,
} satisfies Record<string, Read>

export type ReadName = keyof typeof READS

/** Questions that whoever asks can put more narrowly: with another condition, group or word. */
const NARROWABLE: ReadonlySet<string> = new Set<ReadName>(['list', 'count', 'aggregate', 'groups', 'search', 'runReport'])

/** How long one of them may take, on whichever engine. */
export const NARROWABLE_MS = 2_000
/** How long a read may take of which nothing can be narrowed. */
const WHOLE_SCREEN_MS = 15_000

/** How long a read may take. A screen of which nothing can be narrowed is waited for, as on a slow disk that has just been started. */
export const readLimit = (operation: string): ReadLimit =>
  NARROWABLE.has(operation) ? { ms: NARROWABLE_MS, code: 'query.too_broad' } : { ms: WHOLE_SCREEN_MS, code: 'host.slow' }

/** Answers one read by its name, as the person who asks; the reply is JSON in UTF-8. */
export async function answerRead(
  db: Database,
  catalog: Catalog,
  operation: string,
  identity: ReaderIdentity,
  request: unknown,
): Promise<Uint8Array> {
  const read = (READS as Record<string, Read>)[operation]
  if (!read) throw new Error(`no read named ${operation}`)
  return Buffer.from(JSON.stringify(await read(contextOf(identity, catalog), db, request as never)))
}

/**
 * True for reads that a few index ranges answer, whatever the office holds: the server's own thread answers them itself, from pages
 * that no commit takes from it, sooner than it could ask another.
 */
export function isShort(ctx: Context, operation: ReadName, request: unknown): boolean {
  if (operation === 'list') return isBounded(ctx, request as ListRequest)
  return operation === 'timeline' && (request as { entity: string }).entity === 'customer'
}
