import type { ImportDefinition } from '../../../core/contract/imports.ts'
import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import { indexValues } from '../../../core/fields/facets.ts'
import { type FieldDef, isMulti } from '../../../core/fields/field.ts'
import { newItemId } from '../../../core/ids.ts'
import {
  type ConvertEnv,
  type Converted,
  convertCell,
  FIXED_LISTS,
  oneLine,
  type Reason,
} from '../../../core/imports/convert-cell.ts'
import { convertParts } from '../../../core/imports/convert-parts.ts'
import { NAMED_BY } from '../../../core/imports/named-by.ts'
import type { Values } from '../../records/row.ts'
import type { Cell } from '../../sheets/sheet.ts'
import type { Lookups } from './lookups.ts'
import type { StagedChoice, StagedReference } from './staged-row.ts'

/** One mapped column, ready to convert. */
type Column = { index: number; field: FieldDef; part?: string; env: ConvertEnv }
export type ConvertedRow = {
  values: Values
  problems: Reason[]
  warnings: Reason[]
  references: StagedReference[]
  choices: StagedChoice[]
  leftovers: string[]
  /** What the file calls the records that its references were found to mean, by field. */
  named: Record<string, string>
}

/** Turns rows of cells into values of a record, as the mapping says. */
export class RowConverter {
  readonly #columns: Column[]
  readonly #definition: ImportDefinition
  readonly #lookups: Lookups
  readonly #entity: EntityDef
  readonly #keepsNotes: boolean
  readonly #lenient: boolean

