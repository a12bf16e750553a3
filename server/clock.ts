/** The time, injected so that tests can set it. Everything stored is a UTC instant as ISO text or a local date. */
export type Clock = { now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

/** Making a formatter takes some 0.1 ms, and every request asks for the date. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** The office's local date at an instant. */
export function localDate(instant: Date, timeZone: string): string {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formatters.set(timeZone, formatter)
  }
  return formatter.format(instant)
}
