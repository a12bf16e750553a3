import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fingerprintOf, greet, isOfOffice } from '../../../electron/office-pin.ts'
import type { KeyedCertificate } from '../../../server/lan/certificate.ts'
import { openIdentity } from '../../../server/lan/office-identity.ts'

describe('the key of an office that an app has pinned', async () => {
  const folders = [mkdtempSync(join(tmpdir(), 'samphan-pin-')), mkdtempSync(join(tmpdir(), 'samphan-pin-'))]
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true })
  })
  const now = new Date()
  const [office, other] = await Promise.all(folders.map((folder) => openIdentity(folder, 'pc', now)))
  if (!office || !other) throw new Error('two offices are needed')
  const key = { authority: office.authority.certificate, keySha256: office.keySha256 }
  const names = ['127.0.0.1', 'pc.local']

  async function greeted(leaf: KeyedCertificate, chain: string) {
    const server = createServer({ key: leaf.key, cert: leaf.certificate + chain })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const met = await greet({ host: '127.0.0.1', port: (server.address() as AddressInfo).port })
    server.close()
    return met
  }

  it('is known again in every certificate that it signed: the next one, one of another address, one out of date', () => {
    const years = (count: number) => new Date(now.getTime() + count * 365 * 86_400_000)
    for (const leaf of [
      office.leaf(names, now),
      office.leaf(['10.0.0.9'], now),
      office.leaf(names, years(-5)),
      office.leaf(names, years(9)),
    ])
      expect(isOfOffice(leaf.certificate, key)).toBe(true)
  })

  it('is in no certificate of another office, whoever’s names it bears, and in nothing broken', () => {
    expect(isOfOffice(other.leaf(names, now).certificate, key)).toBe(false)
    expect(isOfOffice(other.authority.certificate, key)).toBe(false)
    expect(isOfOffice(office.leaf(names, now).certificate, { ...key, keySha256: other.keySha256 })).toBe(false)
    expect(isOfOffice('', key)).toBe(false)
    expect(isOfOffice('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', key)).toBe(false)
  })

  it('is told by the host’s greeting, with the same six words that the host shows', async () => {
    const met = await greeted(office.leaf(names, now), office.authority.certificate)
    expect(met?.keySha256).toBe(office.keySha256)
    expect(await fingerprintOf(met?.keySha256 ?? '')).toBe(office.fingerprint)
    expect(await fingerprintOf(other.keySha256)).not.toBe(office.fingerprint)
  })

  it('is not believed of a server that shows it without having been signed by it', async () => {
    const leaf = other.leaf(names, now)
    expect((await greeted(leaf, office.authority.certificate))?.keySha256).not.toBe(office.keySha256)
    expect(await greeted(leaf, '')).toBeUndefined()
    expect(await greet({ host: '127.0.0.1', port: 1 })).toBeUndefined()
  })
})
