/** What a pasted message says, as the fields of a record. */
import type { AddressItem, EmailItem, PhoneItem } from '../fields/values.ts'
import { newItemId } from '../ids.ts'
import { toArabicDigits } from '../thai/digits.ts'
import { type Pasted, type PastedMark, parsePaste } from '../thai/paste.ts'
import type { PersonName } from '../thai/person-name.ts'
import type { Phone } from '../thai/phone.ts'
import type { Places } from '../thai/places.ts'
import { norm } from '../thai/text.ts'
import { JOINED, peopleIn, type Stretch, without } from './people-apart.ts'

/**
 * A piece of the text: `field` is the record's field it fills, `contact` or `position` those of the person there, `other0.name`, `other0.position` and
 * `other0.phones` those of a further one, `leftover` what no field took.
 */
export type PlacedMark = { start: number; end: number; field: string }
export type PastedRecord = {
  text: string
  marks: PlacedMark[]
  values: Record<string, unknown>
  /** The person at the customer, a record of his own. */
  contact: PastedContact | null
  /** Further people there, each a record of his own. */
  others: PastedContact[]
  /** The message taken apart, where it speaks of several who have nothing to do with one another; `sure` when each has a name and a number. */
  apart: string[]
  sure: boolean
}
export type PastedContact = { name: PersonName; position?: string | undefined; phones?: PhoneItem[] | undefined }

const READ_BY_PARTS = ['customer', 'contact', 'lead']

/** Reads a message as a record of `entity`. An entity that is no person or firm takes the first line as its name, and all else is left over. */
export function pastedRecord(entity: string, text: string, places: Places): PastedRecord {
  if (!READ_BY_PARTS.includes(entity)) return byFirstLine(entity === 'activity' ? 'subject' : 'name', text)
  const whole = parsePaste(text, places)
  const people = peopleIn(whole, places)
  const apart = people.apart.map(({ start, end }) => whole.text.slice(start, end).replace(JOINED, '').trimStart())
  if (entity !== 'customer' || people.others.length === 0) return { ...ofOne(entity, whole), apart, sure: people.sure }
  const one = ofOne(entity, parsePaste(without(whole.text, people.others), places))
  const others = people.others.map((stretch, at) => furtherPerson(whole.text, stretch, `other${at}`, places))
  return {
    ...one,
    text: whole.text,
    marks: [...one.marks, ...others.flatMap(({ marks }) => marks)].sort((a, b) => a.start - b.start),
    others: others.flatMap(({ contact }) => (contact ? [contact] : [])),
    apart,
    sure: people.sure,
  }
}

/** What a stretch says of a further person at the firm. Without a name it is left over. */
function furtherPerson(text: string, { start, end }: Stretch, as: string, places: Places) {
  const read = parsePaste(text.slice(start, end), places)
  const [person] = read.people
  const phones = phonesOf(read)
  const takes: Partial<Record<PastedMark['as'], string>> = person
    ? { person: `${as}.name`, position: `${as}.position`, phone: `${as}.phones`, fax: `${as}.phones` }
    : {}
  const marks = read.marks.map((mark) => ({
    start: start + mark.start,
    end: start + mark.end,
    field: mark.as === 'greeting' ? mark.as : mark.as === 'leftover' ? mark.as : (takes[mark.as] ?? 'leftover'),
  }))
  const contact = person && { name: nameParts(person), position: read.position, phones: phones.length > 0 ? phones : undefined }
  return { marks, contact }
}

/** The record that a message about one person or firm becomes. */
function ofOne(entity: string, pasted: Pasted): PastedRecord {
  const where = placesOf(entity, pasted)
  const seen = new Set<string>()
  const marks = pasted.marks.map((mark) => {
    const field = mark.as === 'leftover' || mark.as === 'greeting' ? mark.as : (where[mark.as] ?? 'leftover')
    // Only one person and one LINE account have a place here; the others are for the notes.
    const again = (mark.as === 'person' || mark.as === 'position') && seen.has(mark.as)
    seen.add(mark.as)
    return { start: mark.start, end: mark.end, field: again ? 'leftover' : field }
  })
  const named = nameOf(entity, pasted)
  const values = Object.fromEntries(Object.entries({ ...named, ...reachOf(pasted) }).filter(([, value]) => value !== undefined))
  const [person] = pasted.people
  const contact = where.person === 'contact' && person ? { name: nameParts(person), position: pasted.position } : null
  return { text: pasted.text, marks, values, contact, others: [], apart: [], sure: false }
}