  /** `lenient` is for address books: what cannot be read goes into the notes. */
  constructor(entity: EntityDef, definition: ImportDefinition, lookups: Lookups, lenient: boolean) {
    this.#lenient = lenient
    this.#entity = entity
    this.#keepsNotes = findField(entity, 'notes') !== undefined
    this.#definition = definition
    this.#lookups = lookups
    this.#columns = definition.columns.flatMap((column): Column[] => {
      const [key = '', part] = (column.target ?? '').split('.')
      const field = findField(entity, key)
      if (!field) return []
      return [
        {
          index: column.column,
          field,
          ...(part && { part }),
          env: lookups.env({
            lenient,
            ...(column.dates && { dates: column.dates }),
            ...(column.values && { values: column.values }),
          }),
        },
      ]
    })
  }

  /** The values of one row, with everything that is wrong, doubtful, or to be looked up when it is written. */
  async convert(cells: readonly Cell[]): Promise<ConvertedRow> {
    const row: ConvertedRow = { values: {}, problems: [], warnings: [], references: [], choices: [], leftovers: [], named: {} }
    const parts = new Map<FieldDef, { texts: Record<string, string>; env: ConvertEnv }>()
    for (const { index, field, part, env } of this.#columns) {
      const cell = cells[index] ?? null
      if (cell === null || (typeof cell === 'string' && cell.trim() === '')) continue
      if (part) {
        const known = parts.get(field) ?? { texts: {}, env }
        known.texts[part] = [known.texts[part], String(cell).trim()].filter(Boolean).join(' ')
        parts.set(field, known)
      } else await this.#take(row, field, convertCell(field, cell, env))
    }
    for (const [field, { texts, env }] of parts) {
      const reference = row.references.find((candidate) => candidate.field === field.key)
      if (reference) reference.extra = linkExtras(field, texts, env)
      else await this.#take(row, field, { ...convertParts(field, texts, row.values[field.key], env), whole: true })
    }
    await this.#nameIt(row)
    if (row.leftovers.length > 0 && this.#keepsNotes)
      row.values.notes = [row.values.notes, ...row.leftovers].filter(Boolean).join('\n')
    return row
  }

  /** Gives a row without a name what else it is known by: the lead's company, its e-mail. */
  async #nameIt(row: ConvertedRow): Promise<void> {
    const title = findField(this.#entity, this.#entity.title)
    if (!title || row.values[title.key] !== undefined || row.problems.some((problem) => problem.field === title.key)) return
    for (const key of NAMED_BY[this.#entity.key] ?? []) {
      const text = plainText(row, key)
      if (text === undefined) continue
      await this.#take(row, title, convertCell(title, text, this.#lookups.env({})))
      row.warnings.push({ code: 'named_by', field: title.key, params: { value: text } })
      return
    }
  }

  async #take(row: ConvertedRow, field: FieldDef, converted: Converted & { whole?: boolean }): Promise<void> {
    if ('problem' in converted) {
      const text = converted.problem.params?.value
      if (this.#lenient && !field.required && text !== undefined)
        await this.#take(row, field, { value: null, leftovers: [String(text)] })
      else row.problems.push(converted.problem)
    } else if ('value' in converted) {
      if (converted.value !== null && converted.value !== undefined)
        row.values[field.key] = joined(field, row.values[field.key], converted.value, converted.whole)
      row.warnings.push(...(converted.warnings ?? []))
      for (const text of converted.leftovers ?? []) {
        row.leftovers.push(text)
        row.warnings.push({ code: 'moved_to_notes', field: field.key, params: { value: text } })
      }
    } else if ('lookUp' in converted) await this.#refer(row, field, converted.lookUp.entity, converted.lookUp.text)
    else this.#choose(row, field, converted)
  }

  async #refer(row: ConvertedRow, field: FieldDef, entity: string, text: string): Promise<void> {
    const named = await this.#lookups.byTitle(entity, text)
    const multiple = field.kind === 'links'
    if (typeof named === 'object') {
      row.values[field.key] = multiple ? [{ id: newItemId(), to: named.id }] : named.id
      row.named[field.key] = text
    } else if (named === 'several' && this.#definition.missingReferences === 'empty')
      row.warnings.push({ code: 'several_left_empty', field: field.key, params: { value: text } })
    else if (named === 'several') row.problems.push({ code: 'several_references', field: field.key, params: { value: text } })
    else if (this.#definition.missingReferences === 'refuse')
      row.problems.push({ code: 'unknown_reference', field: field.key, params: { value: text } })
    else if (this.#definition.missingReferences === 'create') row.references.push({ field: field.key, entity, text, multiple })
    else row.warnings.push({ code: 'reference_left_empty', field: field.key, params: { value: text } })
  }

  #choose(
    row: ConvertedRow,
    field: FieldDef,
    { newChoice, many = false, keys = [] }: Extract<Converted, { newChoice: unknown }>,
  ): void {
    // Pipelines, stages and the product's own lists are not made by an import.
    const fixed = FIXED_LISTS.has(newChoice.list)
    const reason = { code: 'unknown_choice', field: field.key, params: { value: newChoice.label } }
    if (fixed || this.#definition.missingChoices === 'refuse') row.problems.push(reason)
    else if (this.#definition.missingChoices === 'create') row.choices.push({ field: field.key, ...newChoice, many, keys })
    else row.warnings.push({ ...reason, code: 'choice_left_empty' })
  }
}

/** The words of a field that can name a record: a text, the first e-mail or telephone number, or a record to be found. */
function plainText(row: ConvertedRow, key: string): string | undefined {
  const value = row.values[key]
  const [item] = Array.isArray(value) ? (value as { address?: string; e164?: string }[]) : []
  const text = item?.address ?? item?.e164 ?? row.references.find((reference) => reference.field === key)?.text
  // The value of a pick list or a reference is a key, which names nothing.
  return (
    text ?? (typeof value === 'string' && ['company', 'interest', 'code', 'body'].includes(key) ? value.slice(0, 120) : undefined)
  )
}

/** Two columns may fill one field: lists of items are joined and long texts written below each other; otherwise the later column wins. */
function joined(field: FieldDef, before: unknown, value: unknown, whole = false): unknown {
  if (whole || before === undefined) return value
  if (isMulti(field)) {
    const known = new Set(indexValues(field, before))
    const fresh = (value as unknown[]).filter((item) => !indexValues(field, [item]).some((one) => known.has(one)))
    return [...(before as unknown[]), ...fresh]
  }
  return field.kind === 'longText' ? `${before as string}\n${value as string}` : value
}

function linkExtras(field: FieldDef, texts: Record<string, string>, env: ConvertEnv): Record<string, string> {
  const role = texts.role ? env.choice(field.list ?? '', texts.role) : undefined
  return { ...(texts.position && { position: oneLine(texts.position, ', ') }), ...(role && { role }) }
}
