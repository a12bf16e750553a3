import { IconBulb } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import type { RecordLink } from '../../core/fields/values.ts'
import { Mark } from '../components/mark.tsx'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { call } from '../lib/api.ts'
import { useDates } from '../lib/instants.ts'
import { recordPath } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { KindIcon } from './activity-kinds.tsx'
import './log.css'

/** What happened with a record, and its open tasks. The first page also carries the counts by kind. */
export function useTimeline(entity: string, id: string, type?: string) {
  return useInfiniteQuery({
    queryKey: ['timeline', entity, id, type],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        'timeline',
        { params: { entity, id }, query: { ...(type && { type }), ...(pageParam && { after: pageParam }) } },
        { signal },
      ),
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous,
  })
}

/** Everything that happened, by day, newest first; one kind at a time on demand. */
export function Timeline({ entity, id }: { entity: string; id: string }) {
  const { t } = useWords()
  const dates = useDates()
  const [type, setType] = useState<string | undefined>()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(entity, id, type)
  const whole = useTimeline(entity, id)
  const { counts = {}, capped = false } = whole.data?.pages[0] ?? {}
  const rows = data?.pages.flatMap((page) => page.rows) ?? []
  if (error) return <ProblemPanel error={error} onRetry={() => void refetch()} />
  const days = new Map<string, RecordRow[]>()
  for (const row of rows) {
    const day = dates.dayOf(String(row.at ?? row.doneAt ?? row.createdAt))
    days.set(day, [...(days.get(day) ?? []), row])
  }
  return (
    <section aria-label={t('page.timeline')}>
      <KindTabs counts={counts} capped={capped} chosen={type} onChoose={setType} />
      {!data && <SkeletonRows count={4} height="4rem" />}
      {data && rows.length === 0 && <p className="sp-timeline-empty sp-t2">{t('page.timeline_none')}</p>}
      {[...days].map(([day, events]) => (
        <Fragment key={day}>
          <h3 className="sp-day">{dates.heading(day)}</h3>
          {events.map((event) => (
            <TimelineEvent key={event.id} row={event} here={id} />
          ))}
        </Fragment>
      ))}
      {hasNextPage && (
        <button type="button" className="sp-tool" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('page.more')}
        </button>
      )}
    </section>
  )
}

function KindTabs({
  counts,
  capped,
  chosen,
  onChoose,
}: {
  counts: Record<string, number>
  capped: boolean
  chosen: string | undefined
  onChoose: (type: string | undefined) => void
}) {
  const { t, number } = useWords()
  const office = useOffice()
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0)
  // Of a long timeline only a part is counted: a kind may stand further back.
  const kinds = office.options('activityType').filter((option) => capped || counts[option.value])
  const told = (count: number) => (count === 0 && capped ? '' : `${number(count)}${capped ? '+' : ''}`)
  if (all === 0) return null
  return (
    <div className="sp-kinds" role="toolbar" aria-label={t('page.timeline')}>
      <button
        type="button"
        className="sp-kind"
        aria-pressed={!chosen}
        data-here={!chosen || undefined}
        onClick={() => onChoose(undefined)}
      >
        {t('page.all_kinds')} <span>{told(all)}</span>
      </button>
      {kinds.map((kind) => (
        <button
          key={kind.value}
          type="button"
          className="sp-kind"
          aria-pressed={chosen === kind.value}
          data-here={chosen === kind.value || undefined}
          onClick={() => onChoose(kind.value)}
        >
          <KindIcon type={kind.value} /> {kind.label} <span className="sp-t3">{told(counts[kind.value] ?? 0)}</span>
        </button>
      ))}
    </div>
  )
}

function TimelineEvent({ row, here }: { row: RecordRow; here: string }) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const others = ((row.about as RecordLink[] | undefined) ?? []).filter((link) => link.id !== here && row.titles?.[link.id])
  const outcome = typeof row.outcome === 'string' ? office.choiceLabel('outcome', row.outcome) : undefined
  return (
    <article className="sp-event">
      <span className="sp-event-kind">
        <KindIcon type={row.type} />
      </span>
      <div className="sp-grow">
        <div className="sp-event-head">
          <Link to={recordPath('activity', row.id)} className="sp-strong">
            {row.title}
          </Link>
          {outcome && <Mark>{outcome}</Mark>}
          {others.map((link) => (
            <Link key={link.id} to={recordPath(link.entity, link.id)}>
              <Mark>{row.titles?.[link.id]}</Mark>
            </Link>
          ))}
          <span className="sp-grow" />
          <span className="sp-t3 sp-small sp-nowrap">
            {dates.timeOf(String(row.at ?? row.doneAt))} ·{' '}
            {[office.userLabel(row.owner as string), typeof row.minutes === 'number' && t('page.minutes', { count: row.minutes })]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
        {typeof row.body === 'string' && <p className="sp-pre">{row.body}</p>}
        {typeof row.learned === 'string' && (
          <p className="sp-t2 sp-small sp-row">
            <IconBulb size={14} aria-hidden /> {t('page.learned', { text: row.learned })}
          </p>
        )}
      </div>
    </article>
  )
}
