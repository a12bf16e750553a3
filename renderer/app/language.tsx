import type { i18n } from 'i18next'
import { type ReactNode, useCallback, useMemo } from 'react'
import { useToast } from '../components/toast.tsx'
import { HostUnreachable } from '../lib/api.ts'
import { keepLanguage } from '../lib/appearance.tsx'
import { type Lang, SetLanguage, speak, useSpoken, WordsContext } from '../lib/words.ts'

/** Gives the words of the language that is on to everything inside. */
export function WordsProvider({ instance, children }: { instance: i18n; children: ReactNode }) {
  const words = useSpoken(instance)
  const value = useMemo(() => ({ words, instance }), [words, instance])
  return <WordsContext value={value}>{children}</WordsContext>
}

/** Lets every screen change the language. Where its words cannot be fetched that is said, and the language stays. */
export function LanguageProvider({ words, children }: { words: i18n; children: ReactNode }) {
  const toast = useToast()
  const setLanguage = useCallback(
    async (lang: Lang) => {
      try {
        await speak(words, lang)
        keepLanguage(lang)
      } catch {
        toast.problem(new HostUnreachable())
      }
    },
    [words, toast],
  )
  return <SetLanguage value={setLanguage}>{children}</SetLanguage>
}
