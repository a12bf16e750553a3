import type { PastedRow, Refusal } from '../../../core/contract/bulk.ts'
import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import { AppError, type ErrorParams } from '../../../core/errors.ts'
import type { FieldDef } from '../../../core/fields/field.ts'
import type { LinkItem, RecordLink } from '../../../core/fields/values.ts'
import { type ConvertEnv, convertCell } from '../../../core/imports/convert-cell.ts'
import { parseDate } from '../../../core/thai/date-parse.ts'
import type { Places } from '../../../core/thai/places.ts'
import type { Database } from '../../db/database.ts'
import type { RequestContext } from '../../http/handler.ts'
import type { Office } from '../../office.ts'
import { closeBatch, openBatch } from '../../records/batch.ts'
import { entityOf } from '../../records/catalog.ts'
import type { Context } from '../../records/context.ts'
import { type DbRow, type Values, valuesOf } from '../../records/row.ts'
import { authorise, isInScope } from '../../records/scope.ts'
import { check } from '../../records/validate.ts'
import { rowById } from '../../records/write.ts'
import { Lookups, stagesOf } from '../imports/lookups.ts'
import { refusalOf, rehearse } from './apply-act.ts'
import { linksFrom, recordsFrom } from './paste-links.ts'
import { inSlices } from './slices.ts'

type Pasted = { columns: readonly string[]; rows: readonly { id: string; version: number; cells: readonly string[] }[] }
type Cell = PastedRow['cells'][number]
type Planned = { row: DbRow | undefined; pasted: PastedRow; values: Values; version: number }

