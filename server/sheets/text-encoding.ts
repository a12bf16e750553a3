import { createReadStream } from 'node:fs'
import { SheetError } from './sheet-error.ts'

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-874' | 'windows-1252'

const ALIASES: Record<string, TextEncoding> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  'utf-16': 'utf-16le',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-874': 'windows-874',
  cp874: 'windows-874',
  'tis-620': 'windows-874',
  tis620: 'windows-874',
  'iso-8859-11': 'windows-874',
  'windows-1252': 'windows-1252',
  cp1252: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'us-ascii': 'windows-1252',
}

/** The encoding that a name, as people or files write it, stands for. Throws `sheet.encoding` for one we cannot read. */
export function encodingNamed(name: string): TextEncoding {
  const key = name.trim().toLowerCase()
  const found = Object.hasOwn(ALIASES, key) ? ALIASES[key] : undefined
  if (!found) throw new SheetError('sheet.encoding', { encoding: name })
  return found
}

/**
 * Tells the encoding of a text file: by its byte order mark, by the zero or Thai high bytes of UTF-16, by being valid UTF-8, else
 * by whether its upper bytes behave like Thai of Windows-874 (TIS-620), else Windows-1252. `head` is the beginning of the file.
 */
export async function detectEncoding(path: string, head: Buffer): Promise<TextEncoding> {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const wide = utf16WithoutMark(head)
  if (wide) return wide
  if (await isUtf8File(path)) return 'utf-8'
  if (looksLikeDamagedUtf8(head)) return 'utf-8'
  return looksThai(head) ? 'windows-874' : 'windows-1252'
}

/** In UTF-16 the high byte of Latin text is 0 and of Thai text 0x0E; neither byte occurs in an 8-bit text. */
function utf16WithoutMark(head: Buffer): TextEncoding | null {
  const high = [0, 0]
  for (let index = 0; index < head.length; index++) {
    const byte = head[index]
    if (byte === 0 || byte === 0x0e) high[index % 2] = (high[index % 2] ?? 0) + 1
  }
  const half = head.length / 2
  const [even = 0, odd = 0] = high
  if (odd > half * 0.8 && even < half * 0.2) return 'utf-16le'
  if (even > half * 0.8 && odd < half * 0.2) return 'utf-16be'
  return null
}

async function isUtf8File(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
      decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** A UTF-8 file with a few broken bytes is still UTF-8: no 8-bit text holds many valid sequences by chance. */
function looksLikeDamagedUtf8(head: Buffer): boolean {
  const text = new TextDecoder('utf-8').decode(head)
  let good = 0
  let broken = 0
  for (const character of text) {
    if (character === '\ufffd') broken++
    else if (character > '\u007f') good++
  }
  return good > broken * 20
}

function isThaiByte(byte: number): boolean {
  return (
    (byte >= 0xa0 && byte <= 0xda) ||
    (byte >= 0xdf && byte <= 0xfb) ||
    byte === 0x80 ||
    byte === 0x85 ||
    (byte >= 0x91 && byte <= 0x97)
  )
}

function isThaiMark(byte: number): boolean {
  return byte === 0xd1 || (byte >= 0xd4 && byte <= 0xda) || (byte >= 0xe7 && byte <= 0xee)
}

/**
 * Thai comes in runs of upper bytes, and its upper vowels and tones follow a consonant or one another; in Western text upper
 * bytes stand alone among plain letters.
 */
function looksThai(head: Buffer): boolean {
  const seen = { upper: 0, thai: 0, inRun: 0, marks: 0, marksInPlace: 0 }
  for (let index = 0; index < head.length; index++) {
    const byte = head[index] ?? 0
    if (byte < 0x80) continue
    const before = head[index - 1] ?? 0
    seen.upper++
    if (isThaiByte(byte)) seen.thai++
    if (before >= 0x80 || (head[index + 1] ?? 0) >= 0x80) seen.inRun++
    if (!isThaiMark(byte)) continue
    seen.marks++
    if ((before >= 0xa1 && before <= 0xce) || isThaiMark(before)) seen.marksInPlace++
  }
  return (
    seen.upper > 0 && seen.thai >= seen.upper * 0.97 && seen.inRun >= seen.upper * 0.7 && seen.marksInPlace >= seen.marks * 0.9
  )
}

/** Decodes a file piece by piece, without its byte order mark; bytes that mean nothing become U+FFFD. */
export async function* decodeFile(path: string, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    const text = decoder.decode(chunk as Buffer, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}
