import { useLayoutEffect, useRef } from 'react'

/** Keys by place on the board (`KeyboardEvent.code`), because a Thai layout changes what they print: `KeyC`, `ctrl+KeyK`, `alt+Digit2`, `shift+Slash`. */
export type KeyMap = Record<string, (event: KeyboardEvent) => void>

/** True while what is pressed is typed into a field. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    ['TEXTAREA', 'SELECT'].includes(target.tagName) ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)))

/** The name of a pressed key as `KeyMap` spells it. The Mac's ⌘ counts as Ctrl. */
export function keyName(event: KeyboardEvent): string {
  const parts = [
    event.ctrlKey || event.metaKey ? 'ctrl' : '',
    event.altKey ? 'alt' : '',
    event.shiftKey ? 'shift' : '',
    event.code === 'NumpadEnter' ? 'Enter' : event.code,
  ]
  return parts.filter(Boolean).join('+')
}

/** True while a dialog, menu or list of suggestions has the keyboard; page keys rest then. */
export const isCovered = (): boolean => document.querySelector('[role="dialog"]:not([data-side]), [role="menu"]') !== null

/**
 * True where Enter or Space presses what has the keyboard: a button or link that was come to by keys. One that was clicked is let go of, and one
 * that is itself what the page's keys are about (`data-page-keys`) leaves them to the page.
 */
const isPressing = (pressed: string, target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.dataset.pageKeys === undefined &&
  ((pressed === 'Enter' && target.matches(':is(button, summary, a[href]):focus-visible')) ||
    (pressed === 'Space' && target.matches(':is(button, summary):focus-visible')))

/** Whoever goes on by arrows has left the button that he came to by keys. */
function letGo(pressed: string, target: EventTarget | null): void {
  if (pressed.startsWith('Arrow') && target instanceof HTMLElement && target.matches('button, summary, a[href]')) target.blur()
}

export type KeyOptions = {
  enabled?: boolean
  /** Also while the person types in a field. */
  always?: boolean
  /** Also above a dialog. */
  onTop?: boolean
}

/** True for an Esc that closes an open list of a field and nothing else. It is asked before the list hears the key: afterwards nobody can tell. */
let closesList = false
window.addEventListener(
  'keydown',
  ({ code, target }) => {
    closesList = code === 'Escape' && target instanceof Element && target.matches('[data-mantine-stop-propagation="true"]')
  },
  { capture: true },
)

/** In a field these are about the text in it. */
const OF_TEXT = ['KeyA', 'KeyZ']

/** Binds keys while the component is mounted. Single letters rest while somebody types, and everything rests under a dialog. */
export function useKeys(keys: KeyMap | ((pressed: string) => (() => void) | undefined), options: KeyOptions = {}): void {
  const { enabled = true, always = false, onTop = false } = options
  const latest = useRef(keys)
  latest.current = keys
  // Before the screen is painted: what is seen can be pressed.
  useLayoutEffect(() => {
    if (!enabled) return
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented || closesList) return
      const { current } = latest
      const pressed = keyName(event)
      const act = typeof current === 'function' ? current(pressed) : current[pressed]
      if (!act) return
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d/.test(event.code)
      if ((plain || OF_TEXT.includes(event.code)) && !always && isTyping(event.target)) return
      if (!onTop && isCovered()) return
      if (isPressing(pressed, event.target)) return
      event.preventDefault()
      letGo(pressed, event.target)
      act(event)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [enabled, always, onTop])
}
