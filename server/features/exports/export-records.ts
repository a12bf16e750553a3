import { findField, RECORD_FIELDS, type SortDef } from '../../../core/entities/entity.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import type { FormatEnv } from '../../../core/fields/format.ts'
import { allOf, type Filter } from '../../../core/query/filter.ts'
import { people } from '../../access/people.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { list } from '../../records/list.ts'
import type { RecordRow } from '../../records/row.ts'
import { authorise, visibleFields } from '../../records/scope.ts'
import type { Cell } from '../../sheets/sheet.ts'
import { writeCsv } from '../../sheets/write-csv.ts'
import { writeXlsx } from '../../sheets/write-xlsx.ts'
import { fieldLabel, wordOf } from '../../words.ts'
import { addOpenDeals } from '../deals/reads.ts'
import { loadPipelines } from '../settings/session.ts'
import { type ExportColumn, exportColumns } from './columns.ts'

export type ExportRequest = {
  entity: string
  format: 'xlsx' | 'csv'
  filter?: Filter
  sort?: SortDef
  columns?: string[]
  forContact?: string
}

const PAGE = 500
/** The sum that the customers' list works out for its rows. */
const OPEN_DEALS: FieldDef = { key: 'openDeals', kind: 'money', derived: true }

/**
 * Writes what a list shows (or everything) to a file: the reader's visible fields and records only, and without those who
 * asked not to be contacted on the channel the export is for. Returns the number of rows.
 */
export async function exportRecords(ctx: Context, db: Database, request: ExportRequest, path: string): Promise<number> {
  const entity = entityOf(ctx.catalog, request.entity)
  authorise(ctx, entity, 'export')
  const visible = visibleFields(ctx, entity)
  // What a list can show besides an entity's own fields, it can export too.
  const offered = [...visible, ...RECORD_FIELDS, ...(entity.key === 'customer' ? [OPEN_DEALS] : [])]
  const chosen = request.columns?.flatMap((key) => offered.find((field) => field.key === key) ?? [])
  const fields =
    chosen && chosen.length > 0 ? chosen : visible.filter((field) => field.kind !== 'files' && field.kind !== 'records')
  const env = await formatEnv(ctx, db)
  const columns = exportColumns(entity, fields, env, {
    field: (key, field) => fieldLabel(ctx.lang, key, field),
    word: (key) => wordOf(ctx.lang, key),
  })
  const mayContact: Filter | undefined =
    request.forContact && findField(entity, 'doNotContact')
      ? { field: 'doNotContact', op: 'noneOf', value: [request.forContact] }
      : undefined
  const rows = cells(
    ctx,
    db,
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

async function* cells(
  ctx: Context,
  db: Database,
  request: ExportRequest,
  columns: readonly ExportColumn[],
): AsyncGenerator<Cell[]> {
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

/** How values are written for this reader. */
async function formatEnv(ctx: Context, db: Database): Promise<(row: RecordRow) => FormatEnv> {
  const users = new Map((await people.list(db)).map((person) => [person.id, person.nick || person.name]))
  const th = ctx.lang === 'th'
  const choices = new Map(
    ctx.catalog.choices.map((choice) => [`${choice.list} ${choice.key}`, th ? choice.labelTh : choice.labelEn]),
  )
  for (const pipeline of await loadPipelines(db)) {
    choices.set(`pipeline ${pipeline.id}`, th ? pipeline.nameTh : pipeline.nameEn)
    for (const stage of pipeline.stages) choices.set(`stage ${stage.id}`, th ? stage.nameTh : stage.nameEn)
  }
  return (row) => ({
    lang: ctx.lang,
    timeZone: ctx.catalog.timeZone,
    user: (id) => users.get(id) ?? '',
    title: (id) => row.titles?.[id],
    choice: (list, key) => choices.get(`${list} ${key}`) ?? key,
    yes: wordOf(ctx.lang, 'value.yes'),
    no: wordOf(ctx.lang, 'value.no'),
  })
}
