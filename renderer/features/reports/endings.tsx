import { Link } from '@tanstack/react-router'
import { formatBaht, mulDiv } from '../../../core/money.ts'
import { endedDeals, ownedBy } from '../../../core/sales/attention.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import type { CallReply } from '../../lib/api.ts'
import { listPath } from '../../lib/navigation.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

type Ending = CallReply<'dealEndings'>['total']
type Props = { from: string; until: string }

/** Who won how many of the deals that ended, and how long they took. */
export function Endings({ from, until }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const { data, error, refetch } = useRead('dealEndings', { query: { from, until } }, { keep: true })
  const failure = failureOf({ data, error })
  const all = office.entity('deal')?.grant.view === 'all'
  return (
    <section className="sp-report-tile" data-wide aria-label={t('report.endings')}>
      <div className="sp-row sp-report-tile-head">
        <h2 className="cut">{t('report.endings')}</h2>
      </div>
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !data ? (
        <SkeletonRows height="2rem" count={5} />
      ) : data.owners.length === 0 ? (
        <p className="sp-t2 sp-report-empty">{t('report.empty')}</p>
      ) : (
        <div className="sp-report-scroll">
          <table className="sp-figures sp-report-table" aria-label={t('report.endings')}>
            <thead>
              <tr>
                <th scope="col">{t('report.person')}</th>
                {(['won', 'lost', 'rate', 'won_sum', 'days', 'middle_days'] as const).map((key) => (
                  <th key={key} scope="col" className="sp-num">
                    {t(`report.${key}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.owners.map((ending) => (
                <EndingLine key={ending.owner} ending={ending} people={[ending.owner ?? '']} {...{ from, until }} />
              ))}
            </tbody>
            <tfoot>
              <EndingLine
                ending={data.total}
                people={all ? undefined : data.owners.map((ending) => ending.owner ?? '')}
                {...{ from, until }}
              />
            </tfoot>
          </table>
        </div>
      )}
      <p className="sp-t2 sp-small">{t('report.days_hint')}</p>
    </section>
  )
}

/** The line of a person, or of all together. */
function EndingLine({ ending, people, from, until }: Props & { ending: Ending; people: string[] | undefined }) {
  const { t, number } = useWords()
  const office = useOffice()
  const nobody = people?.length === 1 && people[0] === ''
  const opens = (ends: ('won' | 'lost')[], count: number) => {
    if (count === 0) return <span className="sp-t3">–</span>
    const filter = nobody
      ? { all: [endedDeals(ends, from, until), { field: 'owner', op: 'empty' as const }] }
      : ownedBy(endedDeals(ends, from, until), people)
    return (
      <Link className="sp-quiet-link" to={listPath('deal')} search={{ f: filter } as never}>
        {number(count)}
      </Link>
    )
  }
  const ended = ending.won + ending.lost
  const days = (value: number | null) => (value === null ? '–' : number(Math.round(value)))
  const total = people === undefined || people.length !== 1
  const name = total ? t('report.total') : nobody ? t('report.none') : office.userLabel(ending.owner)
  return (
    <tr>
      <th scope="row">
        <div className="cut">{name}</div>
      </th>
      <td className="sp-num">{opens(['won'], ending.won)}</td>
      <td className="sp-num">{opens(['lost'], ending.lost)}</td>
      <td className="sp-num sp-strong">{ended === 0 ? '–' : t('report.percent', { percent: mulDiv(ending.won, 100, ended) })}</td>
      <td className="sp-num">{formatBaht(ending.wonSum, { decimals: 'auto' })}</td>
      <td className="sp-num">{days(ending.days)}</td>
      <td className="sp-num">{days(ending.middleDays)}</td>
    </tr>
  )
}
