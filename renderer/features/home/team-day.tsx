import { Select } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { mulDiv } from '../../../core/money.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { dealsToAsk, monthSpan, newCustomers, OVERDUE, ownedBy, wonDeals } from '../../../core/sales/attention.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useMonths } from '../../lib/months.ts'
import { listPath } from '../../lib/navigation.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { SalesChart } from './sales-chart.tsx'
import { AskList, PeopleTable, StageBars } from './team-parts.tsx'

export type Team = CallReply<'teamDay'>

/** The team's day: four numbers, sales by month, open deals by stage, each person, and what to ask about. Every number opens its records. */
export function TeamDay({ team }: { team: string | undefined }) {
  const { data, error, refetch } = useTeamDay(team)
  const failure = failureOf({ data, error })
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows height="4rem" />
  return (
    <div className="sp-team">
      <Tiles data={data} />
      <div className="sp-team-grid">
        {data.sales && <SalesChart data={data} />}
        <StageBars data={data} />
        <PeopleTable data={data} />
        <AskList data={data} />
      </div>
    </div>
  )
}

const useTeamDay = (team: string | undefined) => useRead('teamDay', { query: team ? { team } : {} }, { keep: true })

/** Which team's day it is, where there are several. */
export function TeamChoice({ team, onTeam }: { team: string | undefined; onTeam: (team: string | undefined) => void }) {
  const { t } = useWords()
  const { data } = useTeamDay(team)
  if (!data || data.teams.length < 2) return null
  return (
    <Select
      w="11rem"
      className="sp-no-print"
      aria-label={t('home.choose_team')}
      value={team ?? ''}
      onChange={(value) => onTeam(value || undefined)}
      allowDeselect={false}
      data={[{ value: '', label: t('home.every_team') }, ...data.teams.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}

function Tiles({ data }: { data: Team }) {
  const { t, number } = useWords()
  const office = useOffice()
  const { monthName, millions } = useMonths()
  const { sales, members } = data
  const month = sales?.month ?? office.today.slice(0, 7)
  const { from, until } = monthSpan(month)
  const stages = office.pipelines.flatMap((pipeline) => pipeline.stages)
  const worst = [...data.people].sort((a, b) => b.overdue - a.overdue)[0]
  const last = t('home.last_year', { month: monthName(month), value: sales ? millions(sales.lastYear) : '' })
  return (
    <div className="sp-team-tiles">
      {sales && (
        <Tile
          label={t('home.sales_month')}
          entity="deal"
          filter={ownedBy(wonDeals(from, until), members)}
          value={millions(sales.won)}
          unit={t('home.million')}
        >
          {sales.target
            ? t('home.of_target', {
                percent: mulDiv(sales.won, 100, sales.target),
                target: millions(sales.target),
                expected: sales.expected === null ? 0 : mulDiv(sales.expected, 100, sales.target),
              })
            : t('home.no_target')}
          <br />
          {last}
        </Tile>
      )}
      <Tile
        label={t('home.ask_team')}
        entity="deal"
        filter={ownedBy(dealsToAsk(stages, office.today), members)}
        value={number(data.ask.count)}
        unit={t('home.unit_deals')}
      >
        {t('home.ask_sum', { sum: millions(data.ask.sum) })}
      </Tile>
      <Tile
        label={t('home.overdue_tasks')}
        entity="activity"
        filter={ownedBy(OVERDUE, members)}
        value={number(data.overdue)}
        unit={t('home.unit_things')}
      >
        {worst && worst.overdue > 0
          ? t('home.most_overdue', { who: office.userLabel(worst.id), count: worst.overdue })
          : t('home.none_overdue')}
      </Tile>
      <Tile
        label={t('home.new_customers')}
        entity="customer"
        filter={ownedBy(newCustomers(from, until), members)}
        value={number(data.newCustomers.count)}
        unit={t('home.unit_customers')}
      >
        {t('home.last_year_customers', { month: monthName(month), count: data.newCustomers.lastYear })}
      </Tile>
    </div>
  )
}

type TileProps = { label: string; entity: string; filter: Filter; value: string; unit: string; children: React.ReactNode }

function Tile({ label, entity, filter, value, unit, children }: TileProps) {
  return (
    <Link className="sp-team-tile" to={listPath(entity)} search={{ f: filter } as never}>
      <span className="sp-t2 sp-row">
        {label} <IconChevronRight size={14} aria-hidden />
      </span>
      <span>
        <strong>{value}</strong> <span className="sp-t2">{unit}</span>
      </span>
      <span className="sp-t2 sp-small">{children}</span>
    </Link>
  )
}
