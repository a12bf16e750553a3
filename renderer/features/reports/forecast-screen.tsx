import { Button, Select } from '@mantine/core'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import type { CallReply } from '../../lib/api.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { useCount } from '../../records/list-data.ts'
import { useRecordActions } from '../../records/record-actions.tsx'
import { CommitmentHistory } from './commitment-history.tsx'
import { MonthTable } from './month-table.tsx'
import { PeopleTable } from './people-table.tsx'
import { ReportTabs } from './report-tabs.tsx'
import './forecast.css'
import './reports.css'

export type Forecast = CallReply<'forecast'>
/** What stands behind `?`: whose forecast, and the month that is shown by person. */
type ForecastUrl = { team?: string; person?: string; month?: string }

const NEEDED = ['amount', 'stage', 'status', 'owner', 'expectedClose', 'closedAt']

/** What is expected to close by month, beside what was won, what the owners say and what was set as target. */
export function ForecastScreen() {
  const { t } = useWords()
  const office = useOffice()
  const allowed = NEEDED.every((key) => office.field('deal', key))
  return allowed ? <Allowed /> : <EmptyState title={t('forecast.title')} text={t('forecast.not_allowed')} />
}

function Allowed() {
  const { t } = useWords()
  const [url, change] = useUrlState<ForecastUrl>()
  const { data, error, refetch } = useRead(
    'forecast',
    { query: { ...(url.team && { team: url.team }), ...(url.person && { person: url.person }) } },
    { keep: true },
  )
  const failure = failureOf({ data, error })
  const month = data?.months.find((candidate) => candidate.month === url.month) ?? data?.months[0]
  return (
    <div className="sp-forecast">
      <PageHeader
        title={t('forecast.title')}
        note={t('forecast.note')}
        actions={
          data && <Whose data={data} url={url} onChange={(part) => change({ team: undefined, person: undefined, ...part })} />
        }
      >
        <ReportTabs />
      </PageHeader>
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : !data || !month ? (
        <SkeletonRows height="2.25rem" count={9} />
      ) : (
        <div className="sp-forecast-body">
          <NoDeals />
          <MonthTable data={data} chosen={month.month} onChoose={(chosen) => change({ month: chosen })} />
          <PeopleTable month={month} />
          <CommitmentHistory year={Number(month.month.slice(0, 4))} />
        </div>
      )}
    </div>
  )
}

/** Where there are no deals yet it is said how a forecast begins; what people commit to can be written down before there are any. */
function NoDeals() {
  const { t } = useWords()
  const { create } = useRecordActions()
  const office = useOffice()
  const mayAdd = office.entity('deal')?.grant.create === true
  if (useCount('deal', undefined)?.count !== 0) return null
  return (
    <div className="sp-row sp-wrap sp-forecast-none">
      <p>
        <strong>{t('forecast.empty')}</strong> {mayAdd && t('forecast.empty_text')}
      </p>
      {mayAdd && (
        <Button onClick={() => create({ entity: 'deal', onSaved: () => undefined })}>
          {t('add.of', { entity: office.entityLabel('deal', 'one') })}
        </Button>
      )}
    </div>
  )
}

type WhoseProps = { data: Forecast; url: ForecastUrl; onChange: (part: ForecastUrl) => void }

/** Everybody, a team or a person, of those whose deals the reader sees. */
function Whose({ data, url, onChange }: WhoseProps) {
  const { t } = useWords()
  const office = useOffice()
  const reach = office.entity('deal')?.grant.view
  if (reach !== 'all' && reach !== 'team') return null
  const inTeam = new Set(url.team || url.person ? [] : data.members)
  const people = office.users.filter((user) => user.active && (reach === 'all' || inTeam.size === 0 || inTeam.has(user.id)))
  return (
    <Select
      w="13rem"
      className="sp-no-print"
      aria-label={t('forecast.whose')}
      searchable
      allowDeselect={false}
      value={url.person ? `person ${url.person}` : url.team ? `team ${url.team}` : ''}
      onChange={(value) => {
        const [kind, id] = (value ?? '').split(' ')
        onChange(kind === 'person' && id ? { person: id } : kind === 'team' && id ? { team: id } : {})
      }}
      data={[
        { value: '', label: t('forecast.everybody') },
        { group: t('forecast.teams'), items: data.teams.map(({ id, name }) => ({ value: `team ${id}`, label: name })) },
        {
          group: t('forecast.people'),
          items: people.map((user) => ({ value: `person ${user.id}`, label: user.nick || user.name })),
        },
      ]}
    />
  )
}
