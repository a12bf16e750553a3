import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import type { EntityInfo } from '../../../core/contract/office.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { ProblemPanel } from '../../components/problem-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { useToast } from '../../components/toast.tsx'
import type { CallReply } from '../../lib/api.ts'
import { recordPath } from '../../lib/navigation.ts'
import { failureOf, useCommand, useRead, useRefresh } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { reasonWords } from '../../records/duplicate-words.ts'
import { undoneWords } from '../../records/undone-words.ts'
import { MergeForm, type MergeOrder } from './merge-form.tsx'
import { Strength } from './pair-list.tsx'

type Props = { entity: EntityInfo; ids: { a: string; b: string }; state: 'open' | 'dismissed'; onDone: () => void }
export type Compared = CallReply<'comparePair'>

/** One pair: why it looks like one, and the form that merges it or says that it is two. */
export function ComparePane({ entity, ids, state, onDone }: Props) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const { data, error, refetch } = useRead('comparePair', { params: { entity: entity.key }, query: ids })
  const verdict = useVerdict(entity, ids, onDone)
  // What was there when the pair was opened: whoever chooses is told when somebody else changed it meanwhile.
  const seen = useRef<Compared | undefined>(undefined)
  if (data && !seen.current) seen.current = data
  const failure = failureOf({ data, error })
  if (failure) return <ProblemPanel error={failure} onRetry={() => void refetch()} />
  if (!data) return <SkeletonRows height="3rem" count={8} />
  if (data.a.id === data.b.id)
    return (
      <p className="sp-dup-one" role="status">
        {t('duplicates.is_one')}:{' '}
        <Link className="sp-link" to={recordPath(entity.key, data.a.id)}>
          {data.a.title}
        </Link>
      </p>
    )
  const changed = [data.a, data.b].filter(
    (row) => row.version !== [seen.current?.a, seen.current?.b].find((old) => old?.id === row.id)?.version,
  )
  return (
    <section className="sp-dup-compare" aria-label={t('duplicates.compare', { a: data.a.title, b: data.b.title })}>
      <div className="sp-dup-reason">
        <p className="sp-grow">
          {data.strength && <Strength strength={data.strength} />} {reasonWords(words, office, entity.key, data.reasons)}
        </p>
        <span className="sp-dup-keys sp-t3 sp-small">
          <ActionKey id="pairField" /> <ActionKey id="pairField" at={1} /> {t('duplicates.keys.field')}{' '}
          <ActionKey id="pairSide" /> <ActionKey id="pairSide" at={1} /> {t('duplicates.keys.side')}
        </span>
      </div>
      {changed.map((row) => (
        <p key={row.id} className="sp-dup-changed" role="status">
          {t('duplicates.changed', {
            who: office.userLabel(row.updatedBy as string) || t('conflict.somebody'),
            title: row.title,
          })}
        </p>
      ))}
      <MergeForm entity={entity} compared={data} busy={verdict.busy} dismissed={state === 'dismissed'} {...verdict.acts} />
    </section>
  )
}

/** Merging, saying that two are different, and taking either back. */
function useVerdict(entity: EntityInfo, ids: { a: string; b: string }, onDone: () => void) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const toast = useToast()
  const refresh = useRefresh()
  const merge = useCommand('mergeRecords')
  const dismiss = useCommand('dismissPair')
  const undo = useCommand('undoBatch')
  const params = { entity: entity.key }
  const onMerge = async ({ survivor, loser, values }: MergeOrder) => {
    try {
      const { batchId } = await merge.run({
        params,
        body: {
          survivor: { id: survivor.id, version: survivor.version },
          losers: [{ id: loser.id, version: loser.version }],
          values,
        },
      })
      toast.show({
        text: t('duplicates.merged', { title: survivor.title }),
        undo: async () => {
          const { kept } = await undo.run({ params: { batchId }, body: {} })
          toast.show({ text: undoneWords(words, office, kept) })
        },
      })
      onDone()
    } catch (error) {
      // Somebody else was faster: what he wrote is shown, and nothing was merged.
      toast.problem(error)
      await refresh()
    }
  }
  const say = async (dismissed: boolean) => {
    try {
      await dismiss.run({ params, body: { ...ids, dismissed } })
      toast.show({
        text: dismissed ? t('duplicates.said_different') : t('duplicates.looks_again'),
        undo: () => dismiss.run({ params, body: { ...ids, dismissed: !dismissed } }),
      })
      onDone()
    } catch (error) {
      toast.problem(error)
    }
  }
  return {
    busy: merge.busy || dismiss.busy,
    acts: { onMerge: (order: MergeOrder) => void onMerge(order), onSay: (different: boolean) => void say(different) },
  }
}
