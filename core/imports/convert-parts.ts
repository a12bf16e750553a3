import type { FieldDef } from '../fields/field.ts'
import type { AddressItem, LinkItem, PartyNameValue, PersonNameValue, PhoneItem, TaxIdValue } from '../fields/values.ts'
import { newItemId } from '../ids.ts'
import { toArabicDigits } from '../thai/digits.ts'
import {
  addressOf,
  type ConvertEnv,
  type Converted,
  ofItsKind,
  oneLine,
  phonesOf,
  type Reason,
  withProvinceCode,
} from './convert-cell.ts'

/** Puts the parts of a field, which stand in several columns, together: an address, a name, a branch, a position. */
export function convertParts(
  field: FieldDef,
  parts: Readonly<Record<string, string>>,
  whole: unknown,
  env: ConvertEnv,
): Converted {
  switch (field.kind) {
    case 'personName':
    case 'partyName':
      return nameFromParts(field, parts, whole as PartyNameValue | undefined)
    case 'addresses':
      return { value: [ofItsKind(field, addressFromParts(parts, whole as AddressItem[] | undefined, env))] }
    case 'taxId':
      return { value: whole ? { ...(whole as TaxIdValue), branch: branchOf(parts.branch ?? '') } : null }
    case 'phones':
      return phonesFromParts(field, parts, whole as PhoneItem[] | undefined, env)
    case 'links': {
      const [link] = (whole as LinkItem[] | undefined) ?? []
      if (!link) return { value: whole ?? null }
      const role = parts.role ? env.choice(field.list ?? '', parts.role) : undefined
      return { value: [{ ...link, ...(parts.position && { position: oneLine(parts.position, ', ') }), ...(role && { role }) }] }
    }
    default:
      return { value: whole }
  }
}

const branchOf = (typed: string): string => {
  const digits = toArabicDigits(typed).replace(/\D/g, '')
  return digits === '' ? '00000' : digits.padStart(5, '0').slice(-5)
}

function nameFromParts(
  field: FieldDef,
  parts: Readonly<Record<string, string>>,
  whole: PartyNameValue | PersonNameValue | undefined,
): Converted {
  const { form: _, ...lines } = parts
  const person: Readonly<Record<string, string>> = Object.fromEntries(
    Object.entries(lines).map(([part, typed]) => [part, oneLine(typed)]),
  )
  const first = person.first ?? (person.last && !whole ? person.last : undefined)
  if (first) {
    const { first: __, last, ...rest } = person
    const value = { ...rest, first, ...(last && last !== first && { last }) }
    // A company that also names a person keeps being the company.
    if (whole && 'type' in whole && whole.type === 'company') return { value: whole }
    return { value: field.kind === 'partyName' ? { type: 'person', ...value } : value }
  }
  return {
    value: whole
      ? { ...whole, ...(person.nick && { nick: person.nick }), ...('first' in whole && person.last ? { last: person.last } : {}) }
      : null,
  }
}

function addressFromParts(
  parts: Readonly<Record<string, string>>,
  whole: AddressItem[] | undefined,
  env: ConvertEnv,
): AddressItem {
  const [known] = whole ?? []
  const line = [parts.line, known?.text].filter(Boolean).join(' ')
  const found = env.places.match({
    ...(parts.subdistrict && { subdistrict: parts.subdistrict }),
    ...(parts.district && { district: parts.district }),
    ...(parts.province && { province: parts.province }),
    ...(parts.postcode && { postcode: toArabicDigits(parts.postcode) }),
  })
  const base: AddressItem = known ?? (line ? addressOf(line, env) : { id: newItemId(), type: 'billing' })
  const only = found.length === 1 ? found[0] : undefined
  const postcode = toArabicDigits(parts.postcode ?? '')
  const joined: AddressItem = {
    ...base,
    ...(parts.subdistrict && { subdistrict: only?.subdistrict ?? parts.subdistrict }),
    ...(parts.district && { district: only?.district ?? parts.district }),
    ...(parts.province && { province: found[0]?.province ?? parts.province }),
    ...(/^\d{5}$/.test(postcode) && { postcode }),
    ...(only && parts.subdistrict && { subdistrictCode: only.code }),
  }
  return withProvinceCode(joined, env)
}

function phonesFromParts(
  field: FieldDef,
  parts: Readonly<Record<string, string>>,
  whole: PhoneItem[] | undefined,
  env: ConvertEnv,
): Converted {
  const items = [...(whole ?? [])]
  const warnings: Reason[] = []
  const leftovers: string[] = []
  for (const type of ['office', 'fax']) {
    const typed = parts[type]
    if (!typed) continue
    const read = phonesOf(field, typed, env, type)
    if (!('value' in read)) return read
    warnings.push(...(read.warnings ?? []))
    leftovers.push(...(read.leftovers ?? []))
    items.push(
      ...(read.value as PhoneItem[]).filter((item) => !items.some((other) => other.e164 === item.e164 && other.ext === item.ext)),
    )
  }
  return { value: items, warnings, leftovers }
}
