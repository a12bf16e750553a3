import type { SortDef } from '../../core/entities/entity.ts'
import { AppError } from '../../core/errors.ts'
import type { Filter } from '../../core/query/filter.ts'
import type { Database } from '../db/database.ts'
import { entityOf } from './catalog.ts'
import type { Context } from './context.ts'
import { list, present, whereOf } from './list.ts'
import { maskedFields } from './mask-values.ts'
import { type DbRow, type RecordRow, selectColumns } from './row.ts'
import { marks, visibleFields } from './scope.ts'
import { search } from './search.ts'

/** What of an entity is wanted: these records, the hits of a search, or all that a filter lets through. */
export type RowsRequest = {
  entity: string
  ids?: readonly string[]
  search?: string
  filter?: Filter
  sort?: SortDef
  columns?: string[]
}

const PAGE = 500
/** A search that finds more is no list anybody looks through; it is refused in words rather than cut. */
const MOST_HITS = 5_000

/**
 * The records of the reader's reach that are wanted, page by page, with his visible fields. They are read in the server's own
 * thread, and others come in between pages. Throws `query.too_broad` when a search finds more than 5,000.
 */
export async function* pagesOf(ctx: Context, db: Database, request: RowsRequest): AsyncGenerator<RecordRow[]> {
  if (request.ids) yield* pagesOfIds(ctx, db, request, request.ids)
  else if (request.search) yield await hits(ctx, db, request.search, request)
  else yield* pagesOfList(ctx, db, request)
}

async function* pagesOfList(ctx: Context, db: Database, request: RowsRequest): AsyncGenerator<RecordRow[]> {
  const { entity, filter, sort, columns } = request
  let after: string | undefined
  do {
    const page = await list(ctx, db, {
      entity,
      limit: PAGE,
      ...(filter && { filter }),
      ...(sort && { sort }),
      ...(columns && { columns }),
      ...(after && { after }),
    })
    yield page.rows
    after = page.next
    await new Promise((resume) => setImmediate(resume))
  } while (after)
}

/** In the order in which they were named; what may not be seen is not there. */
async function* pagesOfIds(
  ctx: Context,
  db: Database,
  request: RowsRequest,
  ids: readonly string[],
): AsyncGenerator<RecordRow[]> {
  const entity = entityOf(ctx.catalog, request.entity)
  const fields = [...visibleFields(ctx, entity), ...maskedFields(ctx, entity)]
  const where = whereOf(ctx, entity, request.filter)
  for (let from = 0; from < ids.length; from += PAGE) {
    const some = ids.slice(from, from + PAGE)
    const rows = await db.all<DbRow>(
      `select ${selectColumns(fields)} from ${entity.table} t where t.id in (${marks(some.length)}) and (${where.text})`,
      [...some, ...where.params],
    )
    const shown = new Map((await present(ctx, db, entity, fields, rows)).map((row) => [row.id, row]))
    yield some.flatMap((id) => shown.get(id) ?? [])
    await new Promise((resume) => setImmediate(resume))
  }
}

async function hits(ctx: Context, db: Database, text: string, request: RowsRequest): Promise<RecordRow[]> {
  const found = await search(ctx, db, {
    text,
    entities: [request.entity],
    limit: MOST_HITS,
    ...(request.filter && { filter: request.filter }),
    ...(request.columns && { columns: request.columns }),
  })
  // What only sounds like the text helps whoever looks for a name; a file of what was searched for does not hold it.
  const holding = found.hits.filter((hit) => hit.rank !== 'soundsLike')
  if (found.more && holding.length === found.hits.length) throw new AppError('query.too_broad', { most: MOST_HITS })
  return holding.map((hit) => hit.row)
}
