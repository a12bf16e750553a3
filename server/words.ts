import type { EntityDef } from '../core/entities/entity.ts'
import type { FieldDef } from '../core/fields/field.ts'
import { en } from '../core/words/en.ts'
import { formed } from '../core/words/forms.ts'
import { type Dictionary, renamedWords } from '../core/words/rename.ts'
import { th } from '../core/words/th.ts'
import type { Catalog } from './records/catalog.ts'

type Lang = 'th' | 'en'

/** A word of the product with its `{{placeholders}}` filled; the key itself where there is none, which a test forbids. */
export function wordOf(lang: Lang, key: string, params: Record<string, unknown> = {}): string {
  const words: Dictionary = lang === 'th' ? th : en
  return filled(words[key] ?? key, params)
}

const filled = (text: string, params: Record<string, unknown>): string =>
  text.replace(/\{\{(\w+)(?:, ([^}]+))?\}\}/g, (_, name: string, form?: string) => formed(params[name], form, params))

type Reader = { lang: Lang; catalog: Pick<Catalog, 'ours'> }

/** A word of the product as this office calls things. */
export const officeWord = (reader: Reader, key: string, params: Record<string, unknown> = {}): string =>
  filled(wordsOf(reader)[key] ?? key, params)

/** A field's label: a word of the product, what the office calls it, or what the admin called his own field. */
export function fieldLabel(reader: Reader, entity: string, field: FieldDef): string {
  if (field.custom) return reader.lang === 'th' ? field.custom.labelTh : field.custom.labelEn
  return officeWord(reader, `${entity}.${field.key}`)
}

/** The label of an entity's field or of what every record has, by its key. */
export function labelOfKey(reader: Reader, entity: EntityDef, key: string): string {
  const field = entity.fields.find((each) => each.key === key)
  return field ? fieldLabel(reader, entity.key, field) : officeWord(reader, `record.${key}`)
}

/** Renaming looks at every word once; the catalog is made anew when something is renamed. */
const renamed = new WeakMap<Catalog['ours'], Record<Lang, Dictionary>>()

function wordsOf({ lang, catalog: { ours } }: Reader): Dictionary {
  if (ours.size === 0) return lang === 'th' ? th : en
  let both = renamed.get(ours)
  if (!both) {
    both = { th: renamedWords(th, ours, 'th'), en: renamedWords(en, ours, 'en') }
    renamed.set(ours, both)
  }
  return both[lang]
}
