import { closeSync, openSync, writeSync } from 'node:fs'
import type { ImportCounts, ImportDefinition } from '../../../core/contract/imports.ts'
import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import type { FormatEnv } from '../../../core/fields/format.ts'
import type { Reason } from '../../../core/imports/convert-cell.ts'
import { madeKey, makesOwnKind } from './apply-rows.ts'
import type { ConvertedRow } from './convert-row.ts'
import { rowFacts } from './row-facts.ts'
import type { StagedRow } from './staged-row.ts'

/** A row as it was converted, and what will happen to it. */
export type Planned = { converted: ConvertedRow; staged: StagedRow }

/** How many rows of each action the preview holds; the counts tell of all. */
const PREVIEWED: Record<string, number> = { bad: 5_000, warn: 5_000, update: 2_000, skip: 1_000, add: 1_000 }
const ORDER = ['bad', 'warn', 'update', 'add', 'skip'] as const

/** What a dry run comes to: how many rows of each kind, and the first of them to be looked at. */
export class PlanOutcome {
  readonly counts: ImportCounts = { rows: 0, add: 0, update: 0, skip: 0, warn: 0, bad: 0 }
  readonly #entity: EntityDef
  readonly #words: Omit<FormatEnv, 'title'>
  readonly #previews: Record<string, StagedRow[]> = { bad: [], warn: [], update: [], add: [], skip: [] }
  readonly #namesItself: boolean
  readonly #titles = new Set<string>()

  constructor(entity: EntityDef, definition: ImportDefinition, words: Omit<FormatEnv, 'title'>) {
    this.#entity = entity
    this.#words = words
    this.#namesItself = makesOwnKind(entity, definition)
  }

  take({ converted, staged }: Planned): void {
    const kind = staged.action === 'add' && staged.warn ? 'warn' : staged.action
    this.counts.rows += 1
    this.counts[kind] += 1
    if (this.#namesItself && staged.action === 'add') this.#titles.add(madeKey(this.#entity.key, staged.title))
    const shown = this.#previews[kind]
    if (shown === undefined || shown.length >= (PREVIEWED[kind] ?? 0)) return
    shown.push(staged.action === 'add' ? { ...staged, facts: rowFacts(this.#entity, staged, converted, this.#words) } : staged)
  }

  /** Writes the rows that are shown, one JSON line each. */
  writePreview(path: string): void {
    // What a row names and another row of the file describes is not made besides.
    const isMade = (reason: Reason) =>
      reason.code === 'reference_made' &&
      findField(this.#entity, reason.field ?? '')?.to === this.#entity.key &&
      this.#titles.has(madeKey(this.#entity.key, String(reason.params?.value)))
    const out = openSync(path, 'w', 0o600)
    for (const kind of ORDER)
      for (const { values: _, cells: __, ...row } of this.#previews[kind] ?? [])
        writeSync(out, `${JSON.stringify({ ...row, reasons: row.reasons.filter((reason) => !isMade(reason)) })}\n`)
    closeSync(out)
  }
}
