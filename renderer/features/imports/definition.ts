import type { ColumnMapping, ImportColumn, ImportDefinition } from '../../../core/contract/imports.ts'
import { norm } from '../../../core/thai/text.ts'

/** Where a column goes: its first mapping. A column may have a second one, which gives records their name as well. */
export function mappingOf(definition: ImportDefinition, column: number): ColumnMapping {
  return definition.columns.find((mapping) => mapping.column === column) ?? { column }
}

/** The definition with part of one column's mapping changed. A new target drops what was decided for the old one's values. */
export function withColumn(definition: ImportDefinition, column: number, part: Partial<ColumnMapping>): ImportDefinition {
  const before = mappingOf(definition, column)
  const moved = 'target' in part && part.target !== before.target
  const next: ColumnMapping = { ...(moved ? { column } : before), ...part }
  const at = definition.columns.indexOf(before)
  const columns =
    at < 0 ? [...definition.columns, next] : definition.columns.map((mapping, index) => (index === at ? next : mapping))
  return { ...definition, columns }
}

/** The column that gives records their name besides going into a field of its own; undefined where there is none. */
export function titleColumn(definition: ImportDefinition, title: string): number | undefined {
  return definition.columns.find(
    (mapping, at) => mapping.target === title && definition.columns.findIndex((other) => other.column === mapping.column) < at,
  )?.column
}

/** The definition in which the given column also names the records; undefined takes that away. */
export function withTitleColumn(definition: ImportDefinition, title: string, column: number | undefined): ImportDefinition {
  const old = titleColumn(definition, title)
  const columns = definition.columns.filter(
    (mapping, at) =>
      !(mapping.column === old && mapping.target === title && definition.columns.findIndex((other) => other.column === old) < at),
  )
  return { ...definition, columns: column === undefined ? columns : [...columns, { column, target: title }] }
}

/** True when some column fills the field or a part of it that can stand for the whole. */
export function isMapped(definition: ImportDefinition, key: string): boolean {
  return definition.columns.some(
    (mapping) => mapping.target === key || mapping.target === `${key}.first` || mapping.target === `${key}.last`,
  )
}

/** The column's decision for one of its values: one of our keys, `+` for a new entry, null for nothing; undefined when none was taken. */
export const decisionOf = (mapping: ColumnMapping, value: string): string | null | undefined => mapping.values?.[norm(value)]

/** The mapping with the decision for one value; undefined takes it away. */
export function withDecision(mapping: ColumnMapping, value: string, decision: string | null | undefined): ColumnMapping {
  const { [norm(value)]: _, ...others } = mapping.values ?? {}
  const values = decision === undefined ? others : { ...others, [norm(value)]: decision }
  const { values: __, ...rest } = mapping
  return Object.keys(values).length > 0 ? { ...rest, values } : rest
}

/** The columns that no field takes, empty ones aside. */
export const leftOut = (definition: ImportDefinition, columns: readonly ImportColumn[]): ImportColumn[] =>
  columns.filter((column) => column.filled > 0 && mappingOf(definition, column.index).target === undefined)
