import { findField, RECORD_FIELDS, type SortDef } from '../../../core/entities/entity.ts'
import { AppError } from '../../../core/errors.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import { allOf, type Filter } from '../../../core/query/filter.ts'
import type { Province } from '../../../core/thai/places.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { list } from '../../records/list.ts'
import { authorise, visibleFields } from '../../records/scope.ts'
import { search } from '../../records/search.ts'
import type { Cell } from '../../sheets/sheet.ts'
import { writeCsv } from '../../sheets/write-csv.ts'
import { writeXlsx } from '../../sheets/write-xlsx.ts'
import { fieldLabel, wordOf } from '../../words.ts'
import { addOpenDeals } from '../deals/reads.ts'
import { valueWords } from '../settings/value-words.ts'
import { type ExportColumn, exportColumns } from './columns.ts'

export type ExportRequest = {
  entity: string
  format: 'xlsx' | 'csv'
  filter?: Filter
  sort?: SortDef
  columns?: string[]
  forContact?: string
  /** What the list was searched for: the hits are written instead, best first, as the list shows them. */
  search?: string
}
/** Where an export reads from, and the provinces by which its addresses are called. */
export type ExportSource = { db: Database; provinces: readonly Province[] }

const PAGE = 500
/** A search that finds more is no list anybody looks through; it is refused in words rather than cut. */
const MOST_HITS = 5_000
/** The sum that the customers' list works out for its rows. */
const OPEN_DEALS: FieldDef = { key: 'openDeals', kind: 'money', derived: true }

/**
 * Writes what a list shows (or everything) to a file: the reader's visible fields and records only, and without those who
 * asked not to be contacted on the channel the export is for. Returns the number of rows.
 */
export async function exportRecords(ctx: Context, source: ExportSource, request: ExportRequest, path: string): Promise<number> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, 'export')
  const visible = visibleFields(ctx, entity)
  // What a list can show besides an entity's own fields, it can export too.
  const offered = [...visible, ...RECORD_FIELDS, ...(entity.key === 'customer' ? [OPEN_DEALS] : [])]
  const chosen = request.columns?.flatMap((key) => offered.find((field) => field.key === key) ?? [])
  const fields =
    chosen && chosen.length > 0 ? chosen : visible.filter((field) => field.kind !== 'files' && field.kind !== 'records')
  const words = await valueWords(ctx, source.db, source.provinces)
  const columns = withoutRepeats(
    exportColumns(entity, fields, (row) => ({ ...words, title: (id) => row.titles?.[id] }), {
      field: (key, field) => fieldLabel(ctx.lang, key, field),
      word: (key) => wordOf(ctx.lang, key),
    }),
  )
  const mayContact: Filter | undefined =
    request.forContact && findField(entity, 'doNotContact')
      ? { field: 'doNotContact', op: 'noneOf', value: [request.forContact] }
      : undefined
  const rows = cells(
    ctx,
    source.db,
    { ...request, filter: allOf(request.filter, mayContact), columns: fields.map((field) => field.key) },
    columns,
  )
  const name = wordOf(ctx.lang, `${entity.key}.many`)
  return request.format === 'xlsx'
    ? writeXlsx(path, name, columns, rows)
    : writeCsv(
        path,
        columns.map((column) => column.header),
        rows,
      )
}

/** A customer's province stands beside his address already; the same header twice would be taken for two fields when it is read again. */
function withoutRepeats(columns: readonly ExportColumn[]): ExportColumn[] {
  return columns.filter((column, at) => columns.findIndex((other) => other.header === column.header) === at)
}

async function* cells(
  ctx: Context,
  db: Database,
  request: ExportRequest,
  columns: readonly ExportColumn[],
): AsyncGenerator<Cell[]> {
  if (request.search) {
    yield* hits(ctx, db, request.search, request, columns)
    return
  }
  let after: string | undefined
  do {
    const page = await list(ctx, db, {
      entity: request.entity,
      filter: request.filter,
      sort: request.sort,
      columns: request.columns,
      limit: PAGE,
      ...(after && { after }),
    })
    if (request.entity === 'customer' && request.columns?.includes(OPEN_DEALS.key)) await addOpenDeals(ctx, db, page.rows)
    for (const row of page.rows) yield columns.map((column) => column.cell(row))
    after = page.next
    // Reading goes on in the server's own thread: others come in between pages.
    await new Promise((resume) => setImmediate(resume))
  } while (after)
}

async function* hits(
  ctx: Context,
  db: Database,
  text: string,
  request: ExportRequest,
  columns: readonly ExportColumn[],
): AsyncGenerator<Cell[]> {
  const found = await search(ctx, db, {
    text,
    entities: [request.entity],
    limit: MOST_HITS,
    ...(request.filter && { filter: request.filter }),
    ...(request.columns && { columns: request.columns }),
  })
  if (found.more) throw new AppError('query.too_broad', { most: MOST_HITS })
  const rows = found.hits.map((hit) => hit.row)
  if (request.entity === 'customer' && request.columns?.includes(OPEN_DEALS.key)) await addOpenDeals(ctx, db, rows)
  for (const row of rows) yield columns.map((column) => column.cell(row))
}
