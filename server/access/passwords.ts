import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

/** Argon2id (the library's default) above OWASP's minimum of 19 MiB and two passes: a fifth of a second on an office PC. */
const COST = { memoryCost: 47_104, timeCost: 3, parallelism: 1 } as const
const CURRENT = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`
/** More at once would take the memory and the cores from everybody who works. */
const MOST_AT_ONCE = 2

let running = 0
const waiting: (() => void)[] = []

/** Runs the work in turn with other passwords; all of it is done in the library's own threads. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) await new Promise<void>((turn) => waiting.push(turn))
  else running += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

/** The text to store for a password. Runs off the main thread. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password.normalize('NFC'), COST))

/** A hash that no password is known to make. Made without hashing, so that the first stranger after a start waits no longer than the next. */
const NOBODYS = `${CURRENT}${base64(16)}$${base64(32)}`

function base64(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '')
}

/**
 * True when the password is the one that was hashed, today's way or that of the first offices. Where there is none, or one that cannot be read, as
 * much is done as for any other, so that the time of an answer does not tell who has one.
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const typed = password.normalize('NFC')
  return inTurn(async () => {
    try {
      if (stored !== null) return await (stored.startsWith('scrypt$') ? verifyScrypt(typed, stored) : verify(stored, typed))
    } catch {
      // A cell that the disk made into something else is no password.
    }
    await verify(NOBODYS, typed)
    return false
  })
}

/** True for a hash that was made with other parameters than today's: it is made anew when its password is next at hand. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(CURRENT)

/** `scrypt$N$salt$hash` with r = 8, p = 1, as offices stored it at first. */
async function verifyScrypt(password: string, stored: string): Promise<boolean> {
  const [, cost, salt, wanted] = stored.split('$')
  if (!cost || !salt || !wanted) throw new Error('not a hash')
  const key = Buffer.from(wanted, 'base64url')
  const given = await new Promise<Buffer>((resolve, reject) => {
    const options = { N: Number(cost), r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
    scryptWithCallback(password, Buffer.from(salt, 'base64url'), key.length, options, (error, made) =>
      error ? reject(error) : resolve(made),
    )
  })
  return timingSafeEqual(key, given)
}
