import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { SheetError } from './sheet-error.ts'
import { readAt, type ZipEntry } from './zip-directory.ts'

const STORED = 0
const DEFLATED = 8
const LOCAL_SIGNATURE = 0x04034b50

/**
 * Unpacks one file of an archive, piece by piece, never more than `mostBytes` of it, nor more than the directory claims.
 * Throws `sheet.zip_bomb` beyond that, `sheet.broken` where the data or its check sum is wrong.
 */
export async function* unpackPart(path: string, entry: ZipEntry, mostBytes: number): AsyncGenerator<Buffer> {
  const start = await dataOffset(path, entry)
  if (entry.packedBytes === 0) return
  const raw = createReadStream(path, { start, end: start + entry.packedBytes - 1, highWaterMark: 256 * 1024 })
  // The callback keeps the failure of an abandoned reading from becoming an unhandled one; the loop below sees the others.
  const source = entry.method === STORED ? raw : pipeline(raw, createInflateRaw({ chunkSize: 256 * 1024 }), () => {})
  let bytes = 0
  let check = 0
  try {
    for await (const piece of source as AsyncIterable<Buffer>) {
      bytes += piece.length
      if (bytes > Math.min(mostBytes, entry.bytes)) throw new SheetError('sheet.zip_bomb', { part: entry.name })
      check = crc32(piece, check)
      yield piece
    }
  } catch (error) {
    if (error instanceof SheetError) throw error
    throw new SheetError('sheet.broken', { part: entry.name }, { cause: error })
  }
  if (entry.crc !== 0 && check !== entry.crc) throw new SheetError('sheet.broken', { part: entry.name })
}

/** The whole of one file of an archive; for parts that are known to be small or have to be held anyway. */
export async function unpackWhole(path: string, entry: ZipEntry, mostBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of unpackPart(path, entry, mostBytes)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function dataOffset(path: string, entry: ZipEntry): Promise<number> {
  if (entry.encrypted) throw new SheetError('sheet.password')
  if (entry.method !== STORED && entry.method !== DEFLATED) throw new SheetError('sheet.broken', { part: entry.name })
  const file = await open(path)
  try {
    const header = await readAt(file, entry.offset, 30)
    if (header.readUInt32LE(0) !== LOCAL_SIGNATURE) throw new SheetError('sheet.broken', { part: entry.name })
    return entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  } finally {
    await file.close()
  }
}
