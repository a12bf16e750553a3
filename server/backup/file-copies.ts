import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Copies a file whole or not at all: beside its place, synced, and only then under its name.
 * @param through encrypts or decrypts on the way
 * @param hashed which side's content the returned hash and size are of
 */
export async function copyWhole(
  from: string,
  to: string,
  { through, hashed = 'before' }: { through?: Transform; hashed?: 'before' | 'after' } = {},
): Promise<{ sha256: string; size: number }> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  const beside = `${to}.${randomBytes(6).toString('hex')}.part`
  const hash = createHash('sha256')
  let size = 0
  const look = new Transform({
    transform(data: Buffer, _encoding, done) {
      hash.update(data)
      size += data.length
      done(null, data)
    },
  })
  const ways = through ? (hashed === 'before' ? [look, through] : [through, look]) : [look]
  try {
    await pipeline([createReadStream(from), ...ways, createWriteStream(beside, { mode: 0o600 })])
    await syncFile(beside)
    await rename(beside, to)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  return { sha256: hash.digest('hex'), size }
}

/** SHA-256 of a file's content; undefined where there is none. */
export async function hashOfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    for await (const data of createReadStream(path)) hash.update(data as Buffer)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return hash.digest('hex')
}

export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
