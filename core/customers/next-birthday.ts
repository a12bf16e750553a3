import type { RecordRow } from '../contract/records.ts'
import { daysBetween } from '../thai/date.ts'

/** The day on which a birthday comes round next, today included. Somebody born on 29 February is wished well on the 28th of other years. */
function nextDay(birthday: string, today: string): string {
  const monthDay = birthday.slice(5)
  for (const year of [Number(today.slice(0, 4)), Number(today.slice(0, 4)) + 1]) {
    const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1
    const day = `${year}-${monthDay === '02-29' && !leap ? '02-28' : monthDay}`
    if (day >= today) return day
  }
  return today
}

/** Whose birthday of some people comes next, when, and in how many days. */
export function nextBirthday(
  rows: readonly RecordRow[],
  today: string,
): { row: RecordRow; day: string; days: number } | undefined {
  return rows
    .filter((row) => typeof row.birthday === 'string')
    .map((row) => {
      const day = nextDay(String(row.birthday), today)
      return { row, day, days: daysBetween(today, day) }
    })
    .sort((a, b) => a.days - b.days)[0]
}
