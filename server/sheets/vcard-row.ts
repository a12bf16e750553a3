import type { Cell } from './sheet.ts'
import { splitValue, unescapeValue, type VcardProperty } from './vcard-property.ts'

/** The columns a card is shown in. Several values of a kind stand in one cell, one a line, the preferred first. */
export const VCARD_HEADERS = [
  'Full name',
  'Title',
  'First name',
  'Middle name',
  'Last name',
  'Suffix',
  'Nickname',
  'Phonetic name',
  'Organization',
  'Department',
  'Position',
  'Phones',
  'Fax',
  'E-mails',
  'Address',
  'Birthday',
  'URL',
  'LINE',
  'Categories',
  'Note',
] as const

type VcardHeader = (typeof VCARD_HEADERS)[number]
type CardColumns = Partial<Record<VcardHeader, string[]>>

const LINE_NAMES = new Set(['X-LINE', 'X-LINE-ID', 'X-LINEID', 'X-IM-LINE'])

/** Lays the properties of one card out in the columns of `VCARD_HEADERS`; a card without a full name gets one from its parts. */
export function cardRow(properties: readonly VcardProperty[]): Cell[] {
  const version = properties.find((property) => property.name === 'VERSION')?.value.trim() ?? '3.0'
  const labels = groupLabels(properties)
  const columns: CardColumns = {}
  const ranked = properties.toSorted((a, b) => rank(a) - rank(b))
  for (const property of ranked) readProperty(columns, property, version, labels)
  columns['Full name'] ??= [nameFromParts(columns)]
  return VCARD_HEADERS.map((header) => columns[header]?.filter((text) => text !== '').join('\n') || null)
}

/** The preferred comes first, then mobiles; a pager comes last. Sorting is stable, so others keep their order. */
function rank({ name, types }: VcardProperty): number {
  if (types.includes('pref')) return 0
  if (name === 'TEL' && (types.includes('cell') || types.includes('iphone'))) return 1
  return types.includes('pager') ? 3 : 2
}

/** Apple and Google name a property by a second one of the same group: `item1.X-ABLabel:LINE`. */
function groupLabels(properties: readonly VcardProperty[]): Map<string, string> {
  return new Map(
    properties.filter((each) => each.name === 'X-ABLABEL').map((each) => [each.group, each.value.trim().toLowerCase()]),
  )
}

/** Properties whose text goes into a column as it is. */
const PLAIN_COLUMNS: Record<string, VcardHeader> = {
  NICKNAME: 'Nickname',
  TITLE: 'Position',
  ROLE: 'Position',
  URL: 'URL',
  CATEGORIES: 'Categories',
  NOTE: 'Note',
}

function readProperty(columns: CardColumns, property: VcardProperty, version: string, labels: ReadonlyMap<string, string>): void {
  const { name, value, types } = property
  const text = unescapeValue(value, version)
  const plain = Object.hasOwn(PLAIN_COLUMNS, name) ? PLAIN_COLUMNS[name] : undefined
  if (text === '') return
  if (isLine(property, labels)) put(columns, 'LINE', text.replace(/^(?:x-apple:|line:)/i, ''))
  else if (plain) put(columns, plain, text)
  else if (name === 'FN') putOnce(columns, 'Full name', text)
  else if (name === 'N') readName(columns, splitValue(value, version))
  else if (name === 'ORG') readOrganization(columns, splitValue(value, version))
  else if (name === 'TEL') put(columns, types.includes('fax') ? 'Fax' : 'Phones', phoneText(text))
  else if (name === 'EMAIL') put(columns, 'E-mails', text.replace(/^mailto:/i, ''))
  else if (name === 'ADR') put(columns, 'Address', splitValue(value, version).map(oneLine).filter(Boolean).join(', '))
  else if (name === 'BDAY') putOnce(columns, 'Birthday', dateText(text))
  else if (name === 'X-PHONETIC-FIRST-NAME' || name === 'X-PHONETIC-LAST-NAME') {
    columns['Phonetic name'] = [[...(columns['Phonetic name'] ?? []), text].join(' ')]
  }
}

function isLine({ name, group, types, parameters, value }: VcardProperty, labels: ReadonlyMap<string, string>): boolean {
  if (LINE_NAMES.has(name)) return true
  if (!['IMPP', 'X-SOCIALPROFILE', 'URL'].includes(name)) return false
  const service = (parameters.get('X-SERVICE-TYPE') ?? '').toLowerCase()
  return service === 'line' || types.includes('line') || /^line:/i.test(value) || (group !== '' && labels.get(group) === 'line')
}

function put(columns: CardColumns, header: VcardHeader, text: string): void {
  const values = columns[header] ?? []
  if (!values.includes(text)) values.push(text)
  columns[header] = values
}

function putOnce(columns: CardColumns, header: VcardHeader, text: string): void {
  if (columns[header] === undefined) columns[header] = [text]
}

function readName(columns: CardColumns, [last = '', first = '', middle = '', prefix = '', suffix = '']: string[]): void {
  putOnce(columns, 'Last name', last)
  putOnce(columns, 'First name', first)
  putOnce(columns, 'Middle name', middle)
  putOnce(columns, 'Title', prefix)
  putOnce(columns, 'Suffix', suffix)
}

function readOrganization(columns: CardColumns, [organization = '', ...departments]: string[]): void {
  put(columns, 'Organization', organization)
  for (const department of departments) put(columns, 'Department', department)
}

function nameFromParts(columns: CardColumns): string {
  const parts = (['Title', 'First name', 'Middle name', 'Last name', 'Suffix'] as const).map(
    (header) => columns[header]?.[0] ?? '',
  )
  const name = parts.filter(Boolean).join(' ')
  return name || (columns.Nickname?.[0] ?? columns.Organization?.[0] ?? columns['E-mails']?.[0] ?? '')
}

/** Version 4 writes numbers as addresses: `tel:+1-418-656-9254;ext=102` (RFC 3966). */
function phoneText(text: string): string {
  return text
    .replace(/^tel:/i, '')
    .replace(/;ext=/i, ' ext. ')
    .replace(/;[\w-]+=.*$/, '')
}

function oneLine(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/,$/, '')
    .trim()
}

/** `19800322` and `1980-03-22T00:00:00Z` become `1980-03-22`; a birthday without a year, `--0203`, stays as it is. */
function dateText(text: string): string {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?$/.exec(text) ?? []
  return year ? `${year}-${month}-${day}` : text
}
