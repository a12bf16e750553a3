import type { EntityDef } from '../../../core/entities/entity.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import { type FormatEnv, formatValue } from '../../../core/fields/format.ts'
import type { AddressItem, PartyNameValue, PersonNameValue, PhoneItem, TaxIdValue } from '../../../core/fields/values.ts'
import { partHeader } from '../../../core/imports/targets.ts'
import { formatPhone } from '../../../core/thai/phone.ts'
import type { RecordRow } from '../../records/row.ts'
import type { Cell } from '../../sheets/sheet.ts'
import type { XlsxColumn } from '../../sheets/write-xlsx.ts'

/** One column of an export: what stands above it, how a spreadsheet treats it, and its cell for a record. */
export type ExportColumn = XlsxColumn & { cell: (row: RecordRow) => Cell }

type Labels = {
  field: (entity: string, field: FieldDef) => string
  word: (key: string) => string
  /** Whether the reader is shown a mask in the value's place. */
  isMasked: (field: FieldDef) => boolean
}

/** The columns of the given fields. Kinds with parts get one column a part, so that the file can be imported again. */
export function exportColumns(
  entity: EntityDef,
  fields: readonly FieldDef[],
  env: (row: RecordRow) => FormatEnv,
  labels: Labels,
): ExportColumn[] {
  return fields.flatMap((field) => columnsOf(entity, field, env, labels))
}

function columnsOf(entity: EntityDef, field: FieldDef, env: (row: RecordRow) => FormatEnv, labels: Labels): ExportColumn[] {
  const header = labels.field(entity.key, field)
  const text = (name: string, cell: (value: never) => Cell, width?: number): ExportColumn => ({
    header: name,
    kind: 'text',
    ...(width && { width }),
    cell: (row) => (row[field.key] === undefined ? null : cell(row[field.key] as never)),
  })
  if (labels.isMasked(field)) return [{ header, kind: 'text', cell: (row) => row.masks?.[field.key] ?? null }]
  switch (field.kind) {
    case 'money':
      return [{ header, kind: 'money', cell: (row) => (row[field.key] === undefined ? null : (row[field.key] as number) / 100) }]
    case 'number':
    case 'percent':
      return [{ header, kind: 'number', cell: (row) => (row[field.key] as number | undefined) ?? null }]
    case 'date':
      return [{ header, kind: 'date', cell: (row) => (row[field.key] as string | undefined) ?? null }]
    case 'dateTime':
      return [{ header, kind: 'datetime', cell: (row) => localText(row[field.key] as string | undefined, env(row).timeZone) }]
    case 'phones':
      return [
        text(header, (value: PhoneItem[]) =>
          value.map((item) => formatPhone(item.e164) + (item.ext ? ` ต่อ ${item.ext}` : '')).join(', '),
        ),
      ]
    case 'taxId':
      return [
        text(header, (value: TaxIdValue) => value.number, 18),
        text(partHeader(field, header, labels.word('export.branch')), (value: TaxIdValue) => value.branch ?? null, 12),
      ]
    case 'personName':
    case 'partyName':
      return nameColumns(field, header, env, labels)
    case 'addresses':
      return addressColumns(field, header, env, labels)
    default:
      return [{ header, kind: 'text', cell: (row) => formatValue(field, row[field.key], env(row)) || null }]
  }
}

function nameColumns(field: FieldDef, header: string, env: (row: RecordRow) => FormatEnv, labels: Labels): ExportColumn[] {
  const whole = (value: PartyNameValue | PersonNameValue | undefined): Cell => {
    if (!value) return null
    const { nick: _, ...rest } = value
    return formatValue(field, rest, env({} as RecordRow))
  }
  return [
    { header, kind: 'text', width: 36, cell: (row) => whole(row[field.key] as PartyNameValue | undefined) },
    {
      header: partHeader(field, header, labels.word('export.nick')),
      kind: 'text',
      width: 12,
      cell: (row) => (row[field.key] as PersonNameValue | undefined)?.nick ?? null,
    },
  ]
}

function addressColumns(field: FieldDef, header: string, env: (row: RecordRow) => FormatEnv, labels: Labels): ExportColumn[] {
  const part = (key: string) => partHeader(field, header, labels.word(key))
  const first = (row: RecordRow): AddressItem | undefined => (row[field.key] as AddressItem[] | undefined)?.[0]
  return [
    {
      header,
      kind: 'text',
      width: 60,
      cell: (row) => (row[field.key] === undefined ? null : formatValue(field, row[field.key], env(row))),
    },
    { header: part('export.province'), kind: 'text', width: 16, cell: (row) => first(row)?.province ?? null },
    { header: part('export.postcode'), kind: 'text', width: 10, cell: (row) => first(row)?.postcode ?? null },
  ]
}

/** An instant as local `YYYY-MM-DDTHH:mm`, which a spreadsheet shows as a date. */
function localText(instant: string | undefined, timeZone: string): Cell {
  if (instant === undefined) return null
  return new Date(instant).toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).replace(' ', 'T')
}
