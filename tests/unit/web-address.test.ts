import { describe, expect, it } from 'vitest'
import { valueSchema } from '../../core/fields/values.ts'
import { webAddress } from '../../core/fields/web-address.ts'
import { convertCell } from '../../core/imports/convert-cell.ts'

const taken = (text: unknown) => valueSchema({ key: 'website', kind: 'url' }).safeParse(text).success

describe('a web address', () => {
  it.each([
    ['www.example.co.th', 'https://www.example.co.th'],
    [' example.com/cat?x=1 ', 'https://example.com/cat?x=1'],
    ['ร้านค้า.ไทย', 'https://ร้านค้า.ไทย'],
    ['example.com:8080/ราคา', 'https://example.com:8080/ราคา'],
    ['http://example.com', 'http://example.com'],
    ['HTTPS://Example.com', 'HTTPS://Example.com'],
  ])('is taken as people write it: %s', (typed, stored) => {
    expect(webAddress(typed)).toBe(stored)
    expect(taken(typed)).toBe(true)
  })

  it.each(['ไม่มี', '-', 'somchai@example.com', 'javascript:alert(1)', 'file:///etc/passwd', 'ร้าน ก. ไก่', 'localhost', 5, ''])(
    'is not made of %s',
    (typed) => {
      expect(taken(typed)).toBe(false)
    },
  )
})

describe('the web addresses of an imported cell', () => {
  const read = (typed: string, lenient = false) =>
    convertCell({ key: 'website', kind: 'url' }, typed, {
      today: '2026-11-28',
      places: { provinces: [], districts: [], subdistricts: [] } as never,
      choice: () => undefined,
      user: () => undefined,
      instant: () => '',
      lenient,
    })

  it.each([
    ['www.example.com\nhttp://www.example.com/', 'https://www.example.com', []],
    ['http://a.example\r\nb.example http://a.example', 'http://a.example', ['https://b.example']],
  ])('are the first, and the others for the notes: %j', (typed, value, leftovers) => {
    expect(read(typed)).toEqual({ value, leftovers })
  })

  it('are none where something else stands: refused in a sheet, kept in the notes of a card', () => {
    expect(read('ไม่มี เว็บ')).toEqual({ value: 'ไม่มี เว็บ' })
    expect(read('ไม่มี เว็บ', true)).toEqual({ value: null, leftovers: ['ไม่มี เว็บ'] })
  })
})
