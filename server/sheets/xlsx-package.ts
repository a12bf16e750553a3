import { open } from 'node:fs/promises'
import type { SheetLimits } from './sheet.ts'
import { SheetError } from './sheet-error.ts'
import { readNumberFormats } from './xlsx-styles.ts'
import { readSharedTexts } from './xlsx-texts.ts'
import { XmlScanner, xmlAttribute } from './xml-scanner.ts'
import { readZipDirectory, type ZipEntry } from './zip-directory.ts'
import { unpackPart, unpackWhole } from './zip-part.ts'

/** More than this ratio does not occur in sheets that people have made; deflate can reach 1,032. */
const HIGHEST_RATIO = 250
const RATIO_COUNTS_FROM_BYTES = 50 * 1024 * 1024
const SMALL_PART_BYTES = 20 * 1024 * 1024

/** A workbook opened far enough to read one of its sheets. */
export type XlsxPackage = {
  sheetNames: string[]
  sheetName: string
  date1904: boolean
  numberFormats: (string | number)[]
  sharedTexts: string[]
  sheet: AsyncIterable<Buffer>
}

type Archive = { path: string; entries: Map<string, ZipEntry>; limits: SheetLimits }
type Relation = { id: string; type: string; path: string }
type WorkbookSheet = { name: string; hidden: boolean; relationId: string | undefined }

/** Opens a workbook after checking what it would unpack to. Throws a `SheetError` for anything that is not a readable .xlsx. */
export async function openXlsx(path: string, limits: SheetLimits, sheetName: string | undefined): Promise<XlsxPackage> {
  const archive = { path, entries: await checkedEntries(path, limits), limits }
  const workbookPath = await findWorkbook(archive)
  const relations = await readRelations(archive, workbookPath)
  const workbook = readWorkbook((await smallPart(archive, workbookPath)) ?? '')
  const sheets = workbook.sheets.flatMap((sheet) => {
    const relation = relations.find((each) => each.id === sheet.relationId && each.type === 'worksheet')
    return relation ? [{ ...sheet, path: relation.path }] : []
  })
  const chosen = sheetName === undefined ? await firstFilled(archive, sheets) : sheets.find((sheet) => sheet.name === sheetName)
  if (!chosen)
    throw sheetName === undefined ? new SheetError('sheet.broken') : new SheetError('sheet.no_such_sheet', { sheetName })
  const entry = findEntry(archive, chosen.path)
  if (!entry) throw new SheetError('sheet.broken', { part: chosen.path })
  const ofType = (type: string) => relations.find((each) => each.type === type)?.path ?? ''
  const texts = findEntry(archive, ofType('sharedStrings'))
  if (texts && texts.bytes > limits.sharedTextBytes)
    throw new SheetError('sheet.too_large', { part: texts.name, limit: limits.sharedTextBytes })
  return {
    sheetNames: sheets.map((each) => each.name),
    sheetName: chosen.name,
    date1904: workbook.date1904,
    numberFormats: readNumberFormats((await smallPart(archive, ofType('styles'))) ?? ''),
    sharedTexts: texts ? await readSharedTexts(unpackPart(path, texts, limits.sharedTextBytes)) : [],
    sheet: unpackPart(path, entry, limits.unzippedBytes),
  }
}

/** Where the first cell of a sheet stands at the latest: before it come only views, formats and column widths. */
const FIRST_CELL_BYTES = 1024 * 1024

/** The first visible sheet with a cell in it: workbooks often begin with an empty one. Without any, the first. */
async function firstFilled<S extends WorkbookSheet & { path: string }>(
  archive: Archive,
  sheets: readonly S[],
): Promise<S | undefined> {
  const visible = sheets.filter((sheet) => !sheet.hidden)
  for (const sheet of visible) {
    const entry = findEntry(archive, sheet.path)
    if (entry && (await hasCell(unpackPart(archive.path, entry, archive.limits.unzippedBytes)))) return sheet
  }
  return visible[0] ?? sheets[0]
}

async function hasCell(sheet: AsyncIterable<Buffer>): Promise<boolean> {
  let seen = ''
  for await (const piece of sheet) {
    seen += piece.toString('latin1')
    if (/<(?:\w+:)?(?:v|is|f)[\s>]/.test(seen)) return true
    if (seen.length > FIRST_CELL_BYTES) return true
  }
  return false
}

