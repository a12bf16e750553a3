import { readFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import type { ImportCounts, ImportDefinition } from '../../../core/contract/imports.ts'
import { createPlaces, type PlaceTable } from '../../../core/thai/places.ts'
import { inOneRead } from '../../db/one-read.ts'
import { openReader } from '../../db/open-reader.ts'
import type { ReaderIdentity } from '../../db/readers.ts'
import { serveTask } from '../../isolation/task-program.ts'
import { type Catalog, entityOf } from '../../records/catalog.ts'
import { contextOf } from '../../records/context.ts'
import { likeFinder } from '../../records/duplicates.ts'
import { Rules } from '../../records/rules.ts'
import { RULES } from '../../rules.ts'
import { readSheet } from '../../sheets/read-sheet.ts'
import type { SheetRow } from '../../sheets/sheet.ts'
import { SheetError } from '../../sheets/sheet-error.ts'
import { valueWords } from '../settings/value-words.ts'
import { RowConverter } from './convert-row.ts'
import { numbersItself } from './import-run.ts'
import { LookAlikes } from './look-alikes.ts'
import { Lookups } from './lookups.ts'
import { type Planned, PlanOutcome } from './plan-outcome.ts'
import { doubted, RowPlanner } from './plan-row.ts'
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

/** Its look-ups go all over the value index. */
const CACHE_MB = 24
/** From so many rows on, a thread for look-alikes is worth what it costs to start. */
const MANY = 2_000

/**
 * The dry run, in a process of its own: a file that eats all memory takes only this process with it. Reads the file, converts
 * and checks every row, finds what is already there, and stages one JSON line a row; nothing is written to the database.
 */
async function plan(input: PlanInput, tell: (report: PlanReport) => void): Promise<void> {
  const db = openReader(input.database, CACHE_MB)
  const ctx = contextOf(input.identity, input.catalog)
  const entity = entityOf(ctx.catalog, input.entity)
  const places = createPlaces(JSON.parse(readFileSync(input.places, 'utf8')) as PlaceTable)
  const lookups = await Lookups.load(ctx, db, places)
  const converter = new RowConverter(entity, input.definition, lookups, input.lenient)
  const planner = new RowPlanner(ctx, db, entity, input.definition, new Rules(RULES))
  const outcome = new PlanOutcome(entity, input.definition, await valueWords(ctx, db, places.provinces))
  const numbers = numbersItself(entity, input.definition)
  const findLike = likeFinder(ctx, db, entity)
  const out = new StagedWriter(entity, input.staged)
  let added = 0

  const planRows = (rows: readonly SheetRow[]) =>
    inOneRead(db, async () => {
      const planned: Planned[] = []
      for (const row of rows) {
        const converted = await converter.convert(row.cells)
        const staged = await planner.plan(row.line, row.cells, converted)
        if (staged.action === 'add') {
          if (numbers) staged.nth = added
          added += 1
        }
        planned.push({ converted, staged })
      }
      return planned
    })
  const lookForLike = async (planned: readonly Planned[]): Promise<Pending> => {
    const records = planned.map(({ staged }) => (staged.action === 'add' && staged.values) || {})
    if (entity.duplicates && added > MANY) lookAlikes ??= new LookAlikes()
    if (entity.duplicates && lookAlikes) return { planned, titles: lookAlikes.ask(records, input) }
    return { planned, titles: Promise.resolve(await inOneRead(db, () => findLike(records))) }
  }
  const stage = async ({ planned, titles }: Pending): Promise<void> => {
    const like = await titles
    const rows = planned.map(({ converted, staged }, at) => ({ converted, staged: doubted(staged, like[at]) }))
    for (const row of rows) outcome.take(row)
    out.add(rows.map(({ staged }) => staged))
    tell({ done: outcome.counts.rows })
  }

  let pending: Pending | undefined
  try {
    const { sheetName, encoding } = input
    const options = { ...(sheetName && { sheetName }), ...(encoding && { encoding }) }
    await readSheet(input.file, input.fileName, options, async (rows) => {
      const next = await lookForLike(await planRows(rows))
      // Those before them were looked for meanwhile.
      if (pending) await stage(pending)
      pending = next
    })
    if (pending) await stage(pending)
    out.finish()
  } finally {
    out.close()
    await lookAlikes?.end()
    await db.close()
  }
  outcome.writePreview(input.preview)
  tell({ counts: outcome.counts })
}

/** Rows that are planned but for what they look like. */
type Pending = { planned: readonly Planned[]; titles: Promise<(string | undefined)[]> }

// A thread must not be ended while one of its own is starting: there it is the first thing that starts.
let lookAlikes = isMainThread ? undefined : new LookAlikes()

serveTask<PlanInput, PlanReport>(async (input, tell) => {
  try {
    await plan(input, tell)
  } catch (error) {
    if (error instanceof SheetError) tell({ code: error.code, params: error.params })
    else tell({ unexpected: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}, lookAlikes?.ready)
