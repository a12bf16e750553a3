import type { FieldDef } from '../core/fields/field.ts'
import { en } from '../core/words/en.ts'
import { th } from '../core/words/th.ts'

type Lang = 'th' | 'en'

/** A word of the product with its `{{placeholders}}` filled; the key itself where there is none, which a test forbids. */
export function wordOf(lang: Lang, key: string, params: Record<string, unknown> = {}): string {
  const words: Record<string, string> = lang === 'th' ? th : en
  return (words[key] ?? key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''))
}

/** A field's label: a word of the product, or what the admin called his own field. */
export function fieldLabel(lang: Lang, entity: string, field: FieldDef): string {
  if (field.custom) return lang === 'th' ? field.custom.labelTh : field.custom.labelEn
  return wordOf(lang, `${entity}.${field.key}`)
}
