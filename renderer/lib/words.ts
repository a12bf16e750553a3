import { createInstance, type InitOptions, type i18n } from 'i18next'
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Session } from '../../core/contract/office.ts'
import { formed } from '../../core/words/forms.ts'
import { type Dictionary, type Renames, renamedWords } from '../../core/words/rename.ts'
import type { WordKey } from '../../core/words/th.ts'

export type Lang = 'th' | 'en'
export type WordParams = Record<string, string | number | boolean | null | undefined>

export type Words = {
  lang: Lang
  /** The words under a key, with `{{name}}` filled in; numbers get their thousands. */
  t: (key: WordKey, params?: WordParams) => string
  /** The words under a key made up at run time, or undefined where there are none. */
  find: (key: string, params?: WordParams) => string | undefined
  /** `1,284` */
  number: (value: number) => string
}

const FIGURES = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 })
const number = (value: number): string => FIGURES.format(value)

const spelled = (params: WordParams = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === 'number' ? number(value) : (value ?? '')]),
  )

/** What a window knows of words: the product's own, of the languages that were loaded, and what the office calls things. */
type Known = {
  product: Map<Lang, Dictionary>
  renames: Renames
  /** Grows with every change of what words say. */
  revision: number
  listeners: Set<() => void>
}
const knownBy = new WeakMap<i18n, Known>()

function knownOf(instance: i18n): Known {
  const known = knownBy.get(instance)
  if (!known) throw new Error('words that createWords did not make')
  return known
}

function tell(instance: i18n): void {
  const known = knownOf(instance)
  known.revision += 1
  for (const listener of known.listeners) listener()
}

const FILES: Record<Lang, () => Promise<Dictionary>> = {
  en: () => import('../../core/words/en.ts').then((file) => file.en),
  th: () => import('../../core/words/th.ts').then((file) => file.th),
}

/** The product's words of one language; each is a file of its own, since hardly anybody reads both. */
export const loadWords = (lang: Lang): Promise<Dictionary> => FILES[lang]()

/** Fills parameters in their form; i18next's own way with numbers is by keys, of which both languages would need the same. */
const FORMATTER = {
  type: 'formatter' as const,
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, form: string | undefined, _language: string | undefined, params: Record<string, unknown>) =>
    formed(value, form, params),
}

/** The words of a window, in the language whose words are given. Others are brought by `speak`. */
export function createWords(lang: Lang, words: Dictionary): i18n {
  const instance = createInstance().use(FORMATTER)
  void instance.init({
    lng: lang,
    fallbackLng: false,
    resources: { [lang]: { translation: words } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  } as InitOptions)
  knownBy.set(instance, { product: new Map([[lang, words]]), renames: new Map(), revision: 0, listeners: new Set() })
  return instance
}

/** Goes over to a language once its words are there. Throws where they cannot be loaded; then nothing changes. */
export async function speak(instance: i18n, lang: Lang): Promise<void> {
  await bring(instance, lang)
  await instance.changeLanguage(lang)
  tell(instance)
}

async function bring(instance: i18n, lang: Lang): Promise<void> {
  const { product } = knownOf(instance)
  if (product.has(lang)) return
  product.set(lang, await loadWords(lang))
  say(instance, lang)
}

/** Puts the words of a loaded language in place, as the office calls things. */
function say(instance: i18n, lang: Lang): void {
  const { product, renames } = knownOf(instance)
  const words = product.get(lang) ?? {}
  instance.addResourceBundle(lang, 'translation', { ...words, ...renamedWords(words, renames, lang) }, false, true)
}

/** Makes every word speak as the office does; `{}` gives the product's own words back. */
export function rename(instance: i18n, renames: NonNullable<Session['renames']>): void {
  const known = knownOf(instance)
  known.renames = new Map(Object.entries(renames))
  for (const lang of known.product.keys()) say(instance, lang)
  tell(instance)
}

/** Words of one language without React, for what runs outside of components. */
export function wordsOf(instance: i18n, lang: Lang): Words {
  const translate = instance.getFixedT(lang)
  // A list asks for the same few words in hundreds of cells.
  const plain = new Map<string, string>()
  const t: Words['t'] = (key, params) => {
    if (params) return String(translate(key, spelled(params)))
    let said = plain.get(key)
    if (said === undefined) {
      said = String(translate(key))
      plain.set(key, said)
    }
    return said
  }
  const find = (key: string, params?: WordParams) => (instance.exists(key, { lng: lang }) ? t(key as WordKey, params) : undefined)
  return { lang, number, find, t }
}

/** The words of a window as they are now: made once for all who ask, and anew when the language or what things are called changes. */
export function useSpoken(instance: i18n): Words {
  const known = knownOf(instance)
  const revision = useSyncExternalStore(
    (listener) => {
      known.listeners.add(listener)
      return () => known.listeners.delete(listener)
    },
    () => known.revision,
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision tells that the instance says something else.
  return useMemo(() => wordsOf(instance, instance.language === 'en' ? 'en' : 'th'), [instance, revision])
}

export const WordsContext = createContext<{ words: Words; instance: i18n } | undefined>(undefined)

function useWordsContext() {
  const context = useContext(WordsContext)
  if (!context) throw new Error('useWords outside of WordsProvider')
  return context
}

/** The words of the language that is on now. */
export const useWords = (): Words => useWordsContext().words

/** The window's words themselves, to make them say something else. */
export const useWordsInstance = (): i18n => useWordsContext().instance

/** The product's own words in both languages, as far as they are loaded: the other one comes soon after it is first asked for. */
export function useProductWords(): (lang: Lang, key: string) => string {
  const instance = useWordsInstance()
  const [, setLoaded] = useState(false)
  useEffect(() => {
    const all = Promise.all((['th', 'en'] as const).map((lang) => bring(instance, lang)))
    // Without the other language all else works on.
    all.then(() => setLoaded(true)).catch(() => undefined)
  }, [instance])
  const { product } = knownOf(instance)
  const { size } = product
  // biome-ignore lint/correctness/useExhaustiveDependencies: a language more is another answer.
  return useMemo(() => (lang, key) => product.get(lang)?.[key] ?? '', [product, size])
}

/** The text in the reader's language out of a pair that the office typed. */
export const inLang = (lang: Lang, thai: string, english: string): string => (lang === 'en' ? english || thai : thai || english)

export const SetLanguage = createContext<(lang: Lang) => Promise<void>>(() => Promise.resolve())
export const useSetLanguage = () => useContext(SetLanguage)
