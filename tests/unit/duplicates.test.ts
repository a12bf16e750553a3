import { describe, expect, it } from 'vitest'
import { itemKey, joinValues } from '../../core/duplicates/join.ts'
import { alikeKeys } from '../../core/duplicates/keys.ts'
import { edits, jaroWinkler } from '../../core/duplicates/likeness.ts'
import { profileOf } from '../../core/duplicates/profile.ts'
import { CONTACT_DUPLICATES, CUSTOMER_DUPLICATES, strengthOf } from '../../core/duplicates/rules.ts'
import { scorePair } from '../../core/duplicates/score.ts'
import { Contact } from '../../core/entities/contact.ts'
import { Customer } from '../../core/entities/customer.ts'

const company = (name: string, more: object = {}) => ({ name: { type: 'company', name }, ...more })
const person = (first: string, last?: string, more: object = {}) => ({
  name: { type: 'person', first, ...(last && { last }) },
  ...more,
})
const phones = (...numbers: string[]) => ({ phones: numbers.map((e164, at) => ({ id: `p${at}`, e164 })) })
const taxId = (number: string, branch?: string) => ({ taxId: { number, ...(branch && { branch }) } })

const customers = (a: object, b: object) => {
  const profiles = [a, b].map((values) => profileOf(Customer.fields, values as Record<string, unknown>))
  const [one, other] = profiles as [(typeof profiles)[0], (typeof profiles)[0]]
  const { bits, reasons } = scorePair(CUSTOMER_DUPLICATES, one, other)
  const keys = alikeKeys(CUSTOMER_DUPLICATES, one)
  return {
    strength: strengthOf(bits),
    reasons: reasons.map(({ field, how }) => `${field} ${how}`),
    meet: alikeKeys(CUSTOMER_DUPLICATES, other).some((key) => keys.includes(key)),
  }
}

describe('two customers', () => {
  it('are never one when they are branches of one company', () => {
    const { strength, reasons } = customers(
      company('พลังงานสยาม', { ...taxId('0107544000108', '00000'), ...phones('+66811110001') }),
      company('พลังงานสยาม', { ...taxId('0107544000108', '00002'), ...phones('+66811110001') }),
    )
    expect(strength).toBeUndefined()
    expect(reasons).toContain('taxId other')
  })

  it('are not one for what many share: a land line, a first name, a street', () => {
    expect(customers(company('ก', phones('+6621234567')), company('ข', phones('+6621234567'))).strength).toBeUndefined()
    expect(customers(person('สมชาย', 'ใจดี'), person('สมชาย', 'รักไทย')).strength).toBeUndefined()
    const street = { addresses: [{ id: 'a', road: 'พหลโยธิน' }] }
    expect(customers(company('ก', street), company('ข', street)).strength).toBeUndefined()
  })

  it('are not one when only a number in their names differs', () => {
    expect(customers(company('เจริญพาณิชย์ 1'), company('เจริญพาณิชย์ 2')).strength).toBeUndefined()
  })

  it.each([
    ['one name written with and without legal words', company('บริษัท ฐานฎีกา จำกัด'), company('บจก.ฐานฎีกา'), 'name same'],
    [
      'a misspelling',
      company('ฐานดีกาวิศวะกรรม', phones('+66811110001')),
      company('ฐานฎีกาวิศวกรรม', phones('+66811110001')),
      'name near',
    ],
    [
      'a mobile that two names share',
      company('ร้านสมชาย', phones('+66811110001')),
      company('สมชายค้าไม้', phones('+66811110001')),
      'phones same',
    ],
    ['first name and surname in each other’s place', person('ศิริพร', 'ธนาพันธ์'), person('ธนาพันธ์', 'ศิริพร'), 'name same'],
  ])('are likely one by %s, and the reason says so', (_what, a, b, reason) => {
    const found = customers(a, b)
    expect(found.strength).toBeDefined()
    expect(found.reasons).toContain(reason)
  })

  it('meet by the sound of the name, in Thai and in Latin letters', () => {
    expect(customers(company('ฐานดีกาวิสวกรรม'), company('ฐานฎีกาวิศวกรรม')).meet).toBe(true)
    const latin = customers(person('สมชาย', 'ศรีสุข', phones('+66811110001')), person('Somchai', 'Srisuk', phones('+66811110001')))
    expect(latin).toMatchObject({ strength: 'sure', reasons: ['phones same', 'name sound'] })
  })

  it('that hide a field from the reader are weighed without it', () => {
    const visible = Customer.fields.filter((field) => field.key !== 'phones')
    const profile = (name: string) => profileOf(visible, company(name, phones('+66811110001')))
    expect(scorePair(CUSTOMER_DUPLICATES, profile('ก'), profile('ข')).reasons.map((reason) => reason.field)).toEqual(['name'])
  })
})

