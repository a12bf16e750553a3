import { describe, expect, it } from 'vitest'
import { RECORD_FIELDS } from '../../core/entities/entity.ts'
import { ENTITIES } from '../../core/entities/registry.ts'
import { ERROR_STATUS } from '../../core/errors.ts'
import { DATE_SPANS, OPERATORS } from '../../core/query/filter.ts'
import { en } from '../../core/words/en.ts'
import { th } from '../../core/words/th.ts'
import type { Catalog } from '../../server/records/catalog.ts'
import { officeWord, wordOf } from '../../server/words.ts'

const thai: Record<string, string> = th
const english: Record<string, string> = en

/** Thai texts that are the same in Thailand: names of formats and services, and the way to the other language. */
const WITHOUT_THAI_LETTERS = new Set([
  'user.switch_language',
  'trust.language',
  'platform.windows',
  'platform.macos',
  'platform.linux',
  'platform.ios',
  'platform.android',
  'list.export_xlsx',
  'list.export_csv',
  'customer.lineId',
  'contact.lineId',
  'lead.lineId',
  'kind.lineId',
  'import.encoding.utf-8',
  'import.encoding.utf-16le',
  'import.encoding.utf-16be',
])

const placeholders = (text: string): string[] => [...text.matchAll(/{{(\w+)[^}]*}}/g)].map((match) => match[1] ?? '').sort()

/** What the refusals of a field are called in `server/records/validate.ts`, `core/fields/values.ts` and by zod itself. */
const FIELD_PROBLEMS = [
  'required',
  'duplicate',
  'unknown_field',
  'readonly',
  'unknown_choice',
  'unknown_file',
  'invalid',
  'min',
  'max',
  'phone',
  'extension',
  'email',
  'subdistrict',
  'postcode',
  'tax_id',
  'branch',
  'line_id',
  'url',
  'too_small',
  'too_big',
  'invalid_type',
  'invalid_format',
  'invalid_value',
  'invalid_union',
  'unrecognized_keys',
  'not_multiple_of',
  'custom',
]

describe('the words of the product', () => {
  it('are all there in both languages, and none is empty', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(thai).sort())
    for (const [key, text] of [...Object.entries(thai), ...Object.entries(english)]) expect(text.trim(), key).not.toBe('')
  })

  it('name the same parameters in both languages', () => {
    for (const key of Object.keys(thai)) {
      const allowed = new Set(placeholders(thai[key] ?? ''))
      for (const name of placeholders(english[key] ?? '')) expect(allowed, `${key} in English asks for ${name}`).toContain(name)
    }
  })

  it('say one day and two days in English, also of what the office calls otherwise', () => {
    expect(['1', 2, '1,000'].map((count) => wordOf('en', 'unit.days', { count }))).toEqual(['1 day', '2 days', '1,000 days'])
    const tagged = (ours: Catalog['ours']) => {
      const reader = { lang: 'en', catalog: { ours } } as const
      const unit = officeWord(reader, 'customer.unit')
      return [1, 2].map((count) => officeWord(reader, 'list.tagged', { count, unit }))
    }
    expect(tagged(new Map())).toEqual(['1 customer tagged', '2 customers tagged'])
    const name = { th: 'สมาชิก', en: 'Member', enMany: 'Members' }
    expect(tagged(new Map([['customer', { name }]]))).toEqual(['1 member tagged', '2 members tagged'])
    expect(wordOf('en', 'print.scope_all', { unit: wordOf('en', 'customer.unit') })).toContain('All customers')
    for (const [key, text] of Object.entries(english))
      expect(text, `${key} says “1 days”`).not.toMatch(
        /\{\{count\}\} (?:[a-z]+ )?(?:days|deals|records|rows|items|files|entries|people|tasks|values|names|users|keys|times)\b/,
      )
  })

  it('are Thai in Thai, but for those that are listed', () => {
    // A text of nothing but parameters and signs has no language.
    const without = Object.keys(thai).filter(
      (key) => /[a-z]/i.test((thai[key] ?? '').replace(/{{[^}]*}}/g, '')) && !/[\u0e01-\u0e2e]/.test(thai[key] ?? ''),
    )
    expect(without.filter((key) => !WITHOUT_THAI_LETTERS.has(key))).toEqual([])
  })

  it('are English in English: no Thai letter slips in, but for the switch back to Thai', () => {
    const slips = Object.keys(english).filter((key) => /[\u0e00-\u0e7f]/.test(english[key] ?? ''))
    expect(slips.filter((key) => key !== 'user.switch_language' && key !== 'trust.language')).toEqual([])
  })

  it('tell every refusal', () => {
    for (const code of Object.keys(ERROR_STATUS)) expect(thai, `error.${code}`).toHaveProperty([`error.${code}`])
    for (const code of FIELD_PROBLEMS) expect(thai, `field_error.${code}`).toHaveProperty([`field_error.${code}`])
  })

  it('name every entity and every one of its fields', () => {
    for (const entity of ENTITIES) {
      for (const form of ['one', 'many', 'unit']) expect(thai).toHaveProperty([`${entity.key}.${form}`])
      for (const field of entity.fields) expect(thai, `${entity.key}.${field.key}`).toHaveProperty([`${entity.key}.${field.key}`])
    }
    for (const field of RECORD_FIELDS) expect(thai).toHaveProperty([`record.${field.key}`])
  })

  it('put every filter into a sentence', () => {
    for (const operator of OPERATORS) expect(thai).toHaveProperty([`op.${operator}`])
    for (const span of DATE_SPANS) expect(thai).toHaveProperty([`span.${span}`])
  })
})
