import { createHash, createPublicKey, scrypt, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { STRETCHED_FINGERPRINT } from '../../core/lan/fingerprint.ts'
import { issueLeaf, type KeyedCertificate, type Leaf, makeAuthority } from './certificate.ts'

/** Who this office is to other devices: its authority, by whose key they know it again wherever it listens. */
export type OfficeIdentity = {
  authority: KeyedCertificate
  /** The authority's certificate as browsers and phones import it. */
  der: Buffer
  /** SHA-256 of the certificate, as systems show it: `3F:9A:…` */
  certificateSha256: string
  /** SHA-256 of the public key (SPKI), in hex: what clients pin. */
  keySha256: string
  /** Six bytes in hex, for the six words. */
  fingerprint: string
  /** A server certificate of a key of its own for these addresses and names. */
  leaf: (names: readonly string[], now: Date) => Leaf
}

/**
 * Reads the office's key and certificate from a folder, or makes them where there are none. The key is readable for this user alone.
 * @param folder `lan` in the data folder; it belongs into every backup, or all devices have to be paired anew
 */
export async function openIdentity(folder: string, hostName: string, now: Date): Promise<OfficeIdentity> {
  const path = join(folder, 'office.pem')
  if (!existsSync(path)) {
    const made = makeAuthority(hostName, now)
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Key and certificate in one file, whole or not at all: a key without its certificate would be another office.
    writeFileSync(`${path}.new`, `${made.key}${made.certificate}`, { mode: 0o600, flush: true })
    renameSync(`${path}.new`, path)
  }
  const authority = split(readFileSync(path, 'utf8'))
  const certificate = new X509Certificate(authority.certificate)
  const spki = createPublicKey(authority.certificate).export({ type: 'spki', format: 'der' })
  const keySha256 = createHash('sha256').update(spki).digest('hex')
  return {
    authority,
    der: certificate.raw,
    certificateSha256: certificate.fingerprint256,
    keySha256,
    fingerprint: await stretched(keySha256),
    leaf: (names, at) => issueLeaf(authority, names, at),
  }
}

const PART = /-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----\n?/g

function split(pem: string): KeyedCertificate {
  const [key, certificate] = pem.match(PART) ?? []
  if (!key || !certificate) throw new Error('the office key file is damaged: restore lan/office.pem from a backup')
  return { key, certificate }
}

function stretched(keySha256: string): Promise<string> {
  const { salt, cost, blockSize, bytes } = STRETCHED_FINGERPRINT
  return new Promise((resolve, reject) =>
    scrypt(keySha256, salt, bytes, { N: cost, r: blockSize, p: 1, maxmem: 64 * 1024 * 1024 }, (error, hash) =>
      error ? reject(error) : resolve(hash.toString('hex')),
    ),
  )
}
