import type { ImportDefinition } from '../../../core/contract/imports.ts'
import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import { AppError, type FieldProblem } from '../../../core/errors.ts'
import { titleText } from '../../../core/fields/facets.ts'
import { formatName } from '../../../core/fields/format.ts'
import type { PartyNameValue } from '../../../core/fields/values.ts'
import type { Reason } from '../../../core/imports/convert-cell.ts'
import { fold } from '../../../core/thai/text.ts'
import type { Database, Transaction } from '../../db/database.ts'
import type { Context } from '../../records/context.ts'
import { ridsWith } from '../../records/duplicates.ts'
import { type DbRow, type Values, valuesOf } from '../../records/row.ts'
import type { Rules } from '../../records/rules.ts'
import { and, marks, scopeSql, sql } from '../../records/scope.ts'
import { check, missingRequired } from '../../records/validate.ts'
import type { Cell } from '../../sheets/sheet.ts'
import type { ConvertedRow } from './convert-row.ts'
import { joinRecord } from './join-record.ts'
import { AddedRows, fittingRecords } from './same-record.ts'
import type { StagedRow } from './staged-row.ts'

/** Decides what happens to each row: added, joined with what is there, skipped, or refused with the reason. */
export class RowPlanner {
  readonly #ctx: Context
  readonly #db: Database
  readonly #entity: EntityDef
  readonly #definition: ImportDefinition
  readonly #rules: Rules
  readonly #added: AddedRows
  readonly #told = new Set<string>()

  constructor(ctx: Context, db: Database, entity: EntityDef, definition: ImportDefinition, rules: Rules) {
    this.#ctx = ctx
    this.#db = db
    this.#entity = entity
    this.#definition = definition
    this.#rules = rules
    this.#added = new AddedRows(entity, definition.match)
  }

