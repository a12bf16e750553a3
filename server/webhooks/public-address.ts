import { BlockList, isIP } from 'node:net'

/**
 * Networks that are not the internet: this PC, the house, link-local with the metadata services of clouds, shared and reserved ranges
 * (IANA's special-purpose registries, RFC 6890), and those that carry another address inside (6to4, Teredo, NAT64, mapped).
 */
const refused = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  refused.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  refused.addSubnet(network, bits, 'ipv6')
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')

/** Whether an address, as a socket has it, is one of the internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !refused.check(address, 'ipv4')
  // Of IPv6 only what is given out as global is the internet; mapped addresses and all that is special lie outside.
  return version === 6 && !address.includes('%') && global.check(address, 'ipv6') && !refused.check(address, 'ipv6')
}
