import { Readable, type Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type BackupKey, decrypting, encrypting, newBackupKey, openWithPassphrase } from '../../server/backup/cipher.ts'

const CHUNK = 64 * 1024
const SEALED = CHUNK + 16
let key: BackupKey
beforeAll(async () => {
  key = await newBackupKey('four words that differ')
})

async function through(bytes: Uint8Array, way: Transform): Promise<Buffer> {
  const [out] = await Promise.all([buffer(way), pipeline(Readable.from([bytes]), way)])
  return out
}
const chunks = (bytes: Buffer) =>
  Array.from({ length: Math.ceil(bytes.length / SEALED) }, (_, at) => bytes.subarray(at * SEALED, (at + 1) * SEALED))

describe('the cipher of a backup', () => {
  it('gives back every byte, at every length around a chunk', async () => {
    for (const length of [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]) {
      const plain = Buffer.alloc(length, 'ก')
      const sealed = await through(plain, encrypting(key, 'a', 'samphan.db'))
      expect(sealed.length).toBe(length + 16 * Math.max(1, Math.ceil(length / CHUNK)))
      expect((await through(sealed, decrypting(key, 'a', 'samphan.db'))).equals(plain)).toBe(true)
    }
  })

  it('refuses chunks that were left out, doubled, put elsewhere or cut off, another part, another backup, and every altered byte', async () => {
    const sealed = await through(Buffer.alloc(4 * CHUNK + 100, 'ก'), encrypting(key, 'a', 'samphan.db'))
    const parts = chunks(sealed)
    const refused = (bytes: Buffer, backup = 'a', part = 'samphan.db') =>
      expect(through(bytes, decrypting(key, backup, part))).rejects.toMatchObject({ code: 'backup.damaged' })
    const [a, b, c, d, e] = parts as [Buffer, Buffer, Buffer, Buffer, Buffer]
    await refused(Buffer.concat([b, a, c, d, e]))
    await refused(Buffer.concat([a, c, d, e]))
    await refused(Buffer.concat([a, a, b, c, d, e]))
    await refused(Buffer.concat([a, b, c, d]))
    await refused(Buffer.concat([a, b, c, d, e, e]))
    await refused(Buffer.alloc(0))
    await refused(sealed, 'b')
    await refused(sealed, 'a', 'office.pem')
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const altered = Buffer.from(sealed)
        altered[at] = (altered[at] ?? 0) ^ by
        await refused(altered)
      }),
      { numRuns: 60 },
    )
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), async (length) => {
        await refused(sealed.subarray(0, length))
      }),
      { numRuns: 40 },
    )
  })

  it('opens with the passphrase alone, and does not work for hours on a stranger’s recipe', async () => {
    const { key: _, ...recipe } = key
    expect((await openWithPassphrase(' four words that differ', recipe)).key).toBe(key.key)
    await expect(openWithPassphrase('four words that differ!', recipe)).rejects.toMatchObject({ code: 'backup.passphrase' })
    await expect(openWithPassphrase('four words that differ', { ...recipe, n: 2 ** 24 })).rejects.toMatchObject({
      code: 'backup.damaged',
    })
  })
})
