import { z } from 'zod'
import type { FieldDef, FieldKind } from './field.ts'
import { webAddress } from './web-address.ts'

/** The value of each field kind as it travels between window, server and change log. Absent and null both mean “empty”. */
const itemId = z.string().regex(/^[\w-]{1,40}$/)
const isoDate = z.iso.date()
const isoInstant = z.iso.datetime()
const short = (max = 200) => z.string().trim().min(1).max(max)

export const PhoneItem = z.strictObject({
  id: itemId,
  e164: z.string().regex(/^(\+\d{6,15}|\d{3,10})$/, 'phone'),
  ext: z
    .string()
    .regex(/^\d{1,8}$/, 'extension')
    .optional(),
  type: short(40).optional(),
  note: short(120).optional(),
})
export type PhoneItem = z.infer<typeof PhoneItem>

/** RFC 3696, erratum 1690. */
export const LONGEST_EMAIL = 254
export const EmailItem = z.strictObject({ id: itemId, address: z.email('email').max(LONGEST_EMAIL), type: short(40).optional() })
export type EmailItem = z.infer<typeof EmailItem>

export const AddressItem = z.strictObject({
  id: itemId,
  type: short(40).optional(),
  houseNo: short(60).optional(),
  moo: short(20).optional(),
  building: short(160).optional(),
  floor: short(20).optional(),
  room: short(20).optional(),
  soi: short(120).optional(),
  road: short(120).optional(),
  subdistrictCode: z
    .string()
    .regex(/^\d{6}$/, 'subdistrict')
    .optional(),
  subdistrict: short(80).optional(),
  district: short(80).optional(),
  province: short(80).optional(),
  /** Known even where only the province is: lists filter by it. */
  provinceCode: z
    .string()
    .regex(/^\d{2}$/, 'province')
    .optional(),
  postcode: z
    .string()
    .regex(/^\d{5}$/, 'postcode')
    .optional(),
  text: z.string().trim().max(500).optional(),
})
export type AddressItem = z.infer<typeof AddressItem>

export const TaxIdValue = z.strictObject({
  number: z.string().regex(/^[0-9A-Z]{5,20}$/, 'tax_id'),
  branch: z
    .string()
    .regex(/^\d{5}$/, 'branch')
    .optional(),
})
export type TaxIdValue = z.infer<typeof TaxIdValue>

const personParts = {
  title: short(40).optional(),
  first: short(),
  last: short().optional(),
  nick: short(60).optional(),
  firstEn: short().optional(),
  lastEn: short().optional(),
}
export const PersonNameValue = z.strictObject(personParts)
export type PersonNameValue = z.infer<typeof PersonNameValue>

const CompanyParty = z.strictObject({
  type: z.literal('company'),
  form: short(40).optional(),
  name: short(300),
  nick: short(100).optional(),
})
const PersonParty = z.strictObject({ type: z.literal('person'), ...personParts })
export const PartyNameValue = z.discriminatedUnion('type', [CompanyParty, PersonParty])
export type PartyNameValue = z.infer<typeof PartyNameValue>

export const LinkItem = z.strictObject({
  id: itemId,
  to: z.uuid(),
  role: short(40).optional(),
  position: short(120).optional(),
  from: isoDate.optional(),
  until: isoDate.optional(),
  note: short(300).optional(),
})
export type LinkItem = z.infer<typeof LinkItem>

export const RecordLink = z.strictObject({ entity: z.string().regex(/^[a-z][a-zA-Z]{1,30}$/), id: z.uuid() })
export type RecordLink = z.infer<typeof RecordLink>

export const FileItem = z.strictObject({
  id: itemId,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: short(200),
  size: z.int().min(1),
  type: short(120),
})
export type FileItem = z.infer<typeof FileItem>

const list = <T extends z.ZodType>(item: T, most = 50) => z.array(item).max(most)

/** The zod schema of a field's value: the same in the form and on the server. Emptiness is the caller's concern. */
export function valueSchema(field: FieldDef): z.ZodType {
  switch (field.kind) {
    case 'text':
      return short(field.max ?? 300)
    case 'longText':
      return z
        .string()
        .trim()
        .min(1)
        .max(field.max ?? 20_000)
    case 'number':
      return z
        .number()
        .min(field.min ?? -1e15, 'min')
        .max(field.most ?? 1e15, 'max')
    case 'percent':
      return z
        .number()
        .min(field.min ?? 0, 'min')
        .max(field.most ?? 100, 'max')
    case 'money':
      return z
        .int()
        .min(field.min ?? Number.MIN_SAFE_INTEGER, 'min')
        .max(Number.MAX_SAFE_INTEGER, 'max')
    case 'date':
      return isoDate
    case 'dateTime':
      return isoInstant
    case 'yesNo':
      return z.boolean()
    case 'choice':
      return short(60)
    case 'choices':
      return list(short(60))
    case 'reference':
    case 'user':
      return z.uuid()
    case 'links':
      return list(LinkItem, 200)
    case 'records':
      return list(RecordLink)
    case 'phones':
      return list(PhoneItem)
    case 'emails':
      return list(EmailItem)
    case 'lineId':
      return z
        .string()
        .trim()
        .regex(/^(@?[a-zA-Z0-9._-]{2,40}|U[0-9a-f]{32})$/, 'line_id')
    case 'url':
      return z.preprocess(
        (given) => (typeof given === 'string' ? webAddress(given) : given),
        z.url({ protocol: /^https?$/, error: 'url' }).max(2000),
      )
    case 'addresses':
      return list(AddressItem)
    case 'taxId':
      return TaxIdValue
    case 'personName':
      return PersonNameValue
    case 'partyName':
      return PartyNameValue
    case 'tags':
      return list(short(60))
    case 'files':
      return list(FileItem)
  }
}

/** The kinds that the database keeps as JSON text. */
export const JSON_KINDS: ReadonlySet<FieldKind> = new Set([
  'choices',
  'links',
  'records',
  'phones',
  'emails',
  'addresses',
  'personName',
  'partyName',
  'tags',
  'files',
  'taxId',
])
