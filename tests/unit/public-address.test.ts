import { describe, expect, it } from 'vitest'
import { isPublicAddress } from '../../server/webhooks/public-address.ts'

describe('an address of the internet', () => {
  it.each([
    ['93.184.216.34', true],
    ['8.8.8.8', true],
    ['2606:4700:4700::1111', true],
    ['127.0.0.1', false],
    ['100.100.100.200', false],
    ['192.0.0.192', false],
    ['::ffff:8.8.8.8', false],
    ['64:ff9b::808:808', false],
    ['2001:db8::1', false],
    ['fe80::1%eth0', false],
    ['', false],
    ['example.com', false],
  ])('%s: %s', (address, is) => expect(isPublicAddress(address)).toBe(is))
})
