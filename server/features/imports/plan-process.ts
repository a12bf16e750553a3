import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { compilePolicy } from '../../../core/access/policy.ts'
import type { ImportCounts, ImportDefinition } from '../../../core/contract/imports.ts'
import { findField } from '../../../core/entities/entity.ts'
import type { Reason } from '../../../core/imports/convert-cell.ts'
import { createPlaces, type PlaceTable } from '../../../core/thai/places.ts'
import { openReader } from '../../db/open-reader.ts'
import type { ReaderIdentity } from '../../db/readers.ts'
import { serveTask } from '../../isolation/task-program.ts'
import { type Catalog, entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { Rules } from '../../records/rules.ts'
import { RULES } from '../../rules.ts'
import { readSheet } from '../../sheets/read-sheet.ts'
import { SheetError } from '../../sheets/sheet-error.ts'
import { valueWords } from '../settings/value-words.ts'
import { madeKey, makesOwnKind } from './apply-rows.ts'
import { RowConverter } from './convert-row.ts'
import { numbersItself } from './import-run.ts'
import { Lookups } from './lookups.ts'
import { RowPlanner } from './plan-row.ts'
import { rowFacts } from './row-facts.ts'
import type { StagedRow } from './staged-row.ts'
import { StagedWriter } from './staged-writer.ts'

export type PlanInput = {
  database: string
  file: string
  fileName: string
  staged: string
  preview: string
  sheetName?: string
  encoding?: string
  lenient: boolean
  entity: string
  definition: ImportDefinition
  identity: ReaderIdentity
  catalog: Catalog
  places: string
}
export type PlanReport =
  | { done: number }
  | { counts: ImportCounts }
  | { code: string; params: Record<string, string | number> }
  | { unexpected: string }

/** How many rows of each action the preview holds; the counts tell of all. */
const PREVIEWED: Record<string, number> = { bad: 5_000, warn: 5_000, update: 2_000, skip: 1_000, add: 1_000 }
/** Its look-ups go all over the value index. */
const CACHE_MB = 48
const ORDER = ['bad', 'warn', 'update', 'add', 'skip'] as const

/**
 * The dry run, in a process of its own: a file that eats all memory takes only this process with it. Reads the file, converts
 * and checks every row, finds what is already there, and stages one JSON line a row; nothing is written to the database.
 */
async function plan(input: PlanInput, tell: (report: PlanReport) => void): Promise<void> {
  const db = openReader(input.database, CACHE_MB)
  const { identity } = input
  const ctx: Context = {
    userId: identity.userId,
    policy: compilePolicy(identity.role, identity.userId, identity.teamIds),
    identity,
    lang: identity.lang,
    catalog: input.catalog,
    now: identity.now,
    today: identity.today,
  }
  const entity = entityOf(ctx.catalog, input.entity)
  const places = createPlaces(JSON.parse(readFileSync(input.places, 'utf8')) as PlaceTable)
  const lookups = await Lookups.load(ctx, db, places)
  const converter = new RowConverter(entity, input.definition, lookups, input.lenient)
  const planner = new RowPlanner(ctx, db, entity, input.definition, new Rules(RULES))
  const counts: ImportCounts = { rows: 0, add: 0, update: 0, skip: 0, warn: 0, bad: 0 }
  const previews: Record<string, StagedRow[]> = { bad: [], warn: [], update: [], add: [], skip: [] }
  const words = await valueWords(ctx, db, places.provinces)
  const titles = new Set<string>()
  const namesItself = makesOwnKind(entity, input.definition)
  const numbers = numbersItself(entity, input.definition)
  const out = new StagedWriter(entity, input.staged)
  try {
    await readSheet(
      input.file,
      input.fileName,
      { ...(input.sheetName && { sheetName: input.sheetName }), ...(input.encoding && { encoding: input.encoding }) },
      async (rows) => {
        const planned: StagedRow[] = []
        // Each look-up on its own would take and give back the right to read, and forget what it read whenever somebody saved.
        if (db.engine === 'sqlite') await db.run('begin')
        for (const row of rows) {
          const converted = await converter.convert(row.cells)
          const staged = await planner.plan(row.line, row.cells, converted)
          const kind = staged.action === 'add' && staged.warn ? 'warn' : staged.action
          if (numbers && staged.action === 'add') staged.nth = counts.add + counts.warn
          counts.rows += 1
          counts[kind] += 1
          if (namesItself && staged.action === 'add') titles.add(madeKey(entity.key, staged.title))
          if ((previews[kind]?.length ?? 0) < (PREVIEWED[kind] ?? 0))
            previews[kind]?.push(
              staged.action === 'add' ? { ...staged, facts: rowFacts(entity, staged, converted, words) } : staged,
            )
          planned.push(staged)
        }
        if (db.engine === 'sqlite') await db.run('commit')
        out.add(planned)
        tell({ done: counts.rows })
      },
    )
    out.finish()
  } finally {
    out.close()
    await db.close()
  }
  // What a row names and another row of the file describes is not made besides.
  const isMade = (reason: Reason) =>
    reason.code === 'reference_made' &&
    findField(entity, reason.field ?? '')?.to === entity.key &&
    titles.has(madeKey(entity.key, String(reason.params?.value)))
  writePreview(input.preview, previews, (reason) => !isMade(reason))
  tell({ counts })
}

function writePreview(path: string, previews: Record<string, StagedRow[]>, isTold: (reason: Reason) => boolean): void {
  const out = openSync(path, 'w', 0o600)
  for (const kind of ORDER)
    for (const { values: _, cells: __, ...row } of previews[kind] ?? [])
      writeSync(out, `${JSON.stringify({ ...row, reasons: row.reasons.filter(isTold) })}\n`)
  closeSync(out)
}

serveTask<PlanInput, PlanReport>(async (input, tell) => {
  try {
    await plan(input, tell)
  } catch (error) {
    if (error instanceof SheetError) tell({ code: error.code, params: error.params })
    else tell({ unexpected: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
