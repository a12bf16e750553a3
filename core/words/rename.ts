import type { Ours } from '../configuration/ours.ts'

type Lang = 'th' | 'en'
export type Dictionary = Readonly<Record<string, string>>
/** What the office calls things, by entity. */
export type Renames = ReadonlyMap<string, Pick<Ours, 'name' | 'fieldNames'>>

/** Stands for a noun that must not be touched; no word of the product holds characters of the private-use area. */
const placeholder = (at: number): string => String.fromCharCode(0xe000 + at)

/**
 * The words of a language as the office calls things: ลูกค้า becomes สมาชิก in every sentence that speaks of it, while
 * ลูกค้ามุ่งหวัง, which is something else, stays. Only the product's own words change, never what people wrote.
 */
export function renamedWords(words: Dictionary, renames: Renames, lang: Lang): Dictionary {
  if (renames.size === 0) return words
  const changed: Record<string, string> = { ...words }
  for (const [entity, { name, fieldNames }] of renames) {
    if (name) renameNoun(changed, words, entity, lang === 'th' ? [name.th, name.th] : [name.en, name.enMany], lang)
    for (const [field, called] of Object.entries(fieldNames ?? {})) {
      if (`${entity}.${field}` in words) changed[`${entity}.${field}`] = called[lang]
    }
  }
  return changed
}

function renameNoun(
  changed: Record<string, string>,
  words: Dictionary,
  entity: string,
  to: [one: string, many: string],
  lang: Lang,
): void {
  const one = words[`${entity}.one`] ?? ''
  const many = words[`${entity}.many`] ?? ''
  if (one === '' || many === '') return
  // Longer nouns that hold this one are put aside first.
  const others = Object.entries(words)
    .filter(([key, noun]) => /^\w+\.(one|many)$/.test(key) && !key.startsWith(`${entity}.`) && noun.includes(one) && noun !== one)
    .map(([, noun]) => noun)
    .sort((a, b) => b.length - a.length)
  const replace = lang === 'th' ? (text: string) => text.replaceAll(one, to[0]) : english(one, many, to)
  for (const [key, text] of Object.entries(changed)) {
    if (!text.toLowerCase().includes(one.toLowerCase())) continue
    const kept = others.reduce((left, noun, at) => left.replaceAll(noun, placeholder(at)), text)
    changed[key] = others.reduce((left, noun, at) => left.replaceAll(placeholder(at), noun), replace(kept))
  }
}

/** Whole words, in the number and with the capital that the sentence has; names of parameters are none. */
function english(one: string, many: string, [newOne, newMany]: [string, string]): (text: string) => string {
  const pattern = new RegExp(`(?<![\\w{.])(${many}|${one})(?!\\w)`, 'gi')
  return (text) =>
    text.replace(pattern, (found) => {
      const word = found.toLowerCase() === many.toLowerCase() ? newMany : newOne
      const capital = found.charAt(0) === found.charAt(0).toUpperCase()
      return capital ? word.charAt(0).toUpperCase() + word.slice(1) : word.charAt(0).toLowerCase() + word.slice(1)
    })
}
