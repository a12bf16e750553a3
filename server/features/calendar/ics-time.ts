import { isoDate } from '../../../core/thai/calendar.ts'
import { instantToLocal } from '../../../core/thai/date.ts'
import { type Component, first, type Property } from './ics-lines.ts'

/** A moment of a file as it stands there: a local day, a wall-clock time where it has one, and in which zone. */
export type FileTime = { date: string; time?: string; zone: string }
/** Zones by the names that a file gives them. `guessed` are names that nobody knows: the office's zone is taken. */
export type Zones = { of: (name: string | undefined) => string; guessed: ReadonlySet<string> }

/** What Outlook calls the zones that Thai offices deal with. */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  'SE Asia Standard Time': 'Asia/Bangkok',
  'Singapore Standard Time': 'Asia/Singapore',
  'China Standard Time': 'Asia/Shanghai',
  'Taipei Standard Time': 'Asia/Taipei',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'Korea Standard Time': 'Asia/Seoul',
  'Myanmar Standard Time': 'Asia/Yangon',
  'India Standard Time': 'Asia/Kolkata',
  'AUS Eastern Standard Time': 'Australia/Sydney',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'GMT Standard Time': 'Europe/London',
  'Eastern Standard Time': 'America/New_York',
  'Pacific Standard Time': 'America/Los_Angeles',
  UTC: 'UTC',
}

const known = new Map<string, boolean>()

/** True for a zone that this machine can reckon with. */
function isZone(name: string): boolean {
  let answer = known.get(name)
  if (answer === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name })
      answer = true
    } catch {
      answer = false
    }
    // A file of a thousand made-up names must not be remembered for ever.
    if (known.size < 500) known.set(name, answer)
  }
  return answer
}

/** `+0700` as the zone name `+07:00`. */
const offsetZone = (offset: string | undefined): string | undefined => {
  const match = /^([+-])(\d{2})(\d{2})/.exec(offset ?? '')
  return match ? `${match[1]}${match[2]}:${match[3]}` : undefined
}

/** The zones of a calendar: known by name, else by what the file itself says of them, else the office's. */
export function zonesOf(calendar: Component, officeZone: string): Zones {
  const declared = new Map(
    calendar.parts
      .filter((part) => part.name === 'VTIMEZONE')
      .map((part) => [first(part, 'TZID')?.value.trim() ?? '', part] as const),
  )
  const guessed = new Set<string>()
  const found = new Map<string, string>()
  const resolve = (name: string): string => {
    const part = declared.get(name)
    // A zone without summer time is told whole by its one offset.
    const only = part?.parts.length === 1 && part.parts[0] ? offsetZone(first(part.parts[0], 'TZOFFSETTO')?.value) : undefined
    const candidates = [
      name,
      WINDOWS_ZONES[name],
      part && first(part, 'X-LIC-LOCATION')?.value.trim(),
      name.replace(/^\/.*?\/(?=[A-Z])/, ''),
      only,
    ]
    const zone = candidates.find((candidate) => candidate !== undefined && candidate !== '' && isZone(candidate))
    if (!zone) guessed.add(name)
    return zone ?? officeZone
  }
  const usual = first(calendar, 'X-WR-TIMEZONE')?.value.trim()
  return {
    guessed,
    of: (name) => {
      if (name === undefined) return usual && isZone(usual) ? usual : officeZone
      let zone = found.get(name)
      if (zone === undefined) {
        zone = resolve(name)
        found.set(name, zone)
      }
      return zone
    },
  }
}

/** Reads one value: `20261125`, `20261125T090000`, `20261125T020000Z`. Undefined for anything else. */
export function parseTime(value: string, zone: string): FileTime | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})?(Z)?)?$/.exec(value.trim())
  if (!match) return undefined
  const date = isoDate(Number(match[1]), Number(match[2]), Number(match[3]))
  if (date === undefined || date < '1900-01-01') return undefined
  if (match[4] === undefined) return { date, zone }
  if (Number(match[4]) > 23 || Number(match[5]) > 59) return undefined
  return { date, time: `${match[4]}:${match[5]}`, zone: match[7] ? 'UTC' : zone }
}

/** The times of a property: one, or several parted by commas (EXDATE, RDATE). */
export function timesOf(property: Property | undefined, zones: Zones): FileTime[] {
  if (!property) return []
  const zone = zones.of(property.params.TZID)
  return property.value
    .split(',')
    .slice(0, 1_000)
    .flatMap((value) => parseTime(value.split('/')[0] ?? '', zone) ?? [])
}

/** The instant at which the clocks of a zone show this date and time. A whole day begins with the office's day. */
export function instantOf(when: FileTime, officeZone: string): string {
  const zone = when.time === undefined ? officeZone : when.zone
  const asUtc = Date.parse(`${when.date}T${when.time ?? '00:00'}:00Z`)
  let guess = asUtc
  // The second step settles zones whose clocks jump that very hour.
  for (let step = 0; step < 2; step++) {
    const local = instantToLocal(new Date(guess).toISOString(), zone)
    guess += asUtc - Date.parse(`${local.date}T${local.time}:00Z`)
  }
  return new Date(guess).toISOString()
}

/** `PT1H30M`, `-P1DT15M`, `P2W` in minutes; undefined for anything else. */
export function durationMinutes(value: string | undefined): number | undefined {
  const match = /^([+-])?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:\d{1,8}S)?)?$/.exec(
    value?.trim() ?? '',
  )
  if (!match) return undefined
  const number = (at: number) => Number(match[at] ?? 0)
  const minutes = ((number(2) * 7 + number(3)) * 24 + number(4)) * 60 + number(5)
  return match[1] === '-' ? -minutes : minutes
}
