import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { Transform, type TransformCallback } from 'node:stream'
import { AppError } from '../../core/errors.ts'

/** How a passphrase becomes a key (scrypt, RFC 7914): 128 MiB and some half a second a guess. */
const COST = { n: 2 ** 17, r: 8, p: 1 } as const
const MOST_COST = { n: 2 ** 20, r: 16, p: 4 } as const
const CHUNK = 64 * 1024
const TAG = 16

/** What stands openly beside an encrypted backup: how the key comes of the passphrase, and whether it is the right one. */
export type KeyRecipe = { salt: string; n: number; r: number; p: number; check: string }
/** The key of the passphrase, with its recipe; it passes between processes, so it is text. */
export type BackupKey = KeyRecipe & { key: string }

/** A passphrase as it is meant, however the keyboard composed its vowels. */
const folded = (passphrase: string): string => passphrase.normalize('NFKC').trim()

function stretch(passphrase: string, { salt, n, r, p }: Omit<KeyRecipe, 'check'>): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    scrypt(folded(passphrase), Buffer.from(salt, 'hex'), 32, { N: n, r, p, maxmem: 256 * n * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

const checkOf = (key: Buffer): string => createHmac('sha256', key).update('samphan backup check').digest('hex')

/** Makes the key of a new passphrase. */
export async function newBackupKey(passphrase: string): Promise<BackupKey> {
  const recipe = { salt: randomBytes(16).toString('hex'), ...COST }
  const key = await stretch(passphrase, recipe)
  return { ...recipe, check: checkOf(key), key: key.toString('hex') }
}

/** Finds the key of a backup by the passphrase. Throws `backup.passphrase` for another one. */
export async function openWithPassphrase(passphrase: string, recipe: KeyRecipe): Promise<BackupKey> {
  // A recipe from a stranger's disk must not make this PC work for hours.
  if (recipe.n > MOST_COST.n || recipe.r > MOST_COST.r || recipe.p > MOST_COST.p)
    throw new AppError('backup.damaged', { part: 'manifest.json' })
  const key = await stretch(passphrase, recipe)
  const right = timingSafeEqual(Buffer.from(checkOf(key)), Buffer.from(recipe.check.padEnd(64).slice(0, 64)))
  if (!right) throw new AppError('backup.passphrase')
  return { salt: recipe.salt, n: recipe.n, r: recipe.r, p: recipe.p, check: recipe.check, key: key.toString('hex') }
}

/** The key that is kept on this PC for the nightly backup, if there is one. */
export function readBackupKey(path: string): BackupKey | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as BackupKey) : undefined
}

/** A key of its own for each part of each backup, so that no part can stand in another's place. */
const partKey = (key: BackupKey, backup: string, part: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(key.key, 'hex'), backup, `samphan ${part}`, 32))

/** The seal over a backup's manifest; without a key it only shows damage. */
export const sealOf = (key: BackupKey | undefined, backup: string, text: string): string =>
  createHmac('sha256', key ? partKey(key, backup, 'seal') : 'samphan')
    .update(text)
    .digest('hex')

/** The name on disk of an encrypted attachment, which does not tell what it holds. */
export const hiddenName = (key: BackupKey, sha256: string): string =>
  createHmac('sha256', Buffer.from(key.key, 'hex')).update(sha256).digest('hex')

/**
 * The nonce of a chunk: its number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár
 * 2015, as in age), so that chunks cannot be left out, doubled, put elsewhere or cut off. The key is of this part alone.
 */
function nonceOf(chunk: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(chunk, 5, 6)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Gives pieces of exactly `size` bytes to `each`, and the rest, which may be empty only if there was nothing else, as the last. */
class Pieces extends Transform {
  readonly #size: number
  readonly #each: (piece: Buffer, chunk: number, last: boolean) => Buffer
  #held: Buffer[] = []
  #bytes = 0
  #chunk = 0

  constructor(size: number, each: (piece: Buffer, chunk: number, last: boolean) => Buffer) {
    super()
    this.#size = size
    this.#each = each
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#held.push(data)
    this.#bytes += data.length
    try {
      // One byte more than a piece shows that it is not the last.
      if (this.#bytes > this.#size) {
        let all = Buffer.concat(this.#held)
        while (all.length > this.#size) {
          this.push(this.#each(all.subarray(0, this.#size), this.#chunk++, false))
          all = all.subarray(this.#size)
        }
        this.#held = [all]
        this.#bytes = all.length
      }
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.push(this.#each(Buffer.concat(this.#held), this.#chunk, true))
      done()
    } catch (error) {
      done(error as Error)
    }
  }
}

/** How long a part of this many bytes is when it is encrypted. */
export const encryptedSize = (size: number): number => size + TAG * Math.max(1, Math.ceil(size / CHUNK))

/** Encrypts a part of a backup: AES-256-GCM in chunks of 64 KiB. */
export function encrypting(key: BackupKey, backup: string, part: string): Transform {
  const own = partKey(key, backup, part)
  return new Pieces(CHUNK, (piece, chunk, last) => {
    const cipher = createCipheriv('aes-256-gcm', own, nonceOf(chunk, last))
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()])
  })
}

/** Decrypts a part. Ends with `backup.damaged` at the first chunk that is not what was written there. */
export function decrypting(key: BackupKey, backup: string, part: string): Transform {
  const own = partKey(key, backup, part)
  return new Pieces(CHUNK + TAG, (piece, chunk, last) => {
    if (piece.length < TAG) throw new AppError('backup.damaged', { part })
    const decipher = createDecipheriv('aes-256-gcm', own, nonceOf(chunk, last), { authTagLength: TAG })
    decipher.setAuthTag(piece.subarray(piece.length - TAG))
    try {
      return Buffer.concat([decipher.update(piece.subarray(0, piece.length - TAG)), decipher.final()])
    } catch {
      throw new AppError('backup.damaged', { part })
    }
  })
}
