import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { inspectSheet, type SheetInspection } from '../../../server/sheets/inspect-sheet.ts'
import { readSheet } from '../../../server/sheets/read-sheet.ts'
import type { Cell, ReadOptions, SheetInfo, SheetRow } from '../../../server/sheets/sheet.ts'
import { SheetError } from '../../../server/sheets/sheet-error.ts'

/** A folder for the files of one test file, and how to be rid of it. */
export function tempFolder(): { path: (name: string) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'sheets-'))
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

export async function readAll(
  path: string,
  options: ReadOptions = {},
): Promise<{ info: SheetInfo; rows: SheetRow[]; cells: Cell[][] }> {
  const rows: SheetRow[] = []
  const info = await readSheet(path, path, options, (batch) => void rows.push(...batch))
  return { info, rows, cells: rows.map((row) => row.cells) }
}

/** Inspects a file that must be refused; gives the reason and how long it took. */
export async function refusalOf(path: string, fileName = path): Promise<{ code: string; seconds: number }> {
  const start = performance.now()
  const outcome: SheetInspection | unknown = await inspectSheet(path, fileName).catch((error: unknown) => error)
  const seconds = (performance.now() - start) / 1000
  return { code: outcome instanceof SheetError ? outcome.code : `not refused: ${String(outcome)}`, seconds }
}

/** A zip archive of the given files; `claims` overrides the unpacked size the directory tells. */
export function zipOf(files: Record<string, string | Buffer>, claims: Record<string, number> = {}): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content as string)
    const packed = deflateRawSync(data)
    const sizes = { crc: crc32(data), packed: packed.length, size: claims[name] ?? data.length }
    const local = Buffer.concat([header(0x04034b50, 30, sizes, 14, name), packed])
    const entry = header(0x02014b50, 46, sizes, 16, name)
    entry.writeUInt32LE(offset, 42)
    bodies.push(local)
    directory.push(entry)
    offset += local.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, ...directory, end])
}

function header(
  signature: number,
  length: number,
  sizes: { crc: number; packed: number; size: number },
  at: number,
  name: string,
): Buffer {
  const bytes = Buffer.alloc(length + name.length)
  bytes.writeUInt32LE(signature, 0)
  bytes.writeUInt16LE(8, at - 6)
  bytes.writeUInt32LE(sizes.crc, at)
  bytes.writeUInt32LE(sizes.packed, at + 4)
  bytes.writeUInt32LE(sizes.size, at + 8)
  bytes.writeUInt16LE(name.length, at + 12)
  bytes.write(name, length, 'latin1')
  return bytes
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** The parts of a workbook whose first sheet has the given XML inside `worksheet`. */
export function workbookParts(
  sheet: string,
  extra: { sharedStrings?: string; styles?: string; prolog?: string } = {},
): Record<string, string> {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
  const relations = (inner: string) =>
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  return {
    '_rels/.rels': relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="ลูกค้า &amp; คู่ค้า" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(
      relation('rId1', 'worksheet', 'worksheets/sheet1.xml') +
        relation('rId2', 'sharedStrings', '/xl/sharedStrings.xml') +
        relation('rId3', 'styles', 'styles.xml'),
    ),
    'xl/worksheets/sheet1.xml': `${extra.prolog ?? ''}<worksheet xmlns="${MAIN}">${sheet}</worksheet>`,
    ...(extra.sharedStrings ? { 'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${extra.sharedStrings}</sst>` } : {}),
    ...(extra.styles ? { 'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${extra.styles}</styleSheet>` } : {}),
  }
}

/** A text cell without a place of its own: it follows the one before. */
export function textCell(text: string): string {
  return `<c t="inlineStr"><is><t>${text}</t></is></c>`
}

export function saved(path: string, content: string | Buffer): string {
  writeFileSync(path, content)
  return path
}
