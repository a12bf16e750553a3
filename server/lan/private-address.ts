import { BlockList, isIP } from 'node:net'
import { networkInterfaces } from 'node:os'

/** The networks that lead nowhere but into the house: RFC 1918, link-local (RFC 3927, 4291), unique local (RFC 4193). */
export const PRIVATE_RANGES = [
  { network: '10.0.0.0', bits: 8, family: 'ipv4' },
  { network: '172.16.0.0', bits: 12, family: 'ipv4' },
  { network: '192.168.0.0', bits: 16, family: 'ipv4' },
  { network: '169.254.0.0', bits: 16, family: 'ipv4' },
  { network: '127.0.0.0', bits: 8, family: 'ipv4' },
  { network: 'fc00::', bits: 7, family: 'ipv6' },
] as const

const allowed = new BlockList()
for (const { network, bits, family } of PRIVATE_RANGES) allowed.addSubnet(network, bits, family)

/** Whether an address leads nowhere but into the house or this PC; the unspecified address and every public one do not. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address)
  // A mapped address (`::ffff:8.8.8.8`) is a way to spell another one; nobody’s interface has it.
  if (version === 0 || address.includes('%') || /^::ffff:/i.test(address)) return false
  return allowed.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

/** An address of this PC on which the office may be shared. */
export type OwnAddress = { interface: string; address: string; family: 'IPv4' | 'IPv6' }

/** Interfaces of virtual machines and tunnels, which no colleague’s device can reach: asked last. */
const UNLIKELY = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|utun|tun|tap|wg|zt|tailscale|ifb)/i

/** The private addresses of this PC without loopback, those that colleagues most likely reach first. */
export function ownAddresses(interfaces = networkInterfaces()): OwnAddress[] {
  const own = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter((each) => !each.internal && isPrivateAddress(each.address))
      .map((each) => ({ interface: name, address: each.address, family: each.family })),
  )
  const rank = ({ interface: name, address, family }: OwnAddress) =>
    (UNLIKELY.test(name) ? 4 : 0) + (family === 'IPv6' ? 2 : 0) + (address.startsWith('169.254.') ? 1 : 0)
  return own.sort((a, b) => rank(a) - rank(b))
}
