import { startOfDay } from '../../records/compile-filter.ts'
import type { Random } from './random.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** The office opens at half past eight and closes at half past five; nobody calls a customer at lunch. */
const MORNING = [8 * 60 + 30, 12 * 60] as const
const AFTERNOON = [13 * 60, 17 * 60 + 30] as const

/** The working days of the demo's office, counted from its today: −1 is yesterday. */
export class OfficeTime {
  readonly today: string
  readonly #midnight: number

  constructor(today: string, timeZone: string) {
    this.today = today
    this.#midnight = Date.parse(startOfDay(today, timeZone))
  }

  /** The local date so many days from today. */
  date(day: number): string {
    return new Date(Date.parse(`${this.today}T00:00:00Z`) + Math.round(day) * DAY_MS).toISOString().slice(0, 10)
  }

  /** The instant of a local time on a day. */
  at(day: number, minutes: number): string {
    return new Date(this.#midnight + Math.round(day) * DAY_MS + minutes * MINUTE_MS).toISOString()
  }

  /** Some moment of a working day's office hours. */
  moment(random: Random, day: number): string {
    const [from, until] = random.chance(0.48) ? MORNING : AFTERNOON
    return this.at(this.workday(day), random.whole(from, until - 1))
  }

  /** The moment itself, or some minutes after `since` when it lies before: nothing is done with a record that is not there yet. */
  after(moment: string, since: string, minutes = 20): string {
    return moment > since ? moment : new Date(Date.parse(since) + minutes * MINUTE_MS).toISOString()
  }

  /** A full or half hour at which people make appointments. */
  appointment(random: Random, day: number): string {
    return this.at(day, random.whole(17, 33) * 30)
  }

  /** The day itself, or the Saturday before a Sunday. */
  workday(day: number): number {
    const rounded = Math.round(day)
    return new Date(`${this.date(rounded)}T00:00:00Z`).getUTCDay() === 0 ? rounded - 1 : rounded
  }
}
