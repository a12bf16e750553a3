import type { FieldDef } from './field.ts'
import type {
  AddressItem,
  EmailItem,
  LinkItem,
  PartyNameValue,
  PersonNameValue,
  PhoneItem,
  RecordLink,
  TaxIdValue,
} from './values.ts'

/** The national digits of a phone as people say and type them: `+66812345678` → `0812345678`. */
export const nationalDigits = (e164: string): string => (e164.startsWith('+66') ? `0${e164.slice(3)}` : e164.replace('+', ''))

/** How a tax id stands in the value index: the number, then the branch, so that a search by number is a prefix. */
export const taxIdKey = (value: TaxIdValue): string => `${value.number}.${value.branch ?? '00000'}`

/** The values under which a record is found by this field; empty for kinds that a column finds by itself. */
export function indexValues(field: FieldDef, value: unknown): string[] {
  if (value === null || value === undefined) return []
  switch (field.kind) {
    case 'phones':
      return (value as PhoneItem[]).map((item) => item.e164)
    case 'emails':
      return (value as EmailItem[]).map((item) => item.address.toLowerCase())
    case 'addresses':
      return (value as AddressItem[]).map((item) => item.subdistrictCode ?? item.provinceCode ?? '').filter(Boolean)
    case 'links':
      return (value as LinkItem[]).map((item) => item.to)
    case 'records':
      return (value as RecordLink[]).map((item) => `${item.entity}:${item.id}`)
    case 'choices':
    case 'tags':
      return value as string[]
    case 'taxId':
      return [taxIdKey(value as TaxIdValue)]
    default:
      return []
  }
}

/** The words by which a record is searched, one entry a part (first name, last name, each phone), not yet folded. */
export function searchParts(field: FieldDef, value: unknown): string[] {
  if (value === null || value === undefined) return []
  switch (field.kind) {
    case 'partyName': {
      const name = value as PartyNameValue
      return name.type === 'company' ? present([name.name, name.nick]) : personParts(name)
    }
    case 'personName':
      return personParts(value as PersonNameValue)
    case 'phones':
      return (value as PhoneItem[]).map((item) => nationalDigits(item.e164))
    case 'emails':
      return (value as EmailItem[]).map((item) => item.address)
    case 'taxId':
      return [(value as TaxIdValue).number]
    case 'tags':
    case 'choices':
      return value as string[]
    case 'number':
    case 'percent':
    case 'money':
      return []
    default:
      return typeof value === 'string' ? [value] : []
  }
}

const present = (parts: (string | undefined)[]): string[] => parts.filter((part) => part !== undefined && part !== '') as string[]

function personParts(name: PersonNameValue): string[] {
  const full = present([name.first, name.last]).join(' ')
  const english = present([name.firstEn, name.lastEn]).join(' ')
  return present([full, name.last, name.nick, english])
}

/** What a title sorts and is found by: a person by first name, a company by its name without the legal form. */
export function titleWords(field: FieldDef, value: unknown): string {
  if (field.kind === 'partyName') {
    const name = value as PartyNameValue
    return name.type === 'company' ? name.name : present([name.first, name.last]).join(' ')
  }
  if (field.kind === 'personName') {
    const name = value as PersonNameValue
    return present([name.first, name.last]).join(' ')
  }
  return String(value ?? '')
}

/** True for fields of an office's own whose values are words, which a list brings into dictionary order. */
export const isWorded = (field: FieldDef): boolean =>
  field.custom !== undefined && (field.kind === 'text' || field.kind === 'longText' || field.kind === 'personName')

/** A title in one line, nickname first as people say it on the phone: `ต้น สมชาย รักงาน`. The legal form is left to the reader's eye. */
export function titleText(field: FieldDef, value: unknown): string {
  const nick = value && typeof value === 'object' && 'first' in value ? (value as PersonNameValue).nick : undefined
  return present([nick, titleWords(field, value)]).join(' ')
}
