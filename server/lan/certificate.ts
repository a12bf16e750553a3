import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto'
import { isIP } from 'node:net'
import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  NameConstraints,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'
import { PRIVATE_RANGES } from './private-address.ts'

/** A certificate with the key that belongs to it, both as PEM. */
export type KeyedCertificate = { key: string; certificate: string }
/** A server's certificate, and how long it is good. */
export type Leaf = KeyedCertificate & { until: Date }

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'
const COMMON_NAME = '2.5.4.3'
const DAY_MS = 86_400_000
/** A PC whose clock is a day behind must not think the certificate is from the future. */
const BACKDATED_MS = DAY_MS
const CA_DAYS = 7300
/** Apple takes no server certificate that is valid for longer than 825 days; a bit over a year is what everybody takes. */
const LEAF_DAYS = 397

/**
 * Makes the office's own certificate authority, ECDSA P-256, valid for twenty years.
 *
 * Phones and PCs are asked to trust it, so it may speak for private addresses, `.local` names and this host's bare name only
 * (RFC 5280 §4.2.1.10, critical): whoever steals its key cannot pass himself off as a bank.
 */
export function makeAuthority(hostName: string, now: Date): KeyedCertificate {
  const { privateKey, publicKey } = newKey()
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const name = nameOf(`Samphan office ${createHash('sha256').update(spki).digest('hex').slice(0, 4).toUpperCase()}`)
  const keyId = keyIdentifier(spki)
  const permitted = new GeneralSubtrees([
    ...PRIVATE_RANGES.map(
      ({ network, bits }) => new GeneralSubtree({ base: new GeneralName({ iPAddress: `${network}/${bits}` }) }),
    ),
    ...['local', hostName].map((dns) => new GeneralSubtree({ base: new GeneralName({ dNSName: dns }) })),
  ])
  return issue({
    subject: name,
    issuer: name,
    spki,
    signWith: privateKey,
    from: new Date(now.getTime() - BACKDATED_MS),
    until: new Date(now.getTime() + CA_DAYS * DAY_MS),
    key: privateKey,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyId)),
      extension(id_ce_nameConstraints, new NameConstraints({ permittedSubtrees: permitted }), true),
    ],
  })
}

/** Issues the host's certificate, with a key of its own, for its addresses and names, valid for 397 days. */
export function issueLeaf(authority: KeyedCertificate, names: readonly string[], now: Date): Leaf {
  const { privateKey, publicKey } = newKey()
  const ca = AsnConvert.parse(new X509Certificate(authority.certificate).raw, Certificate)
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const caSpki = createPublicKey(authority.certificate).export({ type: 'spki', format: 'der' })
  const alternatives = names.map((name) => new GeneralName(isIP(name) ? { iPAddress: name } : { dNSName: name }))
  const until = new Date(now.getTime() - BACKDATED_MS + LEAF_DAYS * DAY_MS)
  const issued = issue({
    subject: nameOf('Samphan host'),
    issuer: ca.tbsCertificate.subject,
    spki,
    signWith: createPrivateKey(authority.key),
    from: new Date(now.getTime() - BACKDATED_MS),
    until,
    key: privateKey,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(id_ce_subjectAltName, new SubjectAlternativeName(alternatives)),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(spki))),
      extension(
        id_ce_authorityKeyIdentifier,
        new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(caSpki)) }),
      ),
    ],
  })
  return { ...issued, until }
}

type PrivateKey = ReturnType<typeof createPrivateKey>
const newKey = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

/** RFC 5280 §4.2.1.2, method 1, with SHA-256 cut to 160 bits (RFC 7093). */
const keyIdentifier = (spki: Buffer): Buffer => createHash('sha256').update(spki).digest().subarray(0, 20)

function nameOf(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName })
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])])
}

const extension = (extnID: string, value: object, critical = false): Extension =>
  new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })

type Issue = {
  subject: Name
  issuer: Name
  spki: Buffer
  signWith: PrivateKey
  from: Date
  until: Date
  key: PrivateKey
  extensions: Extension[]
}

function issue({ subject, issuer, spki, signWith, from, until, key, extensions }: Issue): KeyedCertificate {
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 })
  // The first bit is cleared: a serial number is positive (RFC 5280 §4.1.2.2).
  const serialNumber = randomBytes(16)
  serialNumber[0] = (serialNumber[0]! & 0x7f) | 0x40
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: new Uint8Array(serialNumber).buffer,
    signature: algorithm,
    issuer,
    validity: new Validity({ notBefore: from, notAfter: until }),
    subject,
    subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
    extensions: new Extensions(extensions),
  })
  const signatureValue = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), signWith)
  const certificate = new Certificate({
    tbsCertificate,
    signatureAlgorithm: algorithm,
    signatureValue: new Uint8Array(signatureValue).buffer,
  })
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))).toString(),
  }
}
