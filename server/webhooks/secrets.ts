import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Secrets that the server must be able to say again, sealed by AES-256-GCM under a key that lies beside the database, not in it: who has
 * a copy of the database alone has none of them. The key is made when it is first needed.
 */
export class SecretBox {
  readonly #path: string
  #key: Buffer | undefined

  constructor(path: string) {
    this.#path = path
  }

  seal(secret: Buffer): string {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#keyOf(), nonce)
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]).toString('base64url')
  }

  /** Undefined for what was sealed under another key: the office came from a backup onto another PC. */
  open(sealed: string): Buffer | undefined {
    const bytes = Buffer.from(sealed, 'base64url')
    const decipher = createDecipheriv('aes-256-gcm', this.#keyOf(), bytes.subarray(0, NONCE_BYTES))
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    } catch {
      return undefined
    }
  }

  #keyOf(): Buffer {
    if (!this.#key) {
      if (!existsSync(this.#path)) writeFileSync(this.#path, randomBytes(KEY_BYTES), { mode: 0o600, flush: true })
      this.#key = readFileSync(this.#path)
    }
    return this.#key
  }
}

/** The secret as the receiving program is given it. */
export const toldSecret = (secret: Buffer): string => `whsec_${secret.toString('base64')}`

/** The headers of a signed message, as Standard Webhooks have them (https://www.standardwebhooks.com). */
export function signedHeaders(secret: Buffer, id: string, now: Date, body: string): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')
  return {
    'content-type': 'application/json',
    'user-agent': 'Samphan',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  }
}
