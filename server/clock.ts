/** The time, injected so that tests can set it. Everything stored is a UTC instant as ISO text or a local date. */
export type Clock = { now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

/** Making a formatter takes some 0.1 ms and asking it 0.03, and every request asks for the date. */
const formatters = new Map<string, Intl.DateTimeFormat>()
const dates = new Map<string, { minute: number; date: string }>()
const MINUTE_MS = 60_000

/** The office's local date at an instant. */
export function localDate(instant: Date, timeZone: string): string {
  // No zone's day begins within a minute.
  const minute = Math.floor(instant.getTime() / MINUTE_MS)
  const known = dates.get(timeZone)
  if (known?.minute === minute) return known.date
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formatters.set(timeZone, formatter)
  }
  const date = formatter.format(instant)
  dates.set(timeZone, { minute, date })
  return date
}
