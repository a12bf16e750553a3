import { findField } from '../../../core/entities/entity.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import type { FormatEnv } from '../../../core/fields/format.ts'
import { keyText } from '../../../core/reports/key-text.ts'
import { measured, type ReportQuestion } from '../../../core/reports/report.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import type { TalliesReply } from '../../records/tallies.ts'
import type { Cell } from '../../sheets/sheet.ts'
import { writeCsv } from '../../sheets/write-csv.ts'
import { writeXlsx, type XlsxColumn } from '../../sheets/write-xlsx.ts'
import { fieldLabel, officeWord, wordOf } from '../../words.ts'

type Asked = TalliesReply & {
  question: ReportQuestion
  name: string
  format: 'xlsx' | 'csv'
  words: Omit<FormatEnv, 'title'>
}

/** Writes a report as rows: its groups in words, how many records, and what was measured. Returns the number of rows. */
export async function writeReport(ctx: Context, report: Asked, path: string): Promise<number> {
  const { question, titles, cells, words } = report
  const env = {
    ...words,
    title: (id: string) => titles[id],
    none: wordOf(ctx.lang, 'report.none'),
    unseen: wordOf(ctx.lang, 'report.unseen'),
    quarter: (number: number, year: string) => wordOf(ctx.lang, 'report.quarter', { number, year }),
  }
  const fields = question.groups.map((group) => fieldOf(ctx, question.entity, group.field))
  const value = question.measure.kind === 'count' ? undefined : fieldOf(ctx, question.entity, question.measure.field ?? '').field
  const columns: XlsxColumn[] = [
    ...fields.map(({ entity, field }) => ({ header: label(ctx, entity, field), kind: 'text' as const, width: 28 })),
    { header: wordOf(ctx.lang, 'report.measure.count'), kind: 'number' },
  ]
  if (value)
    columns.push({
      header: `${wordOf(ctx.lang, `report.measure.${question.measure.kind}`)} ${label(ctx, question.entity, value)}`,
      kind: value.kind === 'money' ? 'money' : 'number',
    })
  async function* rows(): AsyncGenerator<Cell[]> {
    for (const cell of [...cells].sort((a, b) => compareKeys(a.keys, b.keys))) {
      const number = value ? measured(question.measure.kind, cell) : undefined
      yield [
        ...cell.keys.map((key, at) => keyText(key, fields[at]?.field ?? { kind: 'text' }, env)),
        cell.count,
        ...(number === undefined ? [] : [number !== null && value?.kind === 'money' ? Math.round(number) / 100 : number]),
      ]
    }
  }
  return report.format === 'xlsx'
    ? writeXlsx(path, report.name, columns, rows())
    : writeCsv(
        path,
        columns.map((column) => column.header),
        rows(),
      )
}

const compareKeys = (a: readonly unknown[], b: readonly unknown[]): number =>
  String(a[0] ?? '').localeCompare(String(b[0] ?? '')) || String(a[1] ?? '').localeCompare(String(b[1] ?? ''))

function fieldOf(ctx: Context, entity: string, path: string): { entity: string; field: FieldDef } {
  const [head = '', tail] = path.split('.')
  const field = findField(entityOf(ctx.catalog, entity), head) as FieldDef
  return tail === undefined ? { entity, field } : fieldOf(ctx, field.to ?? '', tail)
}

/** The product's own fields of every record have their words once. */
function label(ctx: Context, entity: string, field: FieldDef): string {
  const own = fieldLabel(ctx, entity, field)
  return own === `${entity}.${field.key}` ? officeWord(ctx, `record.${field.key}`) : own
}
