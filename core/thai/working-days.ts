import { addDays, weekdayOf } from './calendar.ts'
import { holidayOn } from './holidays.ts'

/** True from Monday to Friday, unless it is a public holiday. */
const isWorkingDay = (date: string): boolean => {
  const weekday = weekdayOf(date)
  return weekday !== 0 && weekday !== 6 && holidayOn(date) === undefined
}

/** How many working days lie between two local dates, both included; none when they stand the wrong way round. */
export function workingDays(from: string, until: string): number {
  let days = 0
  for (let date = from; date <= until; date = addDays(date, 1)) if (isWorkingDay(date)) days += 1
  return days
}
