/**
 * How the six words of an office's key are made: scrypt over the SHA-256 of the authority's public key, so that trying one candidate
 * costs 32 MiB and about a tenth of a second. 48 bits that cost 2^15 hashes of 1 KiB each are as hard to match as some 68 bits of a plain hash.
 */
export const STRETCHED_FINGERPRINT = { salt: 'samphan office key 1', cost: 2 ** 15, blockSize: 8, bytes: 6 } as const

/** The kind of service under which hosts are found by multicast DNS: `_samphan._tcp.local`. */
export const SERVICE_TYPE = 'samphan'

/** The port that an office is offered on unless another is chosen; the page of trust stands on the next. */
export const DEFAULT_PORT = 8443