async function checkedEntries(path: string, limits: SheetLimits): Promise<Map<string, ZipEntry>> {
  const file = await open(path)
  try {
    const entries = await readZipDirectory(file, (await file.stat()).size)
    let bytes = 0
    for (const entry of entries) {
      bytes += entry.bytes
      const ratio = entry.bytes / Math.max(1, entry.packedBytes)
      if (ratio > HIGHEST_RATIO && entry.bytes > RATIO_COUNTS_FROM_BYTES)
        throw new SheetError('sheet.zip_bomb', { part: entry.name })
    }
    if (bytes > limits.unzippedBytes) throw new SheetError('sheet.zip_bomb', { bytes, limit: limits.unzippedBytes })
    return new Map(entries.map((entry) => [entry.name.replaceAll('\\', '/').toLowerCase(), entry]))
  } finally {
    await file.close()
  }
}

function findEntry(archive: Archive, name: string): ZipEntry | undefined {
  return archive.entries.get(name.toLowerCase())
}

async function smallPart(archive: Archive, name: string): Promise<string | null> {
  const entry = findEntry(archive, name)
  if (!entry) return null
  if (entry.bytes > SMALL_PART_BYTES) throw new SheetError('sheet.too_large', { part: entry.name, limit: SMALL_PART_BYTES })
  return (await unpackWhole(archive.path, entry, SMALL_PART_BYTES)).toString('utf8')
}

async function findWorkbook(archive: Archive): Promise<string> {
  const relations = relationsOf((await smallPart(archive, '_rels/.rels')) ?? '', '')
  const workbook = relations.find((each) => each.type === 'officeDocument')
  // A binary workbook (.xlsb), a text document or a presentation is zipped the same way.
  if (!workbook || !/\.xml$/i.test(workbook.path) || /\b(?:word|ppt)\//i.test(workbook.path))
    throw new SheetError('sheet.unknown_format')
  return workbook.path
}

async function readRelations(archive: Archive, workbookPath: string): Promise<Relation[]> {
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1)
  const xml = await smallPart(archive, `${folder}_rels/${workbookPath.slice(folder.length)}.rels`)
  if (xml === null) throw new SheetError('sheet.broken', { part: 'relations' })
  return relationsOf(xml, folder)
}

/** The parts that one part refers to, with their place in the archive. The URL class resolves `../` and never leaves its root. */
function relationsOf(xml: string, folder: string): Relation[] {
  const relations: Relation[] = []
  scanTags(xml, (name, attributes) => {
    if (name !== 'Relationship' || xmlAttribute(attributes, 'TargetMode') === 'External') return
    const target = URL.parse(xmlAttribute(attributes, 'Target') ?? '', `file:///${folder}`)
    const type = xmlAttribute(attributes, 'Type')?.split('/').at(-1) ?? ''
    if (target) relations.push({ id: xmlAttribute(attributes, 'Id') ?? '', type, path: unescapePath(target.pathname.slice(1)) })
  })
  return relations
}

function unescapePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function readWorkbook(xml: string): { sheets: WorkbookSheet[]; date1904: boolean } {
  const sheets: WorkbookSheet[] = []
  let date1904 = false
  scanTags(xml, (name, attributes) => {
    if (name === 'workbookPr') date1904 = ['1', 'true'].includes(xmlAttribute(attributes, 'date1904') ?? '')
    if (name !== 'sheet') return
    // The prefix of the relation's namespace is up to the writer; `r:id` is the usual one.
    const relationId = /\s[\w.-]+:id\s*=\s*["']([^"']*)["']/.exec(` ${attributes}`)?.[1]
    sheets.push({
      name: xmlAttribute(attributes, 'name') ?? '',
      hidden: (xmlAttribute(attributes, 'state') ?? 'visible') !== 'visible',
      relationId,
    })
  })
  return { sheets, date1904 }
}

function scanTags(xml: string, open: (name: string, attributes: string) => void): void {
  const scanner = new XmlScanner({ open, close() {}, text() {} })
  scanner.write(xml)
  scanner.end()
}
