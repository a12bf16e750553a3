import type { FileHandle } from 'node:fs/promises'
import { SheetError } from './sheet-error.ts'

/** One file in a zip archive, as its central directory tells. Sizes are claims until it has been unpacked. */
export type ZipEntry = {
  name: string
  method: number
  encrypted: boolean
  crc: number
  packedBytes: number
  bytes: number
  offset: number
}

const END_SIGNATURE = 0x06054b50
const END64_SIGNATURE = 0x06064b50
const END64_LOCATOR_SIGNATURE = 0x07064b50
const ENTRY_SIGNATURE = 0x02014b50
const END_BYTES = 22
const LONGEST_COMMENT = 65_535
const FULL = 0xffffffff
/** A workbook has a few hundred parts; the directory of a hostile archive could have millions. */
const MOST_ENTRIES = 20_000
const LONGEST_DIRECTORY = 16 * 1024 * 1024

type DirectoryPlace = { count: number; bytes: number; offset: number }

/** Lists the files of a zip archive without unpacking any. Throws `sheet.broken` where the directory is missing or damaged (PKWARE APPNOTE 6.3). */
export async function readZipDirectory(file: FileHandle, fileBytes: number): Promise<ZipEntry[]> {
  const place = await findDirectory(file, fileBytes)
  if (place.count > MOST_ENTRIES || place.bytes > LONGEST_DIRECTORY)
    throw new SheetError('sheet.zip_bomb', { entries: place.count })
  if (place.offset + place.bytes > fileBytes) throw new SheetError('sheet.broken', { part: 'zip' })
  const directory = await readAt(file, place.offset, place.bytes)
  const entries: ZipEntry[] = []
  for (let at = 0; entries.length < place.count; ) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== ENTRY_SIGNATURE)
      throw new SheetError('sheet.broken', { part: 'zip' })
    const nameBytes = directory.readUInt16LE(at + 28)
    const extraBytes = directory.readUInt16LE(at + 30)
    entries.push(readEntry(directory, at, nameBytes, extraBytes))
    at += 46 + nameBytes + extraBytes + directory.readUInt16LE(at + 32)
  }
  return entries
}

/** Reads exactly `length` bytes, or throws `sheet.broken`. */
export async function readAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, offset)
  if (bytesRead < length) throw new SheetError('sheet.broken', { part: 'zip' })
  return buffer
}

async function findDirectory(file: FileHandle, fileBytes: number): Promise<DirectoryPlace> {
  const tailBytes = Math.min(fileBytes, END_BYTES + LONGEST_COMMENT)
  const tailOffset = fileBytes - tailBytes
  const tail = await readAt(file, tailOffset, tailBytes)
  let end = tail.length - END_BYTES
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--
  if (end < 0) throw new SheetError('sheet.broken', { part: 'zip' })
  const place = { count: tail.readUInt16LE(end + 10), bytes: tail.readUInt32LE(end + 12), offset: tail.readUInt32LE(end + 16) }
  if (place.count !== 0xffff && place.bytes !== FULL && place.offset !== FULL) return place
  const locator = end - 20
  if (locator < 0 || tail.readUInt32LE(locator) !== END64_LOCATOR_SIGNATURE) return place
  const record = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56)
  if (record.readUInt32LE(0) !== END64_SIGNATURE) throw new SheetError('sheet.broken', { part: 'zip' })
  const [count, bytes, offset] = [32, 40, 48].map((at) => Number(record.readBigUInt64LE(at)))
  return { count: count ?? 0, bytes: bytes ?? 0, offset: offset ?? 0 }
}

function readEntry(directory: Buffer, at: number, nameBytes: number, extraBytes: number): ZipEntry {
  const entry: ZipEntry = {
    name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
    encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    method: directory.readUInt16LE(at + 10),
    crc: directory.readUInt32LE(at + 16),
    packedBytes: directory.readUInt32LE(at + 20),
    bytes: directory.readUInt32LE(at + 24),
    offset: directory.readUInt32LE(at + 42),
  }
  const extra = directory.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes)
  widenEntry(entry, extra)
  return entry
}

/** Sizes beyond 4 GiB stand in an extra field, in this order, and only those whose short form is full. */
function widenEntry(entry: ZipEntry, extra: Buffer): void {
  for (let at = 0; at + 4 <= extra.length; ) {
    const bytes = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      let next = at + 4
      for (const field of ['bytes', 'packedBytes', 'offset'] as const) {
        if (entry[field] !== FULL || next + 8 > extra.length) continue
        entry[field] = Number(extra.readBigUInt64LE(next))
        next += 8
      }
    }
    at += 4 + bytes
  }
}
