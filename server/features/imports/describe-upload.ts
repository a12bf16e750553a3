import type { Database } from '../../db/database.ts'
import { storedJson } from '../../db/stored-json.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { inspectSheet } from '../../sheets/inspect-sheet.ts'
import { loadPipelines } from '../settings/session.ts'
import { describeFile, signatureOf } from './describe-file.ts'
import type { RunDetail } from './import-run.ts'
import { type Remembered, remap, StoredMemory } from './remembered.ts'

/** Looks into a file that was kept: what is in it, and which column may mean what, by what is remembered of a file like it. */
export async function describeUpload(
  ctx: Context,
  db: Database,
  file: { entity: string; fileName: string; path: string },
  choice: { sheetName?: string; encoding?: string } = {},
): Promise<RunDetail> {
  const sheet = await inspectSheet(file.path, file.fileName, choice)
  const memory = await db.get<{ definition: string }>('select definition from import_memory where entity = ? and signature = ?', [
    file.entity,
    signatureOf(sheet.headers),
  ])
  const stored = memory && storedJson<Remembered>(memory.definition, StoredMemory)
  const remembered = stored && remap(stored, sheet.headers)
  const entity = entityOf(ctx.catalog, file.entity)
  const { columns, definition } = describeFile(ctx, entity, sheet, remembered, await loadPipelines(db))
  return {
    path: file.path,
    format: sheet.format,
    rowCount: sheet.rowCount,
    headers: sheet.headers,
    columns,
    definition,
    lang: ctx.lang,
    ...(sheet.encoding && { encoding: sheet.encoding }),
    ...(sheet.sheetNames && { sheetNames: sheet.sheetNames }),
    ...(sheet.sheetName && { sheetName: sheet.sheetName }),
    ...(choice.encoding && { chosenEncoding: choice.encoding }),
  }
}
