import { allOf } from '../../../core/query/filter.ts'
import { dateKeyText } from '../../../core/reports/key-text.ts'
import { groupFilter, joinTallies, type ReportQuestion, type Tally } from '../../../core/reports/report.ts'
import { useMonths } from '../../lib/months.ts'
import { useWords } from '../../lib/words.ts'
import { LineChart } from './line-chart.tsx'
import type { ReportTable } from './report-data.ts'
import { Value } from './report-grid.tsx'
import { useNumbers } from './report-numbers.ts'

const MONTHS = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(2, '0'))
const MOST_YEARS = 5

/** The months of a year beside the same months of the years before, with how much the last year is above or below the one before it. */
export function YearsReport({ question, table, name }: { question: ReportQuestion; table: ReportTable; name: string }) {
  const { t, lang } = useWords()
  const { monthName } = useMonths()
  const numbers = useNumbers(question)
  const [group] = question.groups
  const tallies = new Map(table.rows.map((row) => [row.key, row.tally]))
  const years = [...new Set(table.rows.flatMap((row) => (typeof row.key === 'string' ? [row.key.slice(0, 4)] : [])))].slice(
    -MOST_YEARS,
  )
  const yearText = (year: string) => dateKeyText(year, { lang, quarter: () => '' })
  const filterOf = (key: string) => allOf(question.filter, group && groupFilter(group, { kind: 'date' }, key))
  const at = (year: string, month: string) => tallies.get(`${year}-${month}`)
  const whole = (year: string) => joinTallies(MONTHS.flatMap((month) => at(year, month) ?? []))
  const [last, before] = [years.at(-1), years.at(-2)]
  const change = (now: Tally | undefined, then: Tally | undefined) => {
    const [a, b] = [numbers.numberOf(now), numbers.numberOf(then)]
    if (!a || !b || b <= 0) return '–'
    const percent = Math.round((100 * (a - b)) / b)
    return t(percent < 0 ? 'report.down' : 'report.up', { percent: Math.abs(percent) })
  }
  // A year between the others in which nothing was is told by the table: a line along the ground would say that something came to nothing.
  const lines = years.filter((year) => MONTHS.some((month) => (at(year, month)?.count ?? 0) > 0)).reverse()
  return (
    <>
      <LineChart
        labels={MONTHS.map((month) => monthName(`2026-${month}`))}
        series={lines.map((year) => ({
          label: yearText(year),
          values: MONTHS.map((month) => (at(year, month) ? numbers.numberOf(at(year, month)) : null)),
        }))}
        text={numbers.short}
      />
      <div className="sp-report-scroll">
        <table className="sp-figures sp-report-table" aria-label={name}>
          <thead>
            <tr>
              <th scope="col">{t('report.month')}</th>
              {years.map((year) => (
                <th key={year} scope="col" className="sp-num">
                  {yearText(year)}
                </th>
              ))}
              {before && (
                <th scope="col" className="sp-num">
                  {t('report.change')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {MONTHS.map((month) => (
              <tr key={month}>
                <th scope="row">{monthName(`2026-${month}`)}</th>
                {years.map((year) => (
                  <td key={year} className="sp-num">
                    <Value
                      question={question}
                      tally={at(year, month)}
                      filter={filterOf(`${year}-${month}`)}
                      group={dateKeyText(`${year}-${month}`, { lang, quarter: () => '' })}
                    />
                  </td>
                ))}
                {last && before && <td className="sp-num">{change(at(last, month), at(before, month))}</td>}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('report.total')}</th>
              {years.map((year) => (
                <td key={year} className="sp-num sp-strong">
                  <Value question={question} tally={whole(year)} filter={filterOf(year)} group={yearText(year)} />
                </td>
              ))}
              {last && before && <td className="sp-num">{change(whole(last), whole(before))}</td>}
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  )
}
