import { useCallback, useEffect, useState } from 'react'

const PREFIX = 'samphan.draft.'

function read<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(PREFIX + key)
    return text === null ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + key)
    else localStorage.setItem(PREFIX + key, JSON.stringify(value))
  } catch {
    // Where storage is full or forbidden the text still stands on the screen, and leaving is guarded.
  }
}

/** Keeps a draft for a form that is not open yet. */
export function keepDraft(key: string, value: unknown): void {
  write(key, value)
  window.dispatchEvent(new CustomEvent(PREFIX + key, { detail: { key, value } }))
}

/** What somebody has typed and not yet saved: kept on this device until it is saved or thrown away. Undefined means nothing is waiting. */
export function useDraft<T>(key: string): { draft: T | undefined; setDraft: (value: T | undefined) => void } {
  const [kept, setKept] = useState<{ key: string; value: T | undefined }>(() => ({ key, value: read<T>(key) }))
  useEffect(() => {
    setKept((old) => (old.key === key ? old : { key, value: read<T>(key) }))
  }, [key])
  useEffect(() => {
    const hear = (event: Event) => setKept((event as CustomEvent<{ key: string; value: T | undefined }>).detail)
    window.addEventListener(PREFIX + key, hear)
    return () => window.removeEventListener(PREFIX + key, hear)
  }, [key])
  const setDraft = useCallback(
    (value: T | undefined) => {
      setKept({ key, value })
      // A form and the page around it watch the same draft.
      keepDraft(key, value)
    },
    [key],
  )
  return { draft: kept.key === key ? kept.value : undefined, setDraft }
}

/** The state of a form that outlives a crash: what is changed of `first`, or typed over it, is kept until `clear`; `found` where some was waiting. */
export function useKept<T extends object>(
  key: string,
  first: () => T,
): { value: T; put: (part: Partial<T>) => void; clear: () => void; found: boolean } {
  const { draft, setDraft } = useDraft<Partial<T>>(key)
  const [initial] = useState(first)
  const [found] = useState(() => draft !== undefined)
  // Only what was typed is kept: the rest may be another by the time it is found again.
  return {
    value: { ...initial, ...draft },
    put: (part) => setDraft({ ...draft, ...part }),
    clear: () => setDraft(undefined),
    found,
  }
}