  async plan(line: number, cells: readonly Cell[], row: ConvertedRow): Promise<StagedRow> {
    const checked = check(this.#ctx, this.#entity, { ...this.#definition.defaults, ...row.values })
    const values = Object.fromEntries(Object.entries(checked.values).filter(([, value]) => value !== null))
    const problems = [
      ...row.problems,
      ...checked.problems.map((problem) => ({
        code: problem.code,
        field: problem.field,
        params: { ...told(problem), ...shown(values[problem.field] ?? row.values[problem.field]) },
      })),
    ]
    const title = this.#title(values) || this.#title(row.values)
    const fullName = this.#fullName(values)
    const base = {
      line,
      title,
      ...(fullName !== undefined && fullName !== title && { shown: fullName }),
      ...(row.references.length > 0 && { references: row.references }),
      ...(row.choices.length > 0 && { choices: row.choices }),
    }
    if (problems.length > 0) return { action: 'bad', ...base, reasons: problems, cells: [...cells] }
    const existing = await this.#existing(values, row)
    if (existing === 'several')
      return { action: 'bad', ...base, reasons: [{ code: 'several_there', params: { title } }], cells: [...cells] }
    if (existing) return this.#join(base, existing, values, row, cells)
    const twin = this.#added.twinOf(values, line)
    if (twin?.is === 'same')
      return { action: 'skip', ...base, reasons: [{ code: 'same_as_row', params: { line: twin.line } }], cells: [...cells] }
    if (twin) row.warnings.unshift({ code: 'shares_with_row', field: twin.field, params: { line: twin.line } })
    return this.#add(base, values, row, cells)
  }

  /** A customer's name as it stands on paper, with its legal form; a list shows the form apart. */
  #fullName(values: Values): string | undefined {
    const field = findField(this.#entity, this.#entity.title)
    return field?.kind === 'partyName' && values[field.key] ? formatName(values[field.key] as PartyNameValue) : undefined
  }

  #title(values: Values): string {
    const field = findField(this.#entity, this.#entity.title)
    try {
      return field ? titleText(field, values[this.#entity.title]) : ''
    } catch {
      return ''
    }
  }

  async #add(
    base: Omit<StagedRow, 'action' | 'reasons'>,
    values: Values,
    row: ConvertedRow,
    cells: readonly Cell[],
  ): Promise<StagedRow> {
    const after = { ...values, code: values.code ?? '?' }
    const pending = new Set([...row.references, ...row.choices].map((item) => item.field))
    try {
      // The same rules as at the real write, on a connection that cannot write.
      await this.#rules.before(
        this.#ctx,
        { ...readOnly(this.#db) },
        { entity: this.#entity, action: 'create', id: '', before: {}, after },
      )
      const missing = missingRequired(this.#entity, after).filter((problem) => !pending.has(problem.field))
      if (missing.length > 0) throw new AppError('record.invalid', {}, { problems: missing })
      await this.#refuseTakenCode(values)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const reasons =
        error.problems.length > 0
          ? error.problems.map((problem) => ({ code: problem.code, field: problem.field, params: told(problem) }))
          : [{ code: error.code }]
      return { action: 'bad', ...base, reasons, cells: [...cells] }
    }
    return {
      action: 'add',
      ...base,
      values,
      reasons: [...row.warnings, ...this.#made(row)],
      ...(row.warnings.some(needsLook) && { warn: true }),
    }
  }

  /** What will be made besides the row's own record, told once each: it is easily overlooked. */
  #made(row: ConvertedRow): Reason[] {
    const told = (code: string, field: string, value: string): Reason[] => {
      const key = `${code} ${field} ${fold(value)}`
      if (this.#told.has(key)) return []
      this.#told.add(key)
      return [{ code, field, params: { value } }]
    }
    return [
      ...row.references.flatMap((item) => told('reference_made', item.field, item.text)),
      ...row.choices.flatMap((item) => told('choice_made', item.field, item.label)),
    ]
  }

  async #refuseTakenCode(values: Values): Promise<void> {
    for (const field of this.#entity.fields) {
      if (!field.unique || values[field.key] === undefined) continue
      if ((await ridsWith(this.#ctx, this.#db, this.#entity, field, values[field.key])).length > 0)
        throw new AppError('record.duplicate', {}, { problems: [{ field: field.key, code: 'duplicate' }] })
    }
  }

  /**
   * The living record that the person may edit and that one of the chosen match fields finds. Of several, the one that is like the
   * row throughout; where there is none, nobody can say which is meant.
   */
  async #existing(values: Values, row: ConvertedRow): Promise<DbRow | 'several' | undefined> {
    let several = false
    for (const key of this.#definition.match) {
      const field = findField(this.#entity, key)
      if (!field || values[key] === undefined || this.#ctx.policy.isHidden(this.#entity.key, key)) continue
      const rids = await ridsWith(this.#ctx, this.#db, this.#entity, field, values[key])
      if (rids.length === 0) continue
      const where = and(sql(`t.rid in (${marks(rids.length)})`, rids), scopeSql(this.#ctx, this.#entity, 'edit'))
      const found = await this.#db.all<DbRow>(
        `select * from ${this.#entity.table} t where ${where.text} order by t.rid`,
        where.params,
      )
      const fitting = fittingRecords(this.#entity, field, found, values)
      if (fitting[0] && (fitting.length === 1 || this.#definition.onMatch === 'skip')) return fitting[0]
      const given = givenValues(values, row)
      const alike = fitting.find(
        (one) => joinRecord(this.#entity, valuesOf(this.#entity, one), given, row, 'update').fields.length === 0,
      )
      if (alike) return alike
      several ||= fitting.length > 1
    }
    return several ? 'several' : undefined
  }

  #join(
    base: Omit<StagedRow, 'action' | 'reasons'>,
    existing: DbRow,
    values: Values,
    row: ConvertedRow,
    cells: readonly Cell[],
  ): StagedRow {
    const matched = { code: 'already_there', params: { title: existing.title_text } }
    const target = { recordId: existing.id, version: existing.version }
    if (this.#definition.onMatch === 'skip') return { action: 'skip', ...base, ...target, reasons: [matched], cells: [...cells] }
    const joined = joinRecord(
      this.#entity,
      valuesOf(this.#entity, existing),
      givenValues(values, row),
      row,
      this.#definition.onMatch,
    )
    if (joined.fields.length === 0)
      return { action: 'skip', ...base, ...target, reasons: [{ ...matched, code: 'same' }], cells: [...cells] }
    return { action: 'update', ...base, ...target, ...joined, reasons: [matched, ...row.warnings] }
  }
}

/** A row that adds a record, with the doubt that it looks like one that is there, where it does. */
export const doubted = (staged: StagedRow, like: string | undefined): StagedRow =>
  like === undefined
    ? staged
    : { ...staged, reasons: [{ code: 'looks_like', params: { title: like } }, ...staged.reasons], warn: true }

/** The values of a row itself. What rows without a word of their own get is for new records; it never changes one that is there. */
const givenValues = (values: Values, row: ConvertedRow): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key in row.values))

/** Doubts that somebody should look at; a repaired zero is told but needs no look. */
const needsLook = (reason: { code: string }): boolean =>
  reason.code.startsWith('tax_id') || reason.code.endsWith('left_empty') || reason.code === 'shares_with_row'

const shown = (value: unknown): Record<string, string> =>
  value === undefined || value === null ? {} : { value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80) }

/** The limits of which a refusal speaks: “no more than 100”. */
const told = ({ params = {} }: FieldProblem): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[key, value]] : [],
    ),
  )

const readOnly = (db: Database): Transaction => ({
  engine: db.engine,
  all: (text, params) => db.all(text, params),
  get: (text, params) => db.get(text, params),
  run: () => Promise.reject(new Error('a dry run does not write')),
  afterCommit: () => undefined,
  nested: (work) => work(),
})
