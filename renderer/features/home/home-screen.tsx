import { Button, SegmentedControl } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { ActionKey } from '../../components/action-key.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { useDates } from '../../lib/instants.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { failureOf, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { type OfficeInfo, useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { useRecordActions } from '../../records/record-actions.tsx'
import { Appointments } from './appointments.tsx'
import { MyDay } from './my-day.tsx'
import { TargetPanel } from './target-panel.tsx'
import './home.css'

const loadTeam = () => import('./team-day.tsx')
const TeamChoice = lazy(() => loadTeam().then((file) => ({ default: file.TeamChoice })))
const TeamDay = lazy(() => loadTeam().then((file) => ({ default: file.TeamDay })))

/** Who sees other people's deals has a day of the team to look at. */
const seesTeam = (office: OfficeInfo): boolean =>
  ['team', 'all'].includes(office.entity('deal')?.grant.view ?? 'none') && office.users.filter((user) => user.active).length > 1

/** The start of the day: my own, or the team's for who may see it. */
export function HomeScreen() {
  const { t } = useWords()
  const dates = useDates()
  const office = useOffice()
  const [url, change] = useUrlState<{ owner?: 'team'; team?: string }>()
  const mayTeam = seesTeam(office)
  const team = mayTeam && url.owner === 'team'
  const choice = mayTeam && (
    <SegmentedControl
      size="xs"
      className="sp-no-print"
      aria-label={t('home.whose')}
      value={team ? 'team' : 'mine'}
      onChange={(value) => change({ owner: value === 'team' ? 'team' : undefined, team: undefined })}
      data={[
        { value: 'mine', label: t('home.mine') },
        { value: 'team', label: t('home.team') },
      ]}
    />
  )
  return (
    <div className="sp-home">
      {team ? (
        <>
          <PageHeader
            title={t('home.team_title')}
            note={dates.date(dates.today, 'weekdayLong')}
            actions={
              <>
                {choice}
                <Suspense fallback={null}>
                  <TeamChoice team={url.team} onTeam={(next) => change({ team: next })} />
                </Suspense>
                <Button
                  variant="default"
                  className="sp-no-print sp-not-on-phone"
                  leftSection={<IconPrinter size={16} aria-hidden />}
                  onClick={() => window.print()}
                >
                  {t('home.print')}
                </Button>
              </>
            }
          />
          <Suspense fallback={<SkeletonRows height="2.75rem" />}>
            <TeamDay team={url.team} />
          </Suspense>
        </>
      ) : (
        <MyHome choice={choice} />
      )}
    </div>
  )
}

function MyHome({ choice }: { choice: React.ReactNode }) {
  const { t } = useWords()
  const dates = useDates()
  const room = useRoom()
  const { create } = useRecordActions()
  const mayAdd = useOffice().entity('activity')?.grant.create
  const { data, error, refetch } = useRead('home', {})
  const failure = failureOf({ data, error })
  const left = data && (data.count > 0 ? t('home.left', { count: data.count }) : t('home.all_done'))
  const small = room === 'phone' || room === 'narrow'
  return (
    <>
      <PageHeader
        title={t('home.title')}
        note={[dates.date(dates.today, 'weekdayLong'), left].filter(Boolean).join(' · ')}
        actions={
          <>
            {choice}
            {room !== 'phone' && mayAdd && (
              <Button
                variant="default"
                onClick={() => create({ entity: 'activity', onSaved: () => undefined })}
                rightSection={<ActionKey id="add" />}
              >
                {t('home.add_task')}
              </Button>
            )}
          </>
        }
      />
      {failure ? (
        <ProblemPanel error={failure} onRetry={() => void refetch()} />
      ) : data ? (
        <>
          {small && data.target && <TargetPanel state={data.target} />}
          <SplitPane
            label={t('home.beside')}
            main={<MyDay home={data} />}
            side={
              !small && (
                <>
                  {data.target && <TargetPanel state={data.target} />}
                  <Appointments />
                </>
              )
            }
          />
        </>
      ) : (
        <SkeletonRows height="2.75rem" />
      )}
    </>
  )
}
