import { createInstance, type i18n } from 'i18next'
import { createContext, useContext, useEffect, useMemo, useState } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Session } from '../../core/contract/office.ts'
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

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 6 })

const spelled = (params: WordParams = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === 'number' ? number(value) : (value ?? '')]),
  )

/** What a window knows of words: the product's own, of the languages that were loaded, and what the office calls things. */
type Known = { product: Map<Lang, Dictionary>; renames: Renames }
/** By its store, since components are handed wrappers of the instance. */
const knownOf = new WeakMap<object, Known>()

const FILES: Record<Lang, () => Promise<Dictionary>> = {
  en: () => import('../../core/words/en.ts').then((file) => file.en),
  th: () => import('../../core/words/th.ts').then((file) => file.th),
}

/** The product's words of one language; each is a file of its own, since hardly anybody reads both. */
export const loadWords = (lang: Lang): Promise<Dictionary> => FILES[lang]()

/** The words of a window, in the language whose words are given. Others are brought by `speak`. */
export function createWords(lang: Lang, words: Dictionary): i18n {
  const instance = createInstance({
    lng: lang,
    fallbackLng: false,
    resources: { [lang]: { translation: words } },
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    showSupportNotice: false,
    // When the office renames something, what is on the screen is written anew.
    react: { bindI18nStore: 'added' },
  } as Parameters<typeof createInstance>[0])
  void instance.use(initReactI18next).init()
  // English names things in lower case inside a sentence: “Add customer”.
  instance.services.formatter?.add('lowercase', (value: unknown) => String(value).toLowerCase())
  knownOf.set(instance.store, { product: new Map([[lang, words]]), renames: new Map() })
  return instance
}

/** Goes over to a language once its words are there. Throws where they cannot be loaded; then nothing changes. */
export async function speak(instance: i18n, lang: Lang): Promise<void> {
  await bring(instance, lang)
  await instance.changeLanguage(lang)
}

async function bring(instance: i18n, lang: Lang): Promise<void> {
  const known = knownOf.get(instance.store)
  if (!known || known.product.has(lang)) return
  known.product.set(lang, await loadWords(lang))
  say(instance, lang)
}

function say(instance: i18n, lang: Lang): void {
  const { product, renames } = knownOf.get(instance.store) ?? { product: new Map<Lang, Dictionary>(), renames: new Map() }
  const words = product.get(lang)
  if (words) instance.addResourceBundle(lang, 'translation', { ...words, ...renamedWords(words, renames, lang) }, false, true)
}

/** Makes every word speak as the office does; `{}` gives the product's own words back. */
export function rename(instance: i18n, renames: NonNullable<Session['renames']>): void {
  const known = knownOf.get(instance.store)
  if (!known) return
  known.renames = new Map(Object.entries(renames))
  for (const lang of known.product.keys()) say(instance, lang)
}

/** The product's own words in both languages, as far as they are loaded: the other one comes soon after it is first asked for. */
export function useProductWords(): (lang: Lang, key: string) => string {
  const { i18n: instance } = useTranslation()
  const [loaded, setLoaded] = useState(() => knownOf.get(instance.store)?.product.size ?? 0)
  useEffect(() => {
    const all = Promise.all((['th', 'en'] as const).map((lang) => bring(instance, lang)))
    // Without the other language all else works on.
    all.then(() => setLoaded(2)).catch(() => undefined)
  }, [instance])
  return useMemo(() => {
    const product = loaded > 0 ? knownOf.get(instance.store)?.product : undefined
    return (lang, key) => product?.get(lang)?.[key] ?? ''
  }, [instance, loaded])
}

/** Words of one language without React, for what runs outside of components. */
export function wordsOf(instance: i18n, lang: Lang): Words {
  const t = instance.getFixedT(lang)
  const find = (key: string, params?: WordParams) =>
    instance.exists(key, { lng: lang }) ? String(t(key, spelled(params))) : undefined
  return { lang, number, find, t: (key, params) => String(t(key, spelled(params))) }
}

/** The words of the language that is on now. */
export function useWords(): Words {
  const { i18n: instance } = useTranslation()
  const lang: Lang = instance.language === 'en' ? 'en' : 'th'
  return useMemo(() => wordsOf(instance, lang), [instance, lang])
}

/** The text in the reader's language out of a pair that the office typed. */
export const inLang = (lang: Lang, thai: string, english: string): string => (lang === 'en' ? english || thai : thai || english)

export const SetLanguage = createContext<(lang: Lang) => Promise<void>>(() => Promise.resolve())
export const useSetLanguage = () => useContext(SetLanguage)
