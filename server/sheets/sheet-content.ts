import { open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { SheetLimits } from './sheet.ts'
import { SheetError } from './sheet-error.ts'
import { detectEncoding, encodingNamed, type TextEncoding } from './text-encoding.ts'

const HEAD_BYTES = 256 * 1024

/** What kind of file it is, judged by its content; text kinds come with their encoding and decoded beginning. */
export type SheetContent =
  | { kind: 'zip' }
  | { kind: 'xls' }
  | { kind: 'markup' | 'vcard' | 'delimited'; encoding: TextEncoding; head: string }

/**
 * Looks at the first bytes of a file, then at its beginning as text. The name only decides what to call a file that is nothing
 * known: a damaged workbook, or something else. Throws `sheet.too_large`, `sheet.empty`, `sheet.password`, `sheet.not_a_table`, `sheet.unknown_format`.
 */
export async function detectContent(
  path: string,
  fileName: string,
  limits: SheetLimits,
  encodingName?: string,
): Promise<SheetContent> {
  const { size } = await stat(path)
  if (size > limits.fileBytes) throw new SheetError('sheet.too_large', { bytes: size, limit: limits.fileBytes })
  if (size === 0) throw new SheetError('sheet.empty')
  const head = await readHead(path, size)
  if (startsWith(head, [0x50, 0x4b])) return { kind: 'zip' }
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) {
    await refuseEncryptedPackage(path)
    return { kind: 'xls' }
  }
  if (isBareBiff(head)) return { kind: 'xls' }
  const encoding = encodingName === undefined ? await detectEncoding(path, head) : encodingNamed(encodingName)
  const text = new TextDecoder(encoding).decode(head, { stream: size > head.length })
  if (isBinary(text) || text.startsWith('%PDF') || text.startsWith('{\\rtf')) throw unreadable(fileName)
  return { kind: textKind(text, fileName), encoding, head: text }
}

async function readHead(path: string, size: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(Math.min(size, HEAD_BYTES))
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    return head.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte)
}

/** Excel 2 to 4 wrote the records of a sheet without a container around them. */
function isBareBiff(head: Buffer): boolean {
  return (
    head[0] === 0x09 &&
    [0x00, 0x02, 0x04, 0x08].includes(head[1] ?? -1) &&
    (head[2] ?? 0) >= 4 &&
    (head[2] ?? 0) <= 16 &&
    head[3] === 0
  )
}

const PACKAGE_NAMES = ['EncryptedPackage', 'EncryptionInfo'].map((name) => Buffer.from(name, 'utf16le'))

/** An .xlsx with a password is an old container that holds two streams of these names (MS-OFFCRYPTO 2.3). */
async function refuseEncryptedPackage(path: string): Promise<void> {
  const file = await open(path)
  try {
    const missing = new Set(PACKAGE_NAMES)
    let tail = Buffer.alloc(0)
    for await (const piece of file.createReadStream({ highWaterMark: 1024 * 1024, autoClose: false })) {
      const bytes = Buffer.concat([tail, piece as Buffer])
      for (const name of missing) if (bytes.includes(name)) missing.delete(name)
      if (missing.size === 0) throw new SheetError('sheet.password')
      tail = bytes.subarray(-64)
    }
  } finally {
    await file.close()
  }
}

/** Control signs that no text has; many in a row of other ones mean a picture or a program. */
function isBinary(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being looked for.
  const strange = text.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/g)?.length ?? 0
  return strange > text.length / 1000
}

function textKind(text: string, fileName: string): 'markup' | 'vcard' | 'delimited' {
  const start = text.slice(0, 4096).trimStart()
  if (/^begin:vcard/i.test(start)) return 'vcard'
  if (/^<(?:!doctype html|html|table|head|meta|style)[\s>]/i.test(start)) return 'markup'
  if (/^<\?xml|^<workbook/i.test(start) || start.startsWith('<!--')) {
    if (text.includes('urn:schemas-microsoft-com:office:spreadsheet') || /<(?:html|table)[\s>]/i.test(text)) {
      if (/<!ENTITY/i.test(text)) throw new SheetError('sheet.broken', { part: 'doctype' })
      return 'markup'
    }
    throw unreadable(fileName)
  }
  return 'delimited'
}

/** A workbook that is none may be mended by its program; a text that is none was never a table. */
function unreadable(fileName: string): SheetError {
  const extension = extname(fileName).toLowerCase()
  if (['.xlsx', '.xlsm', '.xls'].includes(extension)) return new SheetError('sheet.broken')
  return new SheetError(['.csv', '.tsv', '.txt', '.vcf'].includes(extension) ? 'sheet.not_a_table' : 'sheet.unknown_format')
}
