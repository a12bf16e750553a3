import { useEffect } from 'react'

let held = ''

/**
 * Stands where a part with a box to type in is still being fetched: the letters typed meanwhile are kept for the box, instead of being
 * shortcuts of the screen behind it.
 */
export function TypedAhead(): null {
  useEffect(() => {
    held = ''
    const keep = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return
      if (event.key === 'Backspace') held = held.slice(0, -1)
      else if (event.key.length === 1) held += event.key
      else return
      event.preventDefault()
      event.stopImmediatePropagation()
    }
    window.addEventListener('keydown', keep, { capture: true })
    return () => window.removeEventListener('keydown', keep, { capture: true })
  }, [])
  return null
}

/** What was typed while the part that now has its box was fetched; nothing when it was there already. */
export function takeTypedAhead(): string {
  const typed = held
  held = ''
  return typed
}
