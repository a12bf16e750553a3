import { describe, expect, it } from 'vitest'
import { valueSchema } from '../../core/fields/values.ts'
import { webAddress } from '../../core/fields/web-address.ts'

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
