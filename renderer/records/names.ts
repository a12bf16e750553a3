import type { RecordRow } from '../../core/contract/records.ts'
import type { PartyNameValue, PersonNameValue, TaxIdValue } from '../../core/fields/values.ts'
import { type CompanyForm, formatCompanyName, shortForm } from '../../core/thai/company-name.ts'

/** A name in the pieces in which lists show it: what is said first, the rest, and the small grey end that is never cut. */
export type NameParts = { first: string; rest?: string; end?: string }

/** A person: the nickname first, because that is what is said on the phone. */
export function personParts(name: Partial<PersonNameValue>): NameParts {
  const full = [name.first, name.last].filter(Boolean).join(' ')
  return name.nick ? { first: name.nick, rest: full } : { first: full }
}

/** A customer: a company with its legal form and branch at the end, or a person. */
export function partyParts(
  name: PartyNameValue,
  taxId: TaxIdValue | undefined,
  branchWord: (branch: string) => string,
): NameParts {
  if (name.type === 'person') return personParts(name)
  const form = shortFormOf(name)
  const branch = taxId?.branch && taxId.branch !== '00000' ? branchWord(taxId.branch) : ''
  const end = [form, branch].filter(Boolean).join(' ')
  return { first: name.name, ...(end && { end }) }
}

const shortFormOf = (name: PartyNameValue): string =>
  name.type === 'company' && name.form ? (shortForm(name.form as CompanyForm) ?? '') : ''

/** A company without its legal form; a person in full. */
export const spokenName = (name: PartyNameValue | PersonNameValue): string =>
  'type' in name && name.type === 'company' ? name.name : legalName(name)

/** The short legal form of a company, `บจก.`; empty for others. */
export const formOf = (row: RecordRow): string => {
  const name = nameOf(row)
  return name && 'type' in name ? shortFormOf(name) : ''
}

/** The whole name as it is printed on papers: `บริษัท ฐานฎีกาวิศวกรรม จำกัด`, `นายสมชาย รักไทย`. */
export function legalName(name: PartyNameValue | PersonNameValue): string {
  if ('type' in name && name.type === 'company') {
    const english = /^[\x20-\x7e]+$/.test(name.name)
    return formatCompanyName({ name: name.name, english, ...(name.form && { form: name.form as CompanyForm }) })
  }
  const person = name as PersonNameValue
  const title = person.title ?? ''
  const first = /[A-Za-z.]$/.test(title) ? `${title} ${person.first}` : title + person.first
  return [first, person.last].filter(Boolean).join(' ')
}

/** The name field's value, whichever entity the row is of. */
export const nameOf = (row: RecordRow): PartyNameValue | PersonNameValue | undefined =>
  row.name && typeof row.name === 'object' ? (row.name as PartyNameValue | PersonNameValue) : undefined

/** A person known by his title alone (`ต้น สมชาย รักงาน`): three words begin with a nickname, unless the second is the ณ of a surname. */
export function partsOfTitle(title: string): NameParts {
  const words = title.split(' ')
  const [first = '', second] = words
  return words.length >= 3 && second !== 'ณ' ? { first, rest: words.slice(1).join(' ') } : { first: title }
}
