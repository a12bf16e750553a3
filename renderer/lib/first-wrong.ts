/**
 * Brings the first field that was refused (marked `data-wrong`) into view, and the keyboard to it. It may stand far up or
 * down a long form: without this a press on “save” seems to do nothing.
 */
export function toFirstWrong(form: HTMLElement | null): void {
  const wrong = form?.querySelector<HTMLElement>('[data-wrong]')
  wrong?.scrollIntoView({ block: 'center' })
  wrong?.querySelector<HTMLElement>('input:not([type=hidden]), textarea, select, button')?.focus({ preventScroll: true })
}
