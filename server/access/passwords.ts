import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto'

/** scrypt with N = 2^15, r = 8, p = 1: OWASP's parameters for 32 MiB of memory. Stored as `scrypt$N$salt$hash`. */
const COST = 2 ** 15
const LENGTH = 32

/** Promisified by hand: the typed overload with options is not kept by `promisify`. */
const scrypt = (password: string, salt: Buffer, cost: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scryptWithCallback(
      password.normalize('NFC'),
      salt,
      LENGTH,
      { N: cost, r: 8, p: 1, maxmem: 64 * 1024 * 1024 },
      (error, key) => (error ? reject(error) : resolve(key)),
    )
  })

/** The text to store for a password. Runs off the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${COST}$${salt.toString('base64url')}$${(await scrypt(password, salt, COST)).toString('base64url')}`
}

/** True when the password is the one that was hashed. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, cost, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || !cost || !salt || !hash) return false
  const wanted = Buffer.from(hash, 'base64url')
  const given = await scrypt(password, Buffer.from(salt, 'base64url'), Number(cost))
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}
