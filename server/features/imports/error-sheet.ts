import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import type { EntityDef } from '../../../core/entities/entity.ts'
import type { Context } from '../../records/context.ts'
import { writeErrorSheet } from '../../sheets/write-error-sheet.ts'
import { wordOf } from '../../words.ts'
import { type RunDetail, stagedPath } from './import-run.ts'
import { reasonText } from './reason-text.ts'
import { stagedRows } from './staged-file.ts'

/** Writes the rows that did not go in, as they stood in the file, with the reason beside each; returns the file's path. */
export async function writeErrors(ctx: Context, entity: EntityDef, detail: RunDetail, folder: string): Promise<string> {
  const path = join(folder, `errors-${uuidv7()}.xlsx`)
  const words = {
    sheetName: wordOf(ctx.lang, 'import.errors_sheet'),
    lineHeader: wordOf(ctx.lang, 'import.line'),
    reasonHeader: wordOf(ctx.lang, 'import.reason'),
  }
  await writeErrorSheet(path, detail.headers, refused(ctx, entity, detail), words)
  return path
}

async function* refused(ctx: Context, entity: EntityDef, detail: RunDetail) {
  if (!existsSync(stagedPath(detail))) return
  for await (const staged of stagedRows(stagedPath(detail))) {
    if (staged.action !== 'bad') continue
    yield {
      line: staged.line,
      cells: staged.cells ?? [],
      reasons: staged.reasons.map((reason) => reasonText(ctx, entity, reason)),
    }
  }
}
