import { Button } from '@mantine/core'
import { IconChevronLeft, IconRefresh } from '@tabler/icons-react'
import type { EntityInfo } from '../../../core/contract/office.ts'
import { PageHeader } from '../../components/page-header.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { useActions } from '../../lib/actions.ts'
import type { CallReply } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { useUrlState } from '../../lib/navigation.ts'
import { failureOf, useCommand, useRead } from '../../lib/queries.ts'
import { useRoom } from '../../lib/room.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { MissingRecords } from '../../records/missing-records.tsx'
import { ComparePane } from './compare-pane.tsx'
import { NoPairs, PairList } from './pair-list.tsx'
import './duplicates.css'

type DuplicatesUrl = { of?: string; state?: 'dismissed'; a?: string; b?: string }
const PAGE = 100

/** Pairs of records that look like one: why, side by side, and merged or told apart, one after another by keyboard. */
export function DuplicatesScreen() {
  const { t } = useWords()
  const office = useOffice()
  const [{ of, state }, change] = useUrlState<DuplicatesUrl>()
  const entities = office.entities.filter((entity) => entity.duplicates && entity.grant.view !== 'none')
  const { data: counts } = useRead('duplicateCounts', {})
  // Whoever names no kind begins where there is something to look through.
  const found = counts?.counts.find(({ entity: key, count }) => count > 0 && entities.some((candidate) => candidate.key === key))
  const entity = entities.find((candidate) => candidate.key === (of ?? found?.entity)) ?? entities[0]
  if (!entity) return <MissingRecords />
  return (
    <div className="sp-dup">
      <PageHeader
        title={t('duplicates.title')}
        note={<LastLook counts={counts} />}
        actions={<LookNow looking={counts?.looking ?? false} />}
      >
        <nav className="sp-page-tabs" aria-label={t('duplicates.tabs')}>
          {entities.map((candidate) => (
            <button
              key={candidate.key}
              type="button"
              aria-current={candidate.key === entity.key && !state ? 'page' : undefined}
              onClick={() => change({ of: candidate.key, state: undefined, a: undefined, b: undefined })}
            >
              {office.entityLabel(candidate.key)} <Count counts={counts} entity={candidate.key} />
            </button>
          ))}
          <button
            type="button"
            aria-current={state ? 'page' : undefined}
            onClick={() => change({ of: entity.key, state: 'dismissed', a: undefined, b: undefined })}
          >
            {t('duplicates.dismissed')}
          </button>
        </nav>
      </PageHeader>
      <Review key={`${entity.key} ${state ?? ''}`} entity={entity} state={state ?? 'open'} looked={counts?.lookedAt != null} />
    </div>
  )
}

type Counts = CallReply<'duplicateCounts'> | undefined

function Count({ counts, entity }: { counts: Counts; entity: string }) {
  const { t, number } = useWords()
  const counted = counts?.counts.find((candidate) => candidate.entity === entity)
  if (!counted) return null
  return <span className="sp-t3">{counted.capped ? t('list.capped', { count: counted.count }) : number(counted.count)}</span>
}

function LastLook({ counts }: { counts: Counts }) {
  const { t } = useWords()
  const dates = useDates()
  if (!counts) return null
  if (counts.looking) return <span role="status">{t('duplicates.looking')}</span>
  return counts.lookedAt ? t('duplicates.looked', { when: dates.when(counts.lookedAt, true) }) : t('duplicates.never')
}

function LookNow({ looking }: { looking: boolean }) {
  const { t } = useWords()
  const toast = useToast()
  const look = useCommand('lookForDuplicates')
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} aria-hidden />}
      loading={look.busy || looking}
      onClick={() => void look.run({ body: {} }).catch(toast.problem)}
    >
      {t('duplicates.look')}
    </Button>
  )
}

/** The pairs at the left, the one at hand at the right; on a phone one of the two. */
function Review({ entity, state, looked }: { entity: EntityInfo; state: 'open' | 'dismissed'; looked: boolean }) {
  const { t } = useWords()
  const room = useRoom()
  const [{ a, b }, change] = useUrlState<DuplicatesUrl>()
  const { data, error, refetch } = useRead('duplicatePairs', { params: { entity: entity.key }, query: { state, limit: PAGE } })
  const pairs = data?.pairs ?? []
  const phone = room === 'phone'
  const named = pairs.findIndex((pair) => pair.a.id === a && pair.b.id === b)
  // A pair that was asked for by name need not be on the list.
  const asked = a && b ? { a, b } : undefined
  const first = !phone && pairs[0] ? { a: pairs[0].a.id, b: pairs[0].b.id } : undefined
  const shown = asked ?? first
  const at = asked ? named : 0
  const goTo = (index: number) => {
    const pair = pairs[Math.max(0, Math.min(pairs.length - 1, index))]
    if (pair) change({ a: pair.a.id, b: pair.b.id })
  }
  useActions({ pairNext: (key) => goTo(at + (key === 0 ? -1 : 1)) })
  // The pair at hand leaves the list; the next one takes its place.
  const next = () => {
    const following = pairs[at + 1] ?? pairs[at - 1]
    change({ a: following?.a.id, b: following?.b.id })
  }
  const failure = failureOf({ data, error })
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows height="4.5rem" count={6} />
  if (pairs.length === 0 && !asked) return <NoPairs entity={entity} state={state} looked={looked} />
  return (
    <div className="sp-dup-body" data-room={room}>
      {!(phone && asked) && pairs.length > 0 && (
        <PairList entity={entity} pairs={pairs} at={shown ? at : -1} more={data.next !== undefined} onGo={goTo} />
      )}
      {shown && (
        <div className="sp-dup-pane">
          {phone && (
            <Button
              variant="subtle"
              leftSection={<IconChevronLeft size={18} aria-hidden />}
              onClick={() => change({ a: undefined, b: undefined })}
            >
              {t('duplicates.list')}
            </Button>
          )}
          <ComparePane key={`${shown.a} ${shown.b}`} entity={entity} ids={shown} state={state} onDone={next} />
        </div>
      )}
    </div>
  )
}
