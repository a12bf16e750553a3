import { type EntityDef, findField } from '../../../core/entities/entity.ts'
import { type FormatEnv, formatValue } from '../../../core/fields/format.ts'
import type { ConvertedRow } from './convert-row.ts'
import type { StagedRow } from './staged-row.ts'

const MOST_FACTS = 5
const LONGEST_FACT = 60

/** What a new record will hold besides its name, in words, most telling fields first: so that a wrong column is seen before it is written. */
export function rowFacts(
  entity: EntityDef,
  staged: StagedRow,
  converted: ConvertedRow,
  words: Omit<FormatEnv, 'title'>,
): NonNullable<StagedRow['facts']> {
  const told = new Set(staged.reasons.map((reason) => reason.field))
  const keys = [...new Set([...entity.columns, ...entity.fields.map((field) => field.key)])]
  const facts: NonNullable<StagedRow['facts']> = []
  for (const key of keys) {
    const field = findField(entity, key)
    if (!field || key === entity.title || told.has(key) || facts.length === MOST_FACTS) continue
    const text =
      converted.named[key] ??
      converted.references.find((reference) => reference.field === key)?.text ??
      converted.choices.find((choice) => choice.field === key)?.label ??
      formatValue(field, staged.values?.[key], { ...words, title: () => undefined })
    if (text) facts.push({ field: key, text: text.length > LONGEST_FACT ? `${text.slice(0, LONGEST_FACT)}…` : text })
  }
  return facts
}