it('two people of one firm and one surname are two when their first names differ, and one when only the nickname was left out', () => {
  const contact = (first: string, nick?: string) =>
    profileOf(Contact.fields, {
      name: { first, last: 'วิจิตรา', ...(nick && { nick }) },
      customers: [{ id: 'l', to: 'c1' }],
      ...phones('+6621234567'),
    })
  const bits = (a: ReturnType<typeof contact>, b: ReturnType<typeof contact>) => scorePair(CONTACT_DUPLICATES, a, b).bits
  expect(strengthOf(bits(contact('ปิยะพงษ์', 'บี'), contact('สุรชัย', 'อ๊อด')))).toBeUndefined()
  expect(strengthOf(bits(contact('ปิยะพงษ์', 'บี'), contact('ปิยะพงษ์')))).toBe('sure')
})

describe('the joined record', () => {
  const joined = (survivor: object, loser: object) =>
    joinValues(Customer.fields, { id: 's', ...survivor }, [{ id: 'l', ...loser }])

  it('points neither at itself nor at what was merged into it', () => {
    expect(joined({ parent: 'l' }, { parent: 's' }).parent).toBeNull()
    expect(joined({ links: [{ id: 'x', to: 'l' }] }, { links: [{ id: 'y', to: 'z' }] }).links).toEqual([{ id: 'y', to: 'z' }])
  })

  it('keeps its own values, takes what it lacks, and unites lists by item with ids that stay apart', () => {
    const values = joined(
      { grade: 'A', notes: 'เช้า', phones: [{ id: 'p', e164: '+66811110001' }] },
      {
        grade: 'C',
        nameEn: 'Thai',
        notes: 'เช้า\nเย็น',
        phones: [
          { id: 'q', e164: '+66811110001', type: 'mobile' },
          { id: 'p', e164: '+66811110002' },
        ],
      },
    )
    expect(values).toMatchObject({ grade: 'A', nameEn: 'Thai', notes: 'เช้า\nเย็น' })
    expect(values.phones).toEqual([
      { id: 'p', e164: '+66811110001', type: 'mobile' },
      { id: 'p-2', e164: '+66811110002' },
    ])
  })

  it('counts an address once however its parts are ordered', () => {
    const addresses = Customer.fields.find((field) => field.key === 'addresses')
    if (!addresses) throw new Error('customers have addresses')
    expect(itemKey(addresses, { id: 'a', houseNo: '1', road: 'สุขุมวิท' })).toBe(
      itemKey(addresses, { id: 'b', type: 'billing', road: 'สุขุมวิท', houseNo: '1' }),
    )
  })
})

it('likeness is that of the papers: Jaro–Winkler of MARTHA, edits with neighbours swapped', () => {
  expect(jaroWinkler('MARTHA', 'MARHTA')).toBeCloseTo(0.9611, 4)
  expect(jaroWinkler('DIXON', 'DICKSONX')).toBeCloseTo(0.8133, 4)
  expect(edits('ca', 'ac', 2)).toBe(1)
  expect(edits('kitten', 'sitting', 2)).toBe(3)
})
