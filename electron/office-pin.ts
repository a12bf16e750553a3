import { createHash, scrypt, X509Certificate } from 'node:crypto'
import { connect, type TLSSocket } from 'node:tls'
import type { OfficeAddress } from '../core/desktop-bridge.ts'
import { STRETCHED_FINGERPRINT } from '../core/lan/fingerprint.ts'

/** A host that does not answer the greeting within this time is not there. */
const GREETING_MS = 4_000

/** Who an office is: its authority's certificate, and the SHA-256 of that one's public key, which is what this app pins. */
export type OfficeKey = { authority: string; keySha256: string }

/**
 * Greets whoever answers at an address and says whose certificate he shows, without trusting or telling him anything.
 * @returns undefined when nobody answers, or with something that no host of ours shows: a certificate and the authority that signed it
 */
export function greet({ host, port }: OfficeAddress): Promise<OfficeKey | undefined> {
  return new Promise((resolve) => {
    // Not verified here, because nothing is sent: what is learned is compared before anything is.
    const socket = connect({ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.2', timeout: GREETING_MS })
    const done = (key?: OfficeKey) => {
      socket.destroy()
      resolve(key)
    }
    socket.once('secureConnect', () => done(keyOf(socket)))
    socket.once('error', () => done())
    socket.once('timeout', () => done())
  })
}

function keyOf(socket: TLSSocket): OfficeKey | undefined {
  const { raw, issuerCertificate } = socket.getPeerCertificate(true)
  if (!raw || !issuerCertificate?.raw) return undefined
  const authority = new X509Certificate(issuerCertificate.raw)
  if (!new X509Certificate(raw).verify(authority.publicKey)) return undefined
  return { authority: authority.toString(), keySha256: keySha256(authority) }
}

const keySha256 = (certificate: X509Certificate): string =>
  createHash('sha256')
    .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')

/**
 * Whether a server's certificate was signed by the pinned office. Its dates are not looked at: a PC whose battery forgot the year
 * must still get to work, and the key says who it is. Its names are not either: the office keeps its key when its address changes.
 * @param certificate PEM, as Chromium hands it over
 */
export function isOfOffice(certificate: string, office: OfficeKey): boolean {
  try {
    const authority = new X509Certificate(office.authority)
    return keySha256(authority) === office.keySha256 && new X509Certificate(certificate).verify(authority.publicKey)
  } catch {
    return false
  }
}

/** The six bytes in hex that stand for the six words of a key. */
export function fingerprintOf(key: string): Promise<string> {
  const { salt, cost, blockSize, bytes } = STRETCHED_FINGERPRINT
  return new Promise((resolve, reject) =>
    scrypt(key, salt, bytes, { N: cost, r: blockSize, p: 1, maxmem: 64 * 1024 * 1024 }, (error, hash) =>
      error ? reject(error) : resolve(hash.toString('hex')),
    ),
  )
}
