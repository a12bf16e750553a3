import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { uuidv7 } from 'uuidv7'
import { AppError } from '../../core/errors.ts'

export const LARGEST_FILE_BYTES = 100 * 1024 * 1024

/**
 * Files by their content: the name of a file on disk is its SHA-256, so the same file is kept once. A file is written
 * beside, synced, renamed and its folder synced before any row names it; nothing ever overwrites one.
 */
export class FileStore {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  pathOf(sha256: string): string {
    return join(this.#root, sha256.slice(0, 2), sha256)
  }

  has(sha256: string): boolean {
    return existsSync(this.pathOf(sha256))
  }

  /** Keeps a stream's content and returns its hash and size. Throws `file.too_large` or `file.empty`, with nothing left behind. */
  async add(content: Readable, largest = LARGEST_FILE_BYTES): Promise<{ sha256: string; size: number }> {
    const temporary = join(this.#root, `incoming-${uuidv7()}`)
    const hash = createHash('sha256')
    let size = 0
    try {
      const file = await open(temporary, 'wx', 0o600)
      try {
        for await (const chunk of content) {
          size += (chunk as Buffer).length
          if (size > largest) throw new AppError('file.too_large', { mb: Math.floor(largest / 1024 / 1024) })
          hash.update(chunk as Buffer)
          await file.write(chunk as Buffer)
        }
        if (size === 0) throw new AppError('file.empty')
        await file.sync()
      } finally {
        await file.close()
      }
      const sha256 = hash.digest('hex')
      const made = await mkdir(dirname(this.pathOf(sha256)), { recursive: true, mode: 0o700 })
      if (made !== undefined) await syncFolder(this.#root)
      await rename(temporary, this.pathOf(sha256))
      await syncFolder(dirname(this.pathOf(sha256)))
      return { sha256, size }
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  /** Whether the file is what its name says: disks lose bits, and nobody may be given something else than what was put in. */
  async isWhole(sha256: string): Promise<boolean> {
    const hash = createHash('sha256')
    await pipeline(this.read(sha256), hash)
    return hash.digest('hex') === sha256
  }

  read(sha256: string): Readable {
    return createReadStream(this.pathOf(sha256))
  }
}

/** Makes a rename survive a power cut. Windows has no handle on folders and does this by itself. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
