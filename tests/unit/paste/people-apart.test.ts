import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type PastedRecord, pastedRecord } from '../../../core/paste/pasted-values.ts'
import { createPlaces, type PlaceTable } from '../../../core/thai/places.ts'

const table = JSON.parse(readFileSync(new URL('../../../resources/addresses/places.json', import.meta.url), 'utf8')) as PlaceTable
const places = createPlaces(table)
const read = (text: string, entity = 'customer'): PastedRecord => pastedRecord(entity, text, places)
const nameOf = ({ values }: PastedRecord) => (values.name as { first?: string; name?: string } | undefined)?.first

describe('a pasted message that speaks of several', () => {
  it.each([
    ['with titles', 'คุณสมชาย ใจดี 081-234-5678\nคุณสมหญิง รักงาน 089-876-5432'],
    ['without titles', 'สมชาย ใจดี 0812345678\nสมหญิง รักงาน 0898765432'],
    ['numbered', '1. คุณสมชาย ใจดี โทร 081-234-5678\n2. คุณสมหญิง รักงาน โทร 089-876-5432'],
    ['in one line', 'คุณสมชาย ใจดี 081-234-5678 คุณสมหญิง รักงาน 089-876-5432'],
    ['in blocks', 'ชื่อ สมชาย ใจดี\nโทร 0812345678\n99/1 ถ.สุขุมวิท\n\nชื่อ สมหญิง รักงาน\nโทร 0898765432'],
  ])('is taken apart %s, each with his own number', (_, text) => {
    const { apart, sure } = read(text)
    expect(sure).toBe(true)
    expect(apart.map((part) => nameOf(read(part)))).toEqual(['สมชาย', 'สมหญิง'])
    expect(apart.map((part) => (read(part).values.phones as { e164: string }[])[0]?.e164)).toEqual([
      '+66812345678',
      '+66898765432',
    ])
  })

  it('is taken apart where two firms stand in blocks', () => {
    const { apart, sure } = read('บริษัท กตัญญู จำกัด\nคุณต้น 081-234-5678\n\nหจก. ฮั่วเซ่ง\nคุณป้ำ 089-876-5432')
    expect([apart.length, sure]).toEqual([2, true])
  })

  it('says that it is not sure where two share a number', () => {
    const { apart, sure } = read('คุณสมชาย กับ คุณสมหญิง 081-234-5678')
    expect([apart, sure]).toEqual([['คุณสมชาย', 'คุณสมหญิง 081-234-5678'], false])
  })

  it('gives the firm its further people, each beside the pieces they came from', () => {
    const text = 'บริษัท กตัญญู จำกัด 99/1 ถ.สุขุมวิท\nคุณต้น 081-234-5678\nคุณแอน ฝ่ายบัญชี 089-876-5432'
    const { contact, others, apart, marks, text: shown } = read(text)
    expect(apart).toEqual([])
    expect(contact?.name.first).toBe('ต้น')
    expect(others).toMatchObject([{ name: { first: 'แอน' }, position: 'ฝ่ายบัญชี', phones: [{ e164: '+66898765432' }] }])
    const pieces = Object.fromEntries(marks.map(({ field, start, end }) => [field, shown.slice(start, end)]))
    expect(pieces['other0.name']).toContain('แอน')
    expect(pieces['other0.phones']).toContain('089-876-5432')
    expect(marks.some(({ field }) => field === 'leftover')).toBe(false)
  })

  it.each([
    ['one with two numbers', 'คุณสมชาย ใจดี 081-234-5678\nเบอร์บ้าน 02-123-4567'],
    ['one whose goods are sent elsewhere', 'คุณสมชาย ใจดี 081-234-5678\nส่งของที่หน้างาน 089-876-5432'],
    ['a firm with one person', 'บริษัท กตัญญู จำกัด\nคุณต้น 081-234-5678'],
    ['an order', 'สนใจปั๊มน้ำ 2 ตัว\nคุณสมชาย 081-234-5678\nขอบคุณค่ะ'],
  ])('leaves alone %s', (_, text) => {
    const { apart, others } = read(text)
    expect([apart, others]).toEqual([[], []])
  })
})