type Where = Partial<Record<PastedMark['as'], string>>

/** The field of the entity that each piece fills; a piece without one is left over. */
function placesOf(entity: string, pasted: Pasted): Where {
  const reach: Where = {
    phone: 'phones',
    fax: 'phones',
    email: 'emails',
    line: 'lineId',
    website: 'website',
    address: 'addresses',
  }
  const firm = pasted.company !== undefined
  if (entity === 'customer')
    return {
      ...reach,
      ...(pasted.taxId && { taxId: 'taxId', branch: 'taxId' }),
      ...(firm ? { company: 'name', ...(pasted.people[0] && { person: 'contact', position: 'position' }) } : { person: 'name' }),
    }
  if (entity === 'lead') return { ...reach, person: 'name', company: pasted.people[0] ? 'company' : 'name', position: 'position' }
  return { ...reach, person: 'name' }
}

const nameParts = ({ title, first, last, nick }: PersonName): PersonName => ({
  ...(title && { title }),
  first,
  ...(last && { last }),
  ...(nick && { nick }),
})

function nameOf(entity: string, pasted: Pasted): Record<string, unknown> {
  const [person] = pasted.people
  const { company, position } = pasted
  if (entity === 'customer') {
    const taxId = pasted.taxId && { number: pasted.taxId, ...(pasted.branch && { branch: pasted.branch }) }
    const name = company
      ? { type: 'company', ...(company.form && { form: company.form }), name: company.name }
      : person && { type: 'person', ...nameParts(person) }
    return { name, taxId: taxId || undefined }
  }
  if (entity === 'contact') return { name: person && nameParts(person) }
  return person
    ? { name: nameParts(person), company: company?.name, position }
    : { name: company && { first: company.name }, position }
}

/** How to reach and find them. */
function reachOf(pasted: Pasted): Record<string, unknown> {
  const phones = phonesOf(pasted)
  const emails = pasted.emails.map((address): EmailItem => ({ id: newItemId(), address }))
  const filled = <T>(items: T[]): T[] | undefined => (items.length > 0 ? items : undefined)
  return {
    phones: filled(phones),
    emails: filled(emails),
    lineId: pasted.lineId,
    website: pasted.website,
    addresses: filled(Object.keys(pasted.address).length > 0 ? [addressOf(pasted)] : []),
  }
}

function phonesOf(pasted: Pasted): PhoneItem[] {
  const phone =
    (type?: string) =>
    (read: Phone): PhoneItem => ({
      id: newItemId(),
      e164: read.e164,
      ...(read.ext && { ext: read.ext }),
      ...(type && { type }),
    })
  return [...pasted.phones.map(phone()), ...pasted.faxes.map(phone('fax'))]
}

function addressOf(pasted: Pasted): AddressItem {
  const shipping = /(?:จัดส่ง|ส่งที่|ส่งของ|ship)/i.test(pasted.text)
  const code = pasted.address.subdistrictCode
  return {
    id: newItemId(),
    type: shipping ? 'shipping' : 'billing',
    ...pasted.address,
    ...(code && { provinceCode: code.slice(0, 2) }),
  }
}

function byFirstLine(title: string, given: string): PastedRecord {
  const text = toArabicDigits(norm(given))
  const marks: PlacedMark[] = []
  for (const { index, 0: line } of text.matchAll(/[^\n]+/g)) {
    if (line.trim() === '') continue
    // A name of a hundred letters is no name: such a line goes to the notes whole.
    const end = index + (marks.length === 0 ? Math.min(line.length, 100) : line.length)
    marks.push({ start: index, end, field: marks.length === 0 ? title : 'leftover' })
    if (end < index + line.length) marks.push({ start: end, end: index + line.length, field: 'leftover' })
  }
  const [first] = marks
  return {
    text,
    marks,
    values: first ? { [title]: text.slice(first.start, first.end).trim() } : {},
    contact: null,
    others: [],
    apart: [],
    sure: false,
  }
}
