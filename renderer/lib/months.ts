import { roundDiv } from '../../core/money.ts'
import { BUDDHIST_OFFSET, dateParts } from '../../core/thai/calendar.ts'
import { formatDate } from '../../core/thai/date.ts'
import { useWords } from './words.ts'

const HUNDREDTH_MILLION = 1_000_000

/** Months and large amounts as the screens of sales show them. */
export function useMonths() {
  const { lang } = useWords()
  return {
    /** `พ.ย.` or with its year `พ.ย. 2569`. */
    monthName: (month: string, withYear = false) => {
      const words = formatDate(`${month}-01`, { lang, style: 'medium' }).split(' ').slice(1)
      return withYear ? words.join(' ') : (words[0] ?? '')
    },
    /** The year of a month: พ.ศ. in Thai. */
    yearName: (month: string) => {
      const { year } = dateParts(`${month}-01`)
      return String(lang === 'th' ? year + BUDDHIST_OFFSET : year)
    },
    /** Satang as millions of baht with two decimals: `4.62`. */
    millions: (satang: number) => {
      const hundredths = roundDiv(satang, HUNDREDTH_MILLION)
      const size = Math.abs(hundredths)
      const whole = Math.floor(size / 100).toLocaleString('en-US')
      return `${hundredths < 0 ? '−' : ''}${whole}.${String(size % 100).padStart(2, '0')}`
    },
  }
}
