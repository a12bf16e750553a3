import { useCallback, useState, useSyncExternalStore } from 'react'
import { useAppearance } from './appearance.tsx'

export type Room = 'phone' | 'narrow' | 'desk' | 'wide'

const PHONE_BELOW = 600
const NARROW_BELOW = 1200
const WIDE_FROM = 1600

function subscribe(listener: () => void): () => void {
  window.addEventListener('resize', listener)
  return () => window.removeEventListener('resize', listener)
}

/** How much room there is: the window's width divided by the text size, so that large type folds the page like a small window. */
export function useRoom(): Room {
  const width = useSyncExternalStore(subscribe, () => window.innerWidth)
  const { textSize } = useAppearance()
  const room = width / (textSize / 100)
  if (room < PHONE_BELOW) return 'phone'
  if (room < NARROW_BELOW) return 'narrow'
  return room < WIDE_FROM ? 'desk' : 'wide'
}

/** What was measured for a text size: to ask the browser costs it the whole page's styles, and a table asks at every step. */
const measured = new Map<string, number>()

/** One rem in pixels, as the text size has it now. */
export function remPx(): number {
  const root = document.documentElement
  const { fontSize } = root.style
  let px = measured.get(fontSize)
  if (px === undefined) {
    px = Number.parseFloat(getComputedStyle(root).fontSize) || 16
    measured.set(fontSize, px)
  }
  return px
}

/** An element's inner width in rem, known before it is painted and kept as it changes. */
export function useRemWidth(): [ref: (element: HTMLElement | null) => (() => void) | undefined, width: number | undefined] {
  const [width, setWidth] = useState<number>()
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const measure = () => setWidth(element.clientWidth / remPx())
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
