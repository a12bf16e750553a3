import { useInfiniteQuery } from '@tanstack/react-query'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { call } from '../../lib/api.ts'
import { useWords } from '../../lib/words.ts'
import { ChangeLine } from './change-line.tsx'
import { SectionHead } from './section-head.tsx'

/** Every change of the settings, latest first, each with what it was and what it became, and a way back. */
export function HistorySettings() {
  const { t } = useWords()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['configurationHistory'],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) =>
      call('configurationHistory', { query: { ...(pageParam && { before: pageParam }) } }, { signal }),
    getNextPageParam: (page) => page.next,
  })
  const changes = data?.pages.flatMap((page) => page.changes)
  return (
    <>
      <SectionHead title={t('settings.tab.history')} note={t('settings.history.note')} />
      {error && <ProblemPanel error={error} onRetry={() => void refetch()} />}
      {!changes && !error && <SkeletonRows count={6} />}
      {changes?.length === 0 && <p className="sp-t2">{t('settings.history.none')}</p>}
      {changes?.map((change) => (
        <ChangeLine key={change.seq} change={change} />
      ))}
      {hasNextPage && (
        <button type="button" className="sp-tool" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('settings.history.more')}
        </button>
      )}
    </>
  )
}
