import { formatBaht, formatCompactBaht } from '../../../core/money.ts'
import { measured, type ReportQuestion, type Tally } from '../../../core/reports/report.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { fieldAt } from './report-data.ts'

/** How the numbers of a report are made and written. */
export function useNumbers(question: ReportQuestion) {
  const { t, lang, number } = useWords()
  const office = useOffice()
  const { kind, field: path } = question.measure
  const field = kind === 'count' ? undefined : fieldAt(office, question.entity, path ?? '')
  const money = field?.kind === 'money'
  const plain = (value: number) => number(Math.round(value * 100) / 100)
  return {
    /** The number of a tally; null where there is nothing to measure. */
    numberOf: (tally: Tally | undefined): number | null => (tally ? measured(kind, tally) : null),
    text: (value: number) =>
      money ? formatBaht(Math.round(value), { decimals: kind === 'average' ? 0 : 'auto' }) : plain(value),
    /** For an axis: millions. */
    short: (value: number) => (money ? formatCompactBaht(Math.round(value), lang) : plain(value)),
    measureLabel: field
      ? t('report.measure_of', { measure: t(`report.measure.${kind}`), field: office.fieldLabel(question.entity, path ?? '') })
      : t('report.measure.count'),
  }
}
