import { formatBaht } from '../money.ts'
import { formatAddress } from '../thai/address.ts'
import { type CompanyForm, formatCompanyName } from '../thai/company-name.ts'
import { formatDate, instantToLocal } from '../thai/date.ts'
import { formatPersonName } from '../thai/person-name.ts'
import { formatPhone } from '../thai/phone.ts'
import { formatBranch, formatTaxId } from '../thai/tax-id.ts'
import type { FieldDef } from './field.ts'
import type {
  AddressItem,
  EmailItem,
  FileItem,
  LinkItem,
  PartyNameValue,
  PersonNameValue,
  PhoneItem,
  TaxIdValue,
} from './values.ts'

/** What formatting needs to know of the office and the reader. Unknown keys and ids come back as they are or empty. */
export type FormatEnv = {
  lang: 'th' | 'en'
  timeZone: string
  choice: (list: string, key: string) => string
  user: (id: string) => string
  title: (id: string) => string | undefined
  yes: string
  no: string
}

/** The full legal or polite name in one line. */
export function formatName(value: PartyNameValue | PersonNameValue): string {
  if ('type' in value && value.type === 'company')
    return formatCompanyName({ name: value.name, ...(value.form && { form: value.form as CompanyForm }) })
  const person = value as PersonNameValue
  const full = person.title ? formatPersonName(person, 'legal') : [person.first, person.last].filter(Boolean).join(' ')
  return person.nick ? `${full} (${person.nick})` : full
}

/** A field's value as plain text, as people would write it: for exports, history, search reasons. Several items are parted by “, ”. */
export function formatValue(field: FieldDef, value: unknown, env: FormatEnv, separator = ', '): string {
  if (value === null || value === undefined) return ''
  switch (field.kind) {
    case 'partyName':
    case 'personName':
      return formatName(value as PartyNameValue)
    case 'money':
      return formatBaht(value as number)
    case 'percent':
      return `${value} %`
    case 'number':
      return String(value)
    case 'date':
      return formatDate(value as string, { lang: env.lang, style: 'short' })
    case 'dateTime': {
      const local = instantToLocal(value as string, env.timeZone)
      return `${formatDate(local.date, { lang: env.lang, style: 'short' })} ${local.time}`
    }
    case 'yesNo':
      return value ? env.yes : env.no
    case 'choice':
      return env.choice(field.list ?? '', value as string)
    case 'choices':
      return (value as string[]).map((key) => env.choice(field.list ?? '', key)).join(separator)
    case 'user':
      return env.user(value as string)
    case 'reference':
      return env.title(value as string) ?? ''
    case 'links':
      return (value as LinkItem[])
        .map((item) => linkText(field, item, env))
        .filter(Boolean)
        .join(separator)
    case 'records':
      return (value as { id: string }[])
        .map((item) => env.title(item.id) ?? '')
        .filter(Boolean)
        .join(separator)
    case 'phones':
      return (value as PhoneItem[])
        .map((item) => formatPhone(item.e164) + (item.ext ? ` ${env.lang === 'th' ? 'ต่อ' : 'ext.'} ${item.ext}` : ''))
        .join(separator)
    case 'emails':
      return (value as EmailItem[]).map((item) => item.address).join(separator)
    case 'addresses':
      return (value as AddressItem[]).map((item) => formatAddress(item, env.lang)).join(separator === ', ' ? ' | ' : separator)
    case 'taxId': {
      const tax = value as TaxIdValue
      return tax.branch ? `${formatTaxId(tax.number)} ${formatBranch(tax.branch, env.lang)}` : formatTaxId(tax.number)
    }
    case 'tags':
      return (value as string[]).join(separator)
    case 'files':
      return (value as FileItem[]).map((item) => item.name).join(separator)
    default:
      return String(value)
  }
}

function linkText(field: FieldDef, item: LinkItem, env: FormatEnv): string {
  const title = env.title(item.to)
  if (!title) return ''
  const extras = [item.position, item.role && env.choice(field.list ?? '', item.role)].filter(Boolean)
  return extras.length > 0 ? `${title} (${extras.join(', ')})` : title
}
