import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const MARK = 'box1:'
const NONCE = 12
const TAG = 16

/**
 * Encrypts the secrets that stand in the database and must be read again, such as those of authenticator apps: AES-256-GCM under a key
 * that lies outside it, readable for this user alone. Whoever has only the database has none of them.
 */
export class SecretBox {
  readonly #key: Buffer

  /** Opens the box, making its key where there is none. @param path of the key; it belongs into every backup */
  constructor(path: string) {
    if (!existsSync(path)) {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      writeFileSync(`${path}.new`, randomBytes(32), { mode: 0o600, flush: true })
      renameSync(`${path}.new`, path)
    }
    this.#key = readFileSync(path)
    if (this.#key.length !== 32) throw new Error('the key of the secrets is damaged: restore lan/secrets.key from a backup')
  }

  /** @param of what the secret is of: sealed for one, it opens for no other */
  seal(secret: string, of: string): string {
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(of))
    const sealed = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    return MARK + sealed.toString('base64url')
  }

  /** @returns undefined for what was not sealed with this key for this, as after a restore without its key */
  open(sealed: string, of: string): string | undefined {
    if (!SecretBox.isSealed(sealed)) return undefined
    const bytes = Buffer.from(sealed.slice(MARK.length), 'base64url')
    if (bytes.length < NONCE + TAG) return undefined
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    decipher.setAAD(Buffer.from(of)).setAuthTag(bytes.subarray(bytes.length - TAG))
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE, bytes.length - TAG)), decipher.final()]).toString('utf8')
    } catch {
      return undefined
    }
  }

  static isSealed = (text: string): boolean => text.startsWith(MARK)
}