/** A sheet's formula that arrived as text. Its result was meant, and text that a sheet would run again must not be kept. */
const FORMULA = /^\s*(=|@[A-Za-z]|[+-][A-Za-z(])/
/**
 * Reads a block copied from a sheet as values of the rows and fields it is to lie on, and says of each cell what becomes of it. With
 * `apply` what may be written is written as one batch, in slices; a row that somebody changed since it was shown is left alone.
 */
export async function pasteCells(
  office: Office,
  ctx: RequestContext,
  places: Places,
  entityKey: string,
  { columns, rows, apply }: Pasted & { apply: boolean },
): Promise<{ rows: PastedRow[]; batchId?: string; changed: number }> {
  const entity = entityOf(ctx.catalog, entityKey)
  authorise(ctx, entity, 'edit')
  const lookups = await Lookups.load(ctx, office.connection, places)
  const reader = new CellReader(ctx, office.connection, entity, lookups)
  const { idempotency: _, ...plain } = ctx
  const planned: Planned[] = []
  const batch = apply ? await office.writeAlone((tx) => openBatch(plain, tx, 'edit', entityKey)) : undefined
  let changed = 0
  await inSlices(office, rows, {
    each: async (tx, given) => {
      const row = await rowById(tx, entity, given.id)
      const visible = row && !row.deleted_at && (await isInScope(ctx, tx, entity, given.id, 'view')) ? row : undefined
      const plan = await reader.read(visible, given, columns)
      planned.push(plan)
      if (Object.keys(plan.values).length === 0 || !visible) return
      try {
        if (visible.version !== given.version) throw new AppError('record.stale', { version: visible.version })
        const write = () => office.writer.update(batch ?? plain, tx, entityKey, given.id, given.version, plan.values)
        if (!batch) return await rehearse(tx, write)
        if ((await tx.nested(write)).version !== given.version) changed += 1
      } catch (error) {
        refuse(plan.pasted, refusalOf(error))
      }
    },
  })
  if (batch)
    await office.write(ctx, async (tx) => {
      await closeBatch(batch, tx, { count: changed, refused: rows.length - changed })
      return { batchId: batch.batchId }
    })
  return { rows: planned.map(({ pasted }) => pasted), ...(batch && { batchId: batch.batchId }), changed }
}

/** Marks what a refused row would have changed: the fields that were named, or all of them when it was the row as a whole. */
function refuse(pasted: PastedRow, reason: Refusal): void {
  const named = new Set(reason.problems?.map(({ field }) => field))
  for (const cell of pasted.cells) {
    if (cell.state !== 'change') continue
    const own = reason.problems?.find(({ field }) => field === cell.field)
    cell.state = 'refused'
    cell.reason = named.size === 0 || own ? { ...reason, ...(own && { problems: [own] }) } : { code: 'row.refused' }
  }
}

/** Turns texts of a sheet into values of one entity's fields. */
class CellReader {
  readonly #ctx: Context
  readonly #db: Database
  readonly #entity: EntityDef
  readonly #lookups: Lookups
  readonly #env: ConvertEnv

  constructor(ctx: Context, db: Database, entity: EntityDef, lookups: Lookups) {
    this.#ctx = ctx
    this.#db = db
    this.#entity = entity
    this.#lookups = lookups
    this.#env = lookups.env({ dates: { order: 'DMY', era: 'BE' } })
  }

  async read(row: DbRow | undefined, given: Pasted['rows'][number], columns: readonly string[]): Promise<Planned> {
    const { id, version } = given
    const title = row && !this.#ctx.policy.isHidden(this.#entity.key, this.#entity.title) ? row.title_text : ''
    const had = row ? valuesOf(this.#entity, row) : {}
    const pipeline = this.#env.choice('pipeline', given.cells[columns.indexOf('pipeline')] ?? '') ?? had.pipeline
    const values: Values = {}
    const cells: Cell[] = []
    for (const [at, field] of columns.entries()) {
      const text = given.cells[at]
      if (text === undefined) continue
      const cell = row
        ? await this.#cell(field, text, had, pipeline)
        : { field, state: 'refused' as const, reason: { code: 'record.not_found' } }
      cells.push(cell)
      if (cell.state === 'change') values[field] = cell.value
    }
    return { row, values, version, pasted: { id, title, cells } }
  }

  async #cell(key: string, text: string, had: Values, pipeline: unknown): Promise<Cell> {
    const refused = (code: string, params: ErrorParams = {}): Cell => ({
      field: key,
      state: 'refused',
      reason: { code, params: { value: text.slice(0, 80), ...params } },
    })
    const field = findField(this.#entity, key)
    if (!field || field.custom?.archived || this.#ctx.policy.isHidden(this.#entity.key, key)) return refused('unknown_field')
    if (field.derived) return refused('derived')
    if (this.#ctx.policy.isReadonly(this.#entity.key, key)) return refused('readonly')
    if (field.kind === 'files') return refused('not_pasted')
    if (FORMULA.test(text)) return refused('formula')
    const read = await this.#value(this.#inPipeline(field, text, pipeline), text, had[key])
    if ('problem' in read) return refused(read.problem.code, read.problem.params)
    const { values, problems } = check(this.#ctx, this.#entity, { [key]: read.value })
    const [wrong] = problems
    if (wrong) return refused(wrong.code, wrong.params)
    if (values[key] === null && field.required) return refused('required')
    const value = values[key] ?? null
    return { field: key, state: likewise(field, value, had[key] ?? null) ? 'same' : 'change', value }
  }

  /** A stage is looked for in the deal's own pipeline first. */
  #inPipeline(field: FieldDef, text: string, pipeline: unknown): FieldDef {
    const list = stagesOf(String(pipeline))
    return field.list === 'stage' && this.#env.choice(list, text) ? { ...field, list } : field
  }

  async #value(
    field: FieldDef,
    text: string,
    had: unknown,
  ): Promise<{ value: unknown } | { problem: { code: string; params?: ErrorParams } }> {
    if (field.kind === 'links') {
      const links = { lookups: this.#lookups, env: this.#env, field, had: (had ?? []) as LinkItem[] }
      return linksFrom(this.#ctx, this.#db, links, text)
    }
    if (field.kind === 'records') {
      const records = { lookups: this.#lookups, entity: this.#entity.key, had: (had ?? []) as RecordLink[] }
      return recordsFrom(this.#ctx, this.#db, records, text)
    }
    if (text.trim() === '') return { value: null }
    if (field.kind === 'date') {
      const read = parseDate(text, { today: this.#ctx.today, purpose: field.purpose ?? 'document' })
      if (read.ok) return { value: read.date }
    }
    const read = convertCell(field, text, this.#env)
    if ('problem' in read)
      return { problem: { code: read.problem.code, ...(read.problem.params && { params: read.problem.params }) } }
    if ('newChoice' in read) return { problem: { code: 'unknown_choice', params: { value: read.newChoice.label } } }
    if ('lookUp' in read) {
      const named = await this.#lookups.byTitle(read.lookUp.entity, read.lookUp.text)
      if (named === 'several') return { problem: { code: 'several_references' } }
      return named === 'nobody' ? { problem: { code: 'unknown_reference' } } : { value: named.id }
    }
    // A person nobody knows leaves a cell as it is rather than empty.
    if (read.value === null) return { problem: { code: 'unknown_person' } }
    return { value: read.value }
  }
}

/** True for values that say the same; the ids of a list's items are not part of what they say. */
const likewise = ({ kind }: FieldDef, a: unknown, b: unknown): boolean =>
  kind === 'records' ? JSON.stringify(a) === JSON.stringify(b) : JSON.stringify(withoutIds(a)) === JSON.stringify(withoutIds(b))

function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds)
  if (value === null || typeof value !== 'object') return value
  const { id: _, type: __, ...rest } = value as Record<string, unknown>
  return rest
}
