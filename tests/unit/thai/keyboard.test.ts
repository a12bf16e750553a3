import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { otherLayout, toEnglishLayout, toThaiLayout } from '../../../core/thai/keyboard.ts'

const EVERY_KEY = Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i))

describe('typed with the wrong keyboard', () => {
  it.each([
    ['l;ylfu', 'สวัสดี'],
    ["Tok8kicsj'xitgmLwmp", 'ธนาคารแห่งประเทศไทย'],
  ])('%s was meant to be %s', (typed, meant) => {
    expect(toThaiLayout(typed)).toBe(meant)
    expect(otherLayout(typed)).toBe(meant)
    expect(toEnglishLayout(meant)).toBe(typed)
  })

  it('ะำหะ was meant to be test', () => {
    expect(toEnglishLayout('ะำหะ')).toBe('test')
    expect(otherLayout('ะำหะ')).toBe('test')
  })

  it('reads a barcode scanned under the Thai layout', () => {
    expect(toEnglishLayout('คคถจๅ/-')).toBe('8850123')
  })

  it('maps 94 keys to 94 different characters and back', () => {
    const thai = EVERY_KEY.map(toThaiLayout)
    expect(new Set(thai).size).toBe(94)
    expect(thai.map(toEnglishLayout)).toEqual(EVERY_KEY)
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...EVERY_KEY, ' ') }), (s) => toEnglishLayout(toThaiLayout(s)) === s))
  })

  it('offers nothing for a number or an empty text', () => {
    expect(otherLayout('081-234-5678')).toBeUndefined()
    expect(otherLayout('')).toBeUndefined()
    expect(otherLayout('漢字')).toBeUndefined()
  })
})
