import { Button, Checkbox } from '@mantine/core'
import { IconRestore } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecordRow } from '../../../core/contract/records.ts'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import { call } from '../../lib/api.ts'
import { useDates } from '../../lib/instants.ts'
import { failureOf, useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { NameText } from '../../records/name-text.tsx'
import { KEPT_DAYS } from './bin-screen.tsx'

const PAGE = 100
const DAY_MS = 86_400_000

/** The deleted records of one kind, latest first, each with the days it has left. */
export function BinList({ entity }: { entity: string }) {
  const { t, find } = useWords()
  const office = useOffice()
  const toast = useToast()
  const restore = useCommand('restoreRecords')
  const remove = useCommand('deleteRecords')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const title = office.entity(entity)?.title ?? 'name'
  const pages = useInfiniteQuery({
    queryKey: ['bin', entity],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      call(
        'listRecords',
        {
          params: { entity },
          body: {
            bin: true,
            limit: PAGE,
            sort: { field: 'deletedAt', desc: true },
            columns: [title, 'taxId', 'code'],
            ...(pageParam && { after: pageParam }),
          },
        },
        { signal },
      ),
    getNextPageParam: (page) => page.next,
  })
  const unit = find(`${entity}.unit`) ?? ''
  const bring = async (ids: string[]) => {
    try {
      const { count, refused } = await restore.run({ params: { entity }, body: { ids } })
      setChosen(new Set())
      const text = [t('bin.restored', { count, unit }), refused > 0 && t('bin.refused', { count: refused, unit })]
        .filter(Boolean)
        .join(' · ')
      toast.show({ text, ...(count > 0 && { undo: () => remove.run({ params: { entity }, body: { ids } }) }) })
    } catch (error) {
      toast.problem(error)
    }
  }
  const failure = failureOf(pages)
  if (failure) return <ProblemPanel error={failure} onRetry={() => void pages.refetch()} />
  if (!pages.data) return <SkeletonRows />
  const rows = pages.data.pages.flatMap((page) => page.rows)
  if (rows.length === 0) return <p className="sp-t2 sp-bin-empty">{t('bin.empty', { entity: office.entityLabel(entity) })}</p>
  const all = rows.every((row) => chosen.has(row.id))
  return (
    <>
      <div className="sp-bin-bar">
        <Checkbox
          label={t('bin.select_all')}
          checked={all}
          indeterminate={!all && chosen.size > 0}
          onChange={() => setChosen(all ? new Set() : new Set(rows.map((row) => row.id)))}
        />
        <Button
          leftSection={<IconRestore size={16} aria-hidden />}
          disabled={chosen.size === 0}
          loading={restore.busy}
          onClick={() => void bring([...chosen])}
        >
          {t('bin.restore_many', { count: chosen.size, unit })}
        </Button>
      </div>
      <table className="sp-bin-table">
        <thead>
          <tr>
            <th aria-hidden />
            <th>{t('bin.name')}</th>
            <th>{t('bin.deleted')}</th>
            <th>{t('bin.by')}</th>
            <th>{t('bin.left')}</th>
            <th aria-hidden />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BinRow
              key={row.id}
              row={row}
              chosen={chosen.has(row.id)}
              onChoose={() => setChosen(toggled(chosen, row.id))}
              onRestore={() => void bring([row.id])}
            />
          ))}
        </tbody>
      </table>
      {pages.hasNextPage && (
        <div className="sp-bin-more">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t('bin.more')}
          </Button>
        </div>
      )}
    </>
  )
}

const toggled = (chosen: ReadonlySet<string>, id: string): Set<string> => {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}

function BinRow({
  row,
  chosen,
  onChoose,
  onRestore,
}: {
  row: RecordRow
  chosen: boolean
  onChoose: () => void
  onRestore: () => void
}) {
  const { t } = useWords()
  const office = useOffice()
  const dates = useDates()
  const deletedAt = row.deletedAt ?? ''
  const left = Math.max(0, KEPT_DAYS - Math.floor((Date.now() - Date.parse(deletedAt)) / DAY_MS))
  return (
    <tr data-chosen={chosen || undefined}>
      <td>
        <Checkbox aria-label={t('bin.select', { title: row.title })} checked={chosen} onChange={onChoose} />
      </td>
      <td>
        <NameText row={row} />
      </td>
      <td className="sp-t2">{deletedAt && dates.when(deletedAt, true)}</td>
      <td className="sp-t2">
        <div className="cut">{office.userLabel(row.deletedBy as string | undefined)}</div>
      </td>
      <td className={left <= 3 ? 'sp-warn' : 'sp-t2'}>{left === 0 ? t('bin.last_day') : t('bin.left_days', { count: left })}</td>
      <td className="sp-bin-acts">
        <button type="button" className="sp-link" aria-label={`${t('bin.restore')} ${row.title}`} onClick={onRestore}>
          {t('bin.restore')}
        </button>
      </td>
    </tr>
  )
}
