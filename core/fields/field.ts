/**
 * What an entity says of one of its fields. It holds no words: the label stands in `core/words` under `entity.field`
 * (custom fields carry their own label, because an admin typed it).
 */
export const FIELD_KINDS = [
  'text',
  'longText',
  'number',
  'percent',
  'money',
  'date',
  'dateTime',
  'yesNo',
  'choice',
  'choices',
  'reference',
  'links',
  'records',
  'phones',
  'emails',
  'lineId',
  'url',
  'addresses',
  'taxId',
  'personName',
  'partyName',
  'tags',
  'user',
  'files',
] as const

export type FieldKind = (typeof FIELD_KINDS)[number]

/** The kinds of which an admin may add fields at run time, most used first. */
export const CUSTOM_KINDS = [
  'text',
  'longText',
  'number',
  'money',
  'percent',
  'date',
  'dateTime',
  'yesNo',
  'choice',
  'choices',
  'tags',
  'user',
  'reference',
  'phones',
  'emails',
  'lineId',
  'url',
  'addresses',
  'taxId',
  'personName',
  'files',
] as const satisfies readonly FieldKind[]

/** Which posting column of the search index a field goes to, and who may be kept from it as a class. */
export type Sensitivity = 'normal' | 'contact' | 'identity'

export type FieldDef = {
  key: string
  kind: FieldKind
  required?: boolean
  /** No two living records may hold the same value. */
  unique?: boolean
  searchable?: boolean
  /** An index makes sorting by it instant at any size. */
  sortable?: boolean
  sensitivity?: Sensitivity
  /** For choice and choices: the pick list. For links and typed items: the pick list of their role or type. */
  list?: string
  /** For reference and links: the entity pointed at. */
  to?: string
  /** For links: which extra facts each link carries. */
  extras?: readonly ('position' | 'from' | 'until' | 'note')[]
  /** Written by the product's own rules only; refused in a request. */
  derived?: boolean
  /** Kept by what happens to other records, outside this one's version and history. */
  unlogged?: boolean
  /** For text: most characters. */
  max?: number
  /** For number: least and most. */
  min?: number
  most?: number
  /** For date: how a two-digit year is read. */
  purpose?: 'document' | 'birth' | 'due'
  /** Shown only for records whose `type` field holds one of these. */
  shownFor?: readonly string[]
  custom?: CustomFieldInfo
}

/** What a custom field carries besides: its row's id, its labels, and whether it stands in the value index. */
export type CustomFieldInfo = {
  id: string
  labelTh: string
  labelEn: string
  filterable: boolean
  position: number
  archived: boolean
}

/** The kinds whose value is a list of items; a filter on them means “any of the items”. */
export const MULTI_KINDS: ReadonlySet<FieldKind> = new Set([
  'choices',
  'links',
  'records',
  'phones',
  'emails',
  'addresses',
  'tags',
  'files',
])

export const isMulti = (field: FieldDef): boolean => MULTI_KINDS.has(field.kind)
