import { Button, Drawer } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { HistoryEntry, RecordRow } from '../../core/contract/records.ts'
import { pointsAt } from '../../core/fields/points-at.ts'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { SkeletonRows } from '../components/skeleton-rows.tsx'
import { useToast } from '../components/toast.tsx'
import { call } from '../lib/api.ts'
import { useDates } from '../lib/instants.ts'
import { useCommand } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { fieldText } from './field-text.ts'
import { useTitles } from './titles.ts'
import './page.css'

/** Who changed what, newest first; a change made with others at once can be undone as one. */
export function HistoryDrawer({ entity, row, onClose }: { entity: string; row: RecordRow; onClose: () => void }) {
  const { t } = useWords()
  const { data, error, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['recordHistory', entity, row.id],
    initialPageParam: undefined as number | undefined,
    queryFn: ({ pageParam, signal }) =>
      call('recordHistory', { params: { entity, id: row.id }, query: { ...(pageParam && { before: pageParam }) } }, { signal }),
    getNextPageParam: (page) => (page.more ? page.entries[page.entries.length - 1]?.seq : undefined),
  })
  const entries = data?.pages.flatMap((page) => page.entries) ?? []
  const office = useOffice()
  // What a field pointed at before is not among the titles of the record as it is now.
  const titles = useTitles(
    entries.flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([key, sides]) => {
        const field = office.field(entity, key)
        return field ? sides.flatMap((side) => pointsAt(field, side)) : []
      }),
    ),
  )
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={440}
      title={t('page.history')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      classNames={{ title: 'sp-dialog-title' }}
    >
      {error && <ProblemPanel error={error} />}
      {!data && !error && <SkeletonRows count={6} />}
      {data && entries.length === 0 && <p>{t('page.history_none')}</p>}
      <ol className="sp-history">
        {entries.map((entry) => (
          <Entry key={entry.seq} entity={entity} titles={titles} entry={entry} />
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="default" onClick={() => void fetchNextPage()}>
          {t('page.more')}
        </Button>
      )}
    </Drawer>
  )
}

type EntryProps = { entity: string; titles: Record<string, string>; entry: HistoryEntry }

function Entry({ entity, titles, entry }: EntryProps) {
  const words = useWords()
  const { t, find } = words
  const office = useOffice()
  const dates = useDates()
  const toast = useToast()
  const undo = useCommand('undoBatch')
  const context = { words, office, dates, titles }
  const undoAll = async (batchId: string) => {
    const reply = await undo.run({ params: { batchId }, body: {} })
    toast.show({ text: reply.kept.length > 0 ? t('toast.undone_kept', { count: reply.kept.length }) : t('toast.undone') })
  }
  return (
    <li>
      <div className="sp-row">
        <strong className="sp-grow">{find(`page.history.${entry.action}`) ?? t('page.history.other')}</strong>
        <span className="sp-t2 sp-small">
          {t('page.history_by', {
            who: office.userLabel(entry.userId) || t('page.history_somebody'),
            when: dates.when(entry.at, true),
          })}
          {entry.via && ` · ${t('page.history_via', { name: entry.via })}`}
        </span>
      </div>
      <dl>
        {Object.entries(entry.fields).map(([key, [before, after]]) => {
          const field = office.field(entity, key)
          const isMasked = office.entity(entity)?.masked?.some((masked) => masked.field.key === key)
          if (!field && !isMasked) return null
          // Of a masked field the history tells the masks.
          const said = (value: unknown) => (field ? fieldText(context, field, value) : String(value)) || '…'
          return (
            <div key={key}>
              <dt>{office.fieldLabel(entity, key)}</dt>
              <dd className="sp-pre">
                {before !== null && before !== undefined && (
                  <>
                    <del>{said(before)}</del>{' '}
                  </>
                )}
                {after === null || after === undefined ? t('field.empty') : said(after)}
              </dd>
            </div>
          )
        })}
      </dl>
      {entry.batchId && (
        <button
          type="button"
          className="sp-link sp-small"
          onClick={() => void undoAll(entry.batchId as string).catch(toast.problem)}
        >
          {t('page.history_undo')}
        </button>
      )}
    </li>
  )
}
