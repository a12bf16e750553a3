import { Link } from '@tanstack/react-router'
import { monthSpan, ownedBy, wonDeals } from '../../../core/sales/attention.ts'
import { useMonths } from '../../lib/months.ts'
import { listPath } from '../../lib/navigation.ts'
import { useWords } from '../../lib/words.ts'
import type { Team } from './team-day.tsx'

const MILLION = 100_000_000
const STEPS = [0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 25, 50, 100, 200, 500, 1000]
const MOST_LINES = 5

/** The height of the scale in millions, and its step: round numbers, at most five lines. */
function scaleOf(largest: number): { step: number; top: number } {
  const most = Math.max(largest / MILLION, STEPS[0] ?? 1)
  const step = STEPS.find((candidate) => most / candidate <= MOST_LINES) ?? most
  return { step, top: step * Math.ceil(most / step) }
}

/** Sales by month: a bar for this year, a line for last year, dots for the target. A bar opens the deals behind it. */
export function SalesChart({ data }: { data: Team }) {
  const { t } = useWords()
  const { monthName, yearName, millions } = useMonths()
  const { months, sales, members } = data
  const { step, top } = scaleOf(Math.max(...months.flatMap((month) => [month.won, month.lastYear, month.target ?? 0])))
  const height = (satang: number) => (100 * satang) / (top * MILLION)
  const points = (value: (month: (typeof months)[number]) => number | null) =>
    months.flatMap((month, at) => {
      const amount = value(month)
      return amount === null ? [] : [`${((at + 0.5) * 100) / months.length},${100 - height(amount)}`]
    })
  const targets = points((month) => month.target)
  const lastYear = months.some((month) => month.lastYear > 0) ? points((month) => month.lastYear) : []
  const year = months[0]?.month ?? ''
  return (
    <section className="sp-team-part" aria-label={t('home.sales_by_month')}>
      <div className="sp-row">
        <h2 className="sp-grow">{t('home.sales_by_month')}</h2>
        <span className="sp-t2 sp-small">{t('home.chart_hint')}</span>
      </div>
      <p className="sp-chart-legend sp-small sp-t2">
        <span>
          <i data-kind="bar" /> {t('home.year', { year: yearName(year) })}
        </span>
        {lastYear.length > 0 && (
          <span>
            <i data-kind="line" /> {t('home.year', { year: yearName(`${Number(year.slice(0, 4)) - 1}-01`) })}
          </span>
        )}
        {targets.length > 0 && (
          <span>
            <i data-kind="dots" /> {t('home.target')}
          </span>
        )}
      </p>
      <div className="sp-chart">
        {Array.from({ length: Math.round(top / step) + 1 }, (_, at) => at * step).map((value) => (
          <div key={value} className="sp-chart-line" style={{ bottom: `${(100 * value) / top}%` }}>
            <span>{value.toLocaleString('en-US')}</span>
          </div>
        ))}
        <div className="sp-chart-plot">
          {months.map((month) => {
            const span = monthSpan(month.month)
            const future = sales !== undefined && month.month > sales.month
            const words = t('home.bar', {
              month: monthName(month.month, true),
              won: millions(month.won),
              last: millions(month.lastYear),
              target: month.target === null ? '–' : millions(month.target),
            })
            return future ? (
              <span key={month.month} title={words} />
            ) : (
              <Link
                key={month.month}
                to={listPath('deal')}
                search={{ f: ownedBy(wonDeals(span.from, span.until), members) } as never}
                aria-label={words}
                title={words}
                data-now={month.month === sales?.month || undefined}
              >
                <i style={{ height: `${height(month.won)}%` }} />
              </Link>
            )
          })}
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <polyline data-kind="line" points={lastYear.join(' ')} />
            <polyline data-kind="dots" points={targets.join(' ')} />
          </svg>
        </div>
      </div>
      <div className="sp-chart-months sp-small sp-t2" aria-hidden>
        {months.map((month) => (
          <span key={month.month}>{monthName(month.month)}</span>
        ))}
      </div>
    </section>
  )
}
