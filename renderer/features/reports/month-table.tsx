import type { OpenDeals } from '../../../core/contract/forecast.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { closingAfter, closingBefore, monthSpan, ownedBy, UNDATED_DEALS } from '../../../core/sales/attention.ts'
import { useMonths } from '../../lib/months.ts'
import { useWords } from '../../lib/words.ts'
import { Deals, ForecastHead, StandingCells, topOf } from './forecast-numbers.tsx'
import type { Forecast } from './forecast-screen.tsx'

type Props = { data: Forecast; chosen: string; onChoose: (month: string) => void }

/** The months as a table with a bar in each line; a month is chosen to see it by person. */
export function MonthTable({ data, chosen, onChoose }: Props) {
  const { t } = useWords()
  const { months, members, late, later, undated } = data
  const first = monthSpan(months[0]?.month ?? '')
  const last = monthSpan(months.at(-1)?.month ?? '')
  const top = topOf(months)
  return (
    <section aria-label={t('forecast.month')}>
      <Legend />
      <div className="sp-forecast-scroll">
        <table className="sp-figures sp-forecast-table sp-stacks">
          <ForecastHead first={t('forecast.month')} />
          <tbody>
            {late.count > 0 && (
              <OpenLine label={t('forecast.late')} open={late} filter={ownedBy(closingBefore(first.from), members)} />
            )}
            {months.map((month) => (
              <MonthLine key={month.month} {...{ month, members, top, onChoose }} here={month.month === chosen} />
            ))}
            {later.count > 0 && (
              <OpenLine label={t('forecast.later')} open={later} filter={ownedBy(closingAfter(last.until), members)} />
            )}
            {undated.count > 0 && (
              <OpenLine label={t('forecast.undated')} open={undated} filter={ownedBy(UNDATED_DEALS, members)} />
            )}
          </tbody>
        </table>
      </div>
      <p className="sp-t2 sp-small sp-forecast-hint">{t('forecast.hint')}</p>
    </section>
  )
}

function Legend() {
  const { t } = useWords()
  return (
    <p className="sp-forecast-legend sp-small sp-t2" aria-hidden>
      <span>
        <i data-kind="won" /> {t('forecast.legend_won')}
      </span>
      <span>
        <i data-kind="open" /> {t('forecast.legend_open')}
      </span>
      <span>
        <i data-kind="said" /> {t('forecast.legend_said')}
      </span>
      <span>
        <i data-kind="target" /> {t('forecast.legend_target')}
      </span>
    </p>
  )
}

type LineProps = {
  month: Forecast['months'][number]
  members: readonly string[] | undefined
  top: number
  here: boolean
  onChoose: (month: string) => void
}

function MonthLine({ month, members, top, here, onChoose }: LineProps) {
  const { t } = useWords()
  const { monthName } = useMonths()
  return (
    <tr data-here={here || undefined}>
      <th scope="row">
        <button
          type="button"
          className="sp-plain"
          aria-pressed={here}
          title={t('forecast.show_month', { month: monthName(month.month, true) })}
          onClick={() => onChoose(month.month)}
        >
          {monthName(month.month, true)}
        </button>
      </th>
      <StandingCells standing={month} month={month.month} members={members} top={top} />
    </tr>
  )
}

/** Open deals that no month holds. */
function OpenLine({ label, open, filter }: { label: string; open: OpenDeals; filter: Filter }) {
  const { t } = useWords()
  const { millions } = useMonths()
  const deals = t('forecast.open_deals', { count: open.count, sum: millions(open.sum) })
  return (
    <tr>
      <th scope="row" className="sp-t2">
        {label}
      </th>
      <td />
      <td className="sp-num" data-label={t('forecast.weighted')}>
        <Deals filter={filter} count={open.count} label={deals}>
          {millions(open.weighted)}
        </Deals>
      </td>
      <td colSpan={4} />
      <td colSpan={2} className="sp-num" data-label={t('forecast.open')}>
        <Deals filter={filter} count={open.count} label={deals}>
          {deals}
        </Deals>
      </td>
    </tr>
  )
}
