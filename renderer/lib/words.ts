import { createInstance, type i18n } from 'i18next'
import { createContext, useContext, useMemo } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { Session } from '../../core/contract/office.ts'
import { en } from '../../core/words/en.ts'
import { type Renames, renamedWords } from '../../core/words/rename.ts'
import { th, type WordKey } from '../../core/words/th.ts'

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

/** Both languages, ready to switch between while the window is open. */
export function createWords(lang: Lang): i18n {
  const instance = createInstance({
    lng: lang,
    fallbackLng: 'th',
    resources: { th: { translation: th }, en: { translation: en } },
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
  return instance
}

/** Makes every word speak as the office does; `{}` gives the product's own words back. */
export function rename(instance: i18n, renames: NonNullable<Session['renames']>): void {
  const named: Renames = new Map(Object.entries(renames))
  for (const [lang, words] of [
    ['th', th],
    ['en', en],
  ] as const)
    instance.addResourceBundle(lang, 'translation', { ...words, ...renamedWords(words, named, lang) }, false, true)
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

export const SetLanguage = createContext<(lang: Lang) => void>(() => undefined)
export const useSetLanguage = () => useContext(SetLanguage)
