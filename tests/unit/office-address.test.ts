import { describe, expect, it } from 'vitest'
import { addressOf } from '../../core/lan/office-address.ts'

describe('the address of a host as people type it', () => {
  it.each([
    ['192.168.1.20', '192.168.1.20', 8443],
    [' 192.168.1.20:9000 ', '192.168.1.20', 9000],
    ['https://192.168.1.20:8443/', '192.168.1.20', 8443],
    ['pc-rungrueang.local', 'pc-rungrueang.local', 8443],
    ['https://pc-rungrueang.local:443/', 'pc-rungrueang.local', 443],
    ['fd00::2', 'fd00::2', 8443],
    ['[fd00::2]:9000', 'fd00::2', 9000],
  ])('%s', (typed, host, port) => {
    expect(addressOf(typed)).toEqual({ host, port })
  })

  it.each([
    '',
    '   ',
    '192.168.1.20:',
    'a b',
    'user@192.168.1.20',
    '192.168.1.20:99999',
    'http://192.168.1.20',
    '192.168.1',
    '192.168.1.',
    '192.168.1.256',
    '192.168.1.2.0',
  ])('nothing is made of “%s”', (typed) => {
    expect(addressOf(typed)).toBeUndefined()
  })
})
