import { useMantineColorScheme } from '@mantine/core'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { desktopBridge } from '../../core/desktop-bridge.ts'
import { type Lang, useWords } from './words.ts'

export const TEXT_SIZES = [100, 115, 130] as const
export type TextSize = (typeof TEXT_SIZES)[number]
export type Theme = 'light' | 'dark' | 'system'

const LANGUAGE_KEY = 'samphan.language'
const SIZE_KEY = 'samphan.text-size'

const kept = (key: string): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

const keep = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A browser that forbids storage still shows everything; it only forgets the choice.
  }
}

/** The language chosen on this device, if one was. */
export const keptLanguage = (): Lang | undefined => {
  const lang = kept(LANGUAGE_KEY)
  return lang === 'th' || lang === 'en' ? lang : undefined
}

export const keepLanguage = (lang: Lang): void => keep(LANGUAGE_KEY, lang)

const keptSize = (): TextSize => TEXT_SIZES.find((size) => String(size) === kept(SIZE_KEY)) ?? 100

type Appearance = { textSize: TextSize; setTextSize: (size: TextSize) => void; theme: Theme; setTheme: (theme: Theme) => void }
const AppearanceContext = createContext<Appearance | undefined>(undefined)

const SCHEME = 'data-mantine-color-scheme'

/** Paper is white: while the page is printed it has the light colours, whichever are on the screen. */
function lightOnPaper(): () => void {
  const root = document.documentElement
  let shown = root.getAttribute(SCHEME)
  const before = () => {
    shown = root.getAttribute(SCHEME)
    root.setAttribute(SCHEME, 'light')
  }
  const after = () => shown && root.setAttribute(SCHEME, shown)
  window.addEventListener('beforeprint', before)
  window.addEventListener('afterprint', after)
  return () => {
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
  }
}

/** Text size and colour scheme of this device. The size is one font-size on `<html>`; everything is measured in rem. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { lang } = useWords()
  const [textSize, setSize] = useState<TextSize>(keptSize)
  const theme: Theme = colorScheme === 'auto' ? 'system' : colorScheme
  useEffect(() => {
    document.documentElement.style.fontSize = `${textSize}%`
  }, [textSize])
  useEffect(() => {
    document.documentElement.lang = lang
    void desktopBridge()?.setAppearance({ language: lang, theme })
  }, [lang, theme])
  useEffect(lightOnPaper, [])
  const setTextSize = useCallback((size: TextSize) => {
    keep(SIZE_KEY, String(size))
    setSize(size)
  }, [])
  const setTheme = useCallback((next: Theme) => setColorScheme(next === 'system' ? 'auto' : next), [setColorScheme])
  const value = useMemo(() => ({ textSize, setTextSize, theme, setTheme }), [textSize, setTextSize, theme, setTheme])
  return <AppearanceContext value={value}>{children}</AppearanceContext>
}

export function useAppearance(): Appearance {
  const appearance = useContext(AppearanceContext)
  if (!appearance) throw new Error('useAppearance outside of AppearanceProvider')
  return appearance
}
