import { describe, expect, it } from 'vitest'
import { en } from '../../core/words/en.ts'
import { type Renames, renamedWords } from '../../core/words/rename.ts'
import { th } from '../../core/words/th.ts'

const member: Renames = new Map([['customer', { name: { th: 'สมาชิก', en: 'Member', enMany: 'Members' } }]])

describe('what the office calls things', () => {
  it('stands in every Thai sentence that speaks of it, and leaves ลูกค้ามุ่งหวัง alone', () => {
    const words = renamedWords(th, member, 'th')
    expect(words['customer.one']).toBe('สมาชิก')
    expect(words['lead.one']).toBe('ลูกค้ามุ่งหวัง')
    const left = Object.values(words).filter((text) => text.replaceAll('ลูกค้ามุ่งหวัง', '').includes('ลูกค้า'))
    expect(left).toEqual([])
    expect(Object.keys(words)).toEqual(Object.keys(th))
  })

  it('keeps number and capitals in English, and the names of parameters', () => {
    const words = renamedWords({ ...en, 'x.y': '{{customer}} of a customer; Customers say' }, member, 'en')
    expect(words['customer.many']).toBe('Members')
    expect(words['x.y']).toBe('{{customer}} of a member; Members say')
  })

  it('calls single fields differently, and changes nothing where nothing was renamed', () => {
    const renames: Renames = new Map([['customer', { fieldNames: { grade: { th: 'ระดับ', en: 'Level' } } }]])
    expect(renamedWords(th, renames, 'th')['customer.grade']).toBe('ระดับ')
    expect(renamedWords(th, new Map(), 'th')).toBe(th)
  })
})
