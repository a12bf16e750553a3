import type { PrintRequest } from '../../../core/contract/print.ts'
import type { FieldDef, FieldKind } from '../../../core/fields/field.ts'
import { formatValue } from '../../../core/fields/format.ts'
import { formatDate } from '../../../core/thai/date.ts'
import type { Database } from '../../db/database.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import type { RecordRow } from '../../records/row.ts'
import { fieldLabel, officeWord } from '../../words.ts'
import { addOpenDeals } from '../deals/reads.ts'
import { OPEN_DEALS, offeredFields } from '../exports/export-records.ts'
import type { ValueWords } from '../settings/value-words.ts'

/** Kinds whose values run long and get twice the room. */
const WIDE: ReadonlySet<FieldKind> = new Set(['partyName', 'personName', 'longText', 'addresses', 'links', 'records'])
const AT_END: ReadonlySet<FieldKind> = new Set(['money', 'number', 'percent'])

/** A list as the screen shows it, for the template `list`. */
export async function listSheet(
  ctx: Context,
  db: Database,
  words: ValueWords,
  asked: { entity: string; request: PrintRequest; rows: RecordRow[] },
) {
  const entity = entityOf(ctx.catalog, asked.entity)
  const offered = offeredFields(ctx, entity)
  const keys = [entity.title, ...(asked.request.columns ?? entity.columns).filter((key) => key !== entity.title)]
  const fields = keys.flatMap((key) => offered.find((field) => field.key === key) ?? [])
  if (fields.includes(OPEN_DEALS)) await addOpenDeals(ctx, db, asked.rows)
  return {
    lang: ctx.lang,
    title: officeWord(ctx, `${entity.key}.many`),
    count: officeWord(ctx, 'print.count', { count: asked.rows.length.toLocaleString('en-US') }),
    note: asked.request.search ? officeWord(ctx, 'print.found_for', { text: asked.request.search }) : '',
    footer: footerOf(ctx, words),
    columns: fields.map((field) => ({
      label: fieldLabel(ctx, entity.key, field),
      wide: WIDE.has(field.kind),
      end: AT_END.has(field.kind),
    })),
    rows: asked.rows.map((row) => fields.map((field) => textOf(field, row, words))),
  }
}

function textOf(field: FieldDef, row: RecordRow, words: ValueWords): string {
  const text = row.masks?.[field.key] ?? formatValue(field, row[field.key], { ...words, title: (id) => row.titles?.[id] }, ', ')
  // What is due on a day stands at its midnight: on paper, too, it has no time.
  return field.kind === 'dateTime' ? text.replace(/ 00:00$/, '') : text
}

/** Who printed it and when: paper that lies about is traced to somebody. */
export const footerOf = (ctx: Context, words: ValueWords): string =>
  officeWord(ctx, 'print.printed_by', {
    who: words.user(ctx.userId),
    when: formatDate(ctx.today, { lang: ctx.lang, style: 'long' }),
  })
