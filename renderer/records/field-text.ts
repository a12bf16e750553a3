import type { FieldInfo } from '../../core/contract/office.ts'
import type {
  AddressItem,
  EmailItem,
  FileItem,
  LinkItem,
  PartyNameValue,
  PersonNameValue,
  PhoneItem,
  RecordLink,
  TaxIdValue,
} from '../../core/fields/values.ts'
import { formatBaht } from '../../core/money.ts'
import { formatAddress } from '../../core/thai/address.ts'
import { formatPhone } from '../../core/thai/phone.ts'
import { formatBranch, formatTaxId } from '../../core/thai/tax-id.ts'
import type { Dates } from '../lib/instants.ts'
import type { OfficeInfo } from '../lib/session.tsx'
import type { Words } from '../lib/words.ts'
import { legalName } from './names.ts'

export type TextContext = { words: Words; office: OfficeInfo; dates: Dates; titles?: Record<string, string> | undefined }

const shownTitle = ({ titles }: TextContext, id: string): string => titles?.[id] ?? ''
const joined = (parts: string[]): string => parts.filter(Boolean).join(', ')

/** A telephone number as it is said, with its extension. */
export const phoneText = (words: Words, phone: PhoneItem): string =>
  `${formatPhone(phone.e164)}${phone.ext ? ` ${words.t('phone.ext')} ${phone.ext}` : ''}`

function nameText(value: PartyNameValue | PersonNameValue): string {
  const nick = value.nick
  return nick ? `${legalName(value)} (${nick})` : legalName(value)
}

function taxText({ words }: TextContext, value: TaxIdValue): string {
  return [formatTaxId(value.number), value.branch && formatBranch(value.branch, words.lang)].filter(Boolean).join(' · ')
}

function linkText(context: TextContext, field: FieldInfo, item: LinkItem): string {
  const role = item.role && field.list ? context.office.choiceLabel(field.list, item.role) : ''
  return [shownTitle(context, item.to), item.position, role].filter(Boolean).join(' · ')
}

/** A field's value as plain words: for histories, conflicts, tooltips and chips. Empty for an empty value. */
export function fieldText(context: TextContext, field: FieldInfo, value: unknown): string {
  const { words, office, dates } = context
  if (value === undefined || value === null || value === '') return ''
  switch (field.kind) {
    case 'text':
    case 'longText':
    case 'lineId':
    case 'url':
      return String(value)
    case 'number':
      return words.number(value as number)
    case 'percent':
      return `${words.number(value as number)} %`
    case 'money':
      return formatBaht(value as number, { decimals: 'auto' })
    case 'date':
      return dates.date(value as string)
    case 'dateTime':
      return dates.when(value as string, true)
    case 'yesNo':
      return value ? words.t('field.yes') : words.t('field.no')
    case 'choice':
      return office.choiceLabel(field.list ?? '', value as string)
    case 'choices':
      return joined((value as string[]).map((key) => office.choiceLabel(field.list ?? '', key)))
    case 'tags':
      return joined(value as string[])
    case 'user':
      return office.userLabel(value as string)
    case 'reference':
      return shownTitle(context, value as string)
    case 'links':
      return joined((value as LinkItem[]).map((item) => linkText(context, field, item)))
    case 'records':
      return joined((value as RecordLink[]).map((item) => shownTitle(context, item.id)))
    case 'phones':
      return joined((value as PhoneItem[]).map((item) => phoneText(words, item)))
    case 'emails':
      return joined((value as EmailItem[]).map((item) => item.address))
    case 'addresses':
      return (value as AddressItem[]).map((item) => formatAddress(item, words.lang)).join('\n')
    case 'taxId':
      return taxText(context, value as TaxIdValue)
    case 'personName':
    case 'partyName':
      return nameText(value as PartyNameValue)
    case 'files':
      return joined((value as FileItem[]).map((item) => item.name))
  }
}
