import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { DealCard } from '../../../core/contract/sales.ts'
import { formatBaht, mulDiv } from '../../../core/money.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { dealsToAsk, monthSpan, OVERDUE, ownedBy, wonDeals } from '../../../core/sales/attention.ts'
import { Mark } from '../../components/mark.tsx'
import { useMonths } from '../../lib/months.ts'
import { listPath, recordPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { TargetBar } from './target-bar.tsx'
import type { Team } from './team-day.tsx'

const TALKED: Filter = {
  all: [
    { field: 'doneAt', op: 'within', value: 'last7' },
    { field: 'type', op: 'noneOf', value: ['note', 'task'] },
  ],
}

/** What open deals come to in each stage, and in words in which they stay longest. */
export function StageBars({ data }: { data: Team }) {
  const { t, lang } = useWords()
  const office = useOffice()
  const { millions } = useMonths()
  const several = office.pipelines.filter((pipeline) => !pipeline.archived).length > 1
  const byId = new Map(data.stages.map((stage) => [stage.stage, stage]))
  const rows = office.pipelines.flatMap((pipeline) =>
    pipeline.stages.flatMap((stage) => {
      const found = byId.get(stage.id)
      return found ? [{ ...found, stage, pipeline }] : []
    }),
  )
  const most = Math.max(1, ...rows.map((row) => row.sum))
  const slow = rows
    .filter((row) => row.stage.staleDays !== null && row.days > row.stage.staleDays)
    .sort((a, b) => b.days - (b.stage.staleDays ?? 0) - (a.days - (a.stage.staleDays ?? 0)))[0]
  if (rows.length === 0) return <section className="sp-team-part" />
  return (
    <section className="sp-team-part" aria-label={t('home.open_by_stage')}>
      <div className="sp-row">
        <h2 className="sp-grow">{t('home.open_by_stage')}</h2>
        <span className="sp-t2 sp-small">
          {millions(rows.reduce((sum, row) => sum + row.sum, 0))} {t('home.million')}
        </span>
      </div>
      <ul className="sp-stage-bars">
        {rows.map((row, at) => (
          <li key={row.stage.id}>
            {several && row.pipeline !== rows[at - 1]?.pipeline && (
              <div className="sp-t2 sp-small">{inLang(lang, row.pipeline.nameTh, row.pipeline.nameEn)}</div>
            )}
            <Link
              to={listPath('deal')}
              search={{ f: ownedBy({ field: 'stage', op: 'anyOf', value: [row.stage.id] }, data.members) } as never}
              title={t('home.stage_open', {
                stage: inLang(lang, row.stage.nameTh, row.stage.nameEn),
                count: row.count,
                sum: millions(row.sum),
              })}
            >
              <span className="cut">{inLang(lang, row.stage.nameTh, row.stage.nameEn)}</span>
              <span className="sp-stage-bar">
                <i style={{ width: `${(100 * row.sum) / most}%` }} />
              </span>
              <span className="sp-num">{millions(row.sum)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {slow && (
        <p className="sp-t2 sp-small">
          {t('home.slowest', {
            stage: inLang(lang, slow.stage.nameTh, slow.stage.nameEn),
            days: slow.days,
            limit: slow.stage.staleDays,
          })}
        </p>
      )}
    </section>
  )
}

/** Each person: sales of the month against his own target, contacts of seven days, what is overdue. */
export function PeopleTable({ data }: { data: Team }) {
  const { t, number } = useWords()
  const office = useOffice()
  const { millions } = useMonths()
  const month = data.sales?.month ?? office.today.slice(0, 7)
  const { from, until } = monthSpan(month)
  const share = (target: number) =>
    data.sales?.target && data.sales.expected !== null ? mulDiv(target, data.sales.expected, data.sales.target) : null
  const to = (entity: string, filter: Filter, id: string, words: React.ReactNode) => (
    <Link className="sp-quiet-link" to={listPath(entity)} search={{ f: ownedBy(filter, [id]) } as never}>
      {words}
    </Link>
  )
  return (
    <section className="sp-team-part" aria-label={t('home.team_today')}>
      <h2>{t('home.team_today')}</h2>
      <table className="sp-team-table">
        <thead>
          <tr>
            <th>{t('home.person')}</th>
            {data.sales && <th className="sp-num">{t('home.million')}</th>}
            {data.sales && <th>{t('home.to_target')}</th>}
            <th className="sp-num">{t('home.contacts7')}</th>
            <th className="sp-num">{t('home.overdue_short')}</th>
          </tr>
        </thead>
        <tbody>
          {data.people.map((person) => (
            <tr key={person.id}>
              <td>
                <div className="cut sp-strong">{office.userLabel(person.id)}</div>
              </td>
              {data.sales && <td className="sp-num">{to('deal', wonDeals(from, until), person.id, millions(person.won))}</td>}
              {data.sales && (
                <td>
                  {person.target ? (
                    <div className="sp-row">
                      <span className="sp-grow">
                        <TargetBar won={person.won} target={person.target} expected={share(person.target)} />
                      </span>
                      <span className="sp-num sp-percent">{mulDiv(person.won, 100, person.target)} %</span>
                    </div>
                  ) : (
                    <span className="sp-t3">{t('home.no_target')}</span>
                  )}
                </td>
              )}
              <td className="sp-num">{to('activity', TALKED, person.id, number(person.contacts))}</td>
              <td className="sp-num">
                {person.overdue > 0 ? (
                  to('activity', OVERDUE, person.id, number(person.overdue))
                ) : (
                  <span className="sp-t3">–</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The largest deals that are stuck or have no next step. */
export function AskList({ data }: { data: Team }) {
  const { t } = useWords()
  const office = useOffice()
  const stages = office.pipelines.flatMap((pipeline) => pipeline.stages)
  return (
    <section className="sp-team-part" aria-label={t('home.ask_team')}>
      <div className="sp-row">
        <h2 className="sp-grow">{t('home.ask_team')}</h2>
        {data.ask.count > 0 && (
          <Link
            className="sp-link sp-small"
            to={listPath('deal')}
            search={{ f: ownedBy(dealsToAsk(stages, office.today), data.members), s: { field: 'amount', desc: true } } as never}
          >
            {t('home.see_all', { count: data.ask.count })}
          </Link>
        )}
      </div>
      {data.ask.rows.length === 0 && <p className="sp-t2 sp-small">{t('home.nothing_to_ask')}</p>}
      <ul className="sp-ask">
        {data.ask.rows.map((deal) => (
          <li key={deal.row.id}>
            <AskLine deal={deal} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function AskLine({ deal: { row, ageDays, noDecider, nextStep } }: { deal: DealCard }) {
  const { t } = useWords()
  const office = useOffice()
  const limit = office.stage(String(row.stage))?.staleDays ?? null
  const customer = typeof row.customer === 'string' ? row.titles?.[row.customer] : undefined
  const stuck = limit !== null && ageDays > limit
  return (
    <Link to={recordPath('deal', row.id)} title={row.title}>
      <span className="cut sp-grow">{customer ?? row.title}</span>
      {stuck ? (
        <Mark tone="warn" icon={IconClock}>
          {t('page.stuck', { days: ageDays, limit })}
        </Mark>
      ) : !nextStep ? (
        <Mark tone="bad" icon={IconAlertTriangle}>
          {t('home.no_step')}
        </Mark>
      ) : noDecider ? (
        <Mark tone="bad" icon={IconAlertTriangle}>
          {t('home.no_decider')}
        </Mark>
      ) : null}
      <span className="sp-t2 sp-ask-owner cut">{office.userLabel(String(row.owner ?? ''))}</span>
      <span className="sp-num sp-ask-sum">{typeof row.amount === 'number' ? formatBaht(row.amount, { decimals: 0 }) : '–'}</span>
    </Link>
  )
}
