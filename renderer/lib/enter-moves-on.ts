import type { KeyboardEvent } from 'react'

const FIELDS = 'input:not([type=hidden]):not([type=file]):not(:disabled), textarea:not(:disabled), select:not(:disabled)'

/** Enter goes to the next field of a form, as people who type all day expect; from the last one the form is sent. Lists of suggestions and several-line texts keep their Enter. */
export function enterMovesOn(event: KeyboardEvent<HTMLFormElement>): void {
  if (event.nativeEvent.isComposing || event.ctrlKey || !['Enter', 'NumpadEnter'].includes(event.code) || event.defaultPrevented)
    return
  const from = event.target
  if (!(from instanceof HTMLInputElement) || from.type === 'checkbox' || from.type === 'radio') return
  if (from.getAttribute('aria-expanded') === 'true' || from.closest('.mantine-TagsInput-root')) return
  const fields = [...event.currentTarget.querySelectorAll<HTMLElement>(FIELDS)].filter((field) => field.offsetParent !== null)
  const next = fields[fields.indexOf(from) + 1]
  if (!next) return
  event.preventDefault()
  next.focus()
}
