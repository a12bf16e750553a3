import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FINGERPRINT_WORDS, fingerprintWords } from '../../core/lan/fingerprint-words.ts'
import { issueLeaf, makeAuthority } from '../../server/lan/certificate.ts'
import { SetupToken } from '../../server/lan/one-time-secrets.ts'
import { isPrivateAddress, ownAddresses } from '../../server/lan/private-address.ts'

/** How many letters differ at least (Levenshtein). */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row]
    for (let at = 1; at <= b.length; at += 1)
      line.push(
        Math.min((above[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1, (above[at - 1] ?? 0) + (a[row - 1] === b[at - 1] ? 0 : 1)),
      )
    above = line
  }
  return above[b.length] ?? 0
}

describe('the six words', () => {
  it.each(['th', 'en'] as const)('are of 256 short words in %s, no two of which differ by a single letter', (lang) => {
    const words = FINGERPRINT_WORDS[lang]
    expect(new Set(words).size).toBe(256)
    for (const [at, word] of words.entries()) {
      expect(word.length, word).toBeLessThanOrEqual(10)
      for (const other of words.slice(0, at)) expect(distance(word, other), `${word} ${other}`).toBeGreaterThan(1)
    }
  })

  it('stand for six bytes, each differently', () => {
    expect(fingerprintWords('0001fe10ff00', 'en')).toHaveLength(6)
    expect(fingerprintWords('00', 'th')).not.toEqual(fingerprintWords('01', 'th'))
  })
})

describe('the addresses that an office may be shared on', () => {
  it('are those that lead nowhere but into the house', () => {
    for (const address of [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.254',
      '192.168.0.1',
      '169.254.7.7',
      '127.0.0.1',
      'fd12::1',
      'fc00::1',
    ])
      expect(isPrivateAddress(address), address).toBe(true)
    for (const address of [
      '0.0.0.0',
      '::',
      '172.15.0.1',
      '172.32.0.1',
      '192.169.0.1',
      '11.0.0.1',
      '100.64.0.1',
      '224.0.0.251',
      'fe00::1',
      'ff02::fb',
      '2001:db8::1',
      '::ffff:10.0.0.1',
      'fd12::1%eth0',
      '10.0.0.1/8',
      '010.0.0.1',
      '10.1',
      '',
    ])
      expect(isPrivateAddress(address), address).toBe(false)
  })

  it('never are public ones', () => {
    const byte = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(byte, byte, byte, byte, (a, b, c, d) => {
        const inside =
          a === 10 || a === 127 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 169 && b === 254)
        expect(isPrivateAddress(`${a}.${b}.${c}.${d}`)).toBe(inside)
      }),
      { numRuns: 5000 },
    )
  })

  it('are offered with the likeliest first: a cable before the network of a virtual machine', () => {
    const at = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4') => ({ address, family, internal: false }) as never
    const own = ownAddresses({
      docker0: [at('172.17.0.1')],
      lo: [{ ...(at('127.0.0.1') as object), internal: true } as never],
      eth0: [at('fd00::2', 'IPv6'), at('192.168.1.20'), at('203.0.113.9')],
      wlan0: [at('169.254.3.4')],
    })
    expect(own.map(({ address }) => address)).toEqual(['192.168.1.20', '169.254.3.4', 'fd00::2', '172.17.0.1'])
  })
})

describe('the office’s certificates', () => {
  const authority = makeAuthority('pc-rungrueang', new Date())

  /** Whether a client that trusts the authority takes this server’s word that it is `name`. */
  async function trusts(certificateNames: string[], name: string): Promise<string> {
    const leaf = issueLeaf(authority, certificateNames, new Date())
    const server = createServer({ key: leaf.key, cert: leaf.certificate + authority.certificate })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port, ca: authority.certificate, servername: name })
      socket
        .once('secureConnect', () => resolve('trusted'))
        .once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''))
      socket.once('secureConnect', () => socket.destroy())
    })
    server.close()
    return outcome
  }

  it('are taken for the host’s names', async () => {
    expect(await trusts(['192.168.1.20', 'pc-rungrueang.local', 'pc-rungrueang'], 'pc-rungrueang.local')).toBe('trusted')
    expect(await trusts(['fd00::2', 'pc-rungrueang.local', 'pc-rungrueang'], 'pc-rungrueang')).toBe('trusted')
  })

  it('are worth nothing for anybody outside of the house, even with the authority’s own key', async () => {
    expect(await trusts(['www.bank.co.th'], 'www.bank.co.th')).not.toBe('trusted')
    expect(await trusts(['8.8.8.8', 'pc-rungrueang.local'], 'pc-rungrueang.local')).not.toBe('trusted')
  })
})

describe('the setup token', () => {
  it('lets in who has it however it is typed, holds half an hour, and makes a guesser wait without holding up others', () => {
    let now = Date.parse('2026-11-26T02:00:00Z')
    let renewed = 0
    const token = new SetupToken({ now: () => new Date(now) }, () => {
      renewed += 1
    })
    const { value } = token.current()
    expect(value.replaceAll('-', '')).toHaveLength(26)
    token.check(value.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l'), '192.168.1.5')
    for (let guess = 0; guess < 10; guess += 1) expect(() => token.check('AAAA', '192.168.1.66')).toThrow('setup.token')
    expect(() => token.check(value, '192.168.1.66')).toThrow('setup.too_many_tries')
    token.check(value, '192.168.1.5')
    now += 31 * 60_000
    expect(() => token.check(value, '192.168.1.5')).toThrow('setup.token')
    expect(renewed).toBe(1)
    token.check(token.current().value, '192.168.1.66')
    token.used()
    expect(() => token.check(value, '192.168.1.5')).toThrow('setup.token')
  })
})
