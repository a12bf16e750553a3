import { type EntityDef, findField, RECORD_FIELDS, type SortDef } from '../../../core/entities/entity.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import { allOf, type Filter } from '../../../core/query/filter.ts'
import type { Province } from '../../../core/thai/places.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { pagesOf } from '../../records/every-row.ts'
import { maskedFields } from '../../records/mask-values.ts'
import { authorise, visibleFields } from '../../records/scope.ts'
import type { Cell } from '../../sheets/sheet.ts'
import { writeCsv } from '../../sheets/write-csv.ts'
import { writeXlsx } from '../../sheets/write-xlsx.ts'
import { fieldLabel, officeWord } from '../../words.ts'
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

/** The sum that the customers' list works out for its rows. */
export const OPEN_DEALS: FieldDef = { key: 'openDeals', kind: 'money', derived: true }

/** What a list can show, and so a file or a sheet of paper: the visible fields and the masks of others, those of every record, and the sums of customers. */
export const offeredFields = (ctx: Context, entity: EntityDef): FieldDef[] => [
  ...visibleFields(ctx, entity),
  ...maskedFields(ctx, entity),
  ...RECORD_FIELDS,
  ...(entity.key === 'customer' ? [OPEN_DEALS] : []),
]

/**
 * Writes what a list shows (or everything) to a file: the reader's visible fields and records only, and without those who
 * asked not to be contacted on the channel the export is for. Returns the number of rows.
 */
export async function exportRecords(ctx: Context, source: ExportSource, request: ExportRequest, path: string): Promise<number> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, 'export')
  const visible = [...visibleFields(ctx, entity), ...maskedFields(ctx, entity)]
  const offered = offeredFields(ctx, entity)
  const chosen = request.columns?.flatMap((key) => offered.find((field) => field.key === key) ?? [])
  const fields =
    chosen && chosen.length > 0 ? chosen : visible.filter((field) => field.kind !== 'files' && field.kind !== 'records')
  const words = await valueWords(ctx, source.db, source.provinces)
  const columns = withoutRepeats(
    exportColumns(entity, fields, (row) => ({ ...words, title: (id) => row.titles?.[id] }), {
      field: (key, field) => fieldLabel(ctx, key, field),
      word: (key) => officeWord(ctx, key),
      isMasked: (field) => ctx.policy.isHidden(entity.key, field.key),
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
  const name = officeWord(ctx, `${entity.key}.many`)
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
  const addsDeals = request.entity === 'customer' && request.columns?.includes(OPEN_DEALS.key)
  for await (const rows of pagesOf(ctx, db, request)) {
    if (addsDeals) await addOpenDeals(ctx, db, rows)
    for (const row of rows) yield columns.map((column) => column.cell(row))
  }
}
