import { IconEqual, IconQuestionMark, IconTilde } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { DuplicatePair } from '../../../core/contract/duplicates.ts'
import type { EntityInfo } from '../../../core/contract/office.ts'
import { ActionKey } from '../../components/action-key.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Mark } from '../../components/mark.tsx'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { reasonWords } from '../../records/duplicate-words.ts'
import { NameText } from '../../records/name-text.tsx'

type Props = { entity: EntityInfo; pairs: readonly DuplicatePair[]; at: number; more: boolean; onGo: (at: number) => void }

/** The pairs that wait, strongest first: both names, how strong, and why. */
export function PairList({ entity, pairs, at, more, onGo }: Props) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const list = useRef<HTMLUListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the line at hand is brought into sight when it becomes another one.
  useEffect(() => {
    list.current?.querySelector('[data-cur]')?.scrollIntoView({ block: 'nearest' })
  }, [at])
  return (
    <section className="sp-dup-list" aria-label={t('duplicates.list')}>
      <div className="sp-dup-list-head">
        <span className="sp-grow">{t('duplicates.list')}</span>
        <ActionKey id="pairNext" at={1} /> <ActionKey id="pairNext" />
      </div>
      <ul ref={list}>
        {pairs.map((pair, index) => (
          <li key={`${pair.a.id} ${pair.b.id}`}>
            <button
              type="button"
              className="sp-dup-line"
              data-cur={index === at || undefined}
              aria-current={index === at || undefined}
              onClick={() => onGo(index)}
            >
              <span className="sp-dup-names">
                <NameText row={pair.a} />
                <NameText row={pair.b} />
              </span>
              <Strength strength={pair.strength} />
              <span className="sp-dup-why sp-t2 sp-small">{reasonWords(words, office, entity.key, pair.reasons)}</span>
            </button>
          </li>
        ))}
      </ul>
      {more && <p className="sp-dup-more sp-t2 sp-small">{t('list.capped', { count: pairs.length })}</p>}
    </section>
  )
}

const STRENGTH_ICONS = { sure: IconEqual, likely: IconTilde, maybe: IconQuestionMark } as const

/** How strongly two records look like one. */
export function Strength({ strength }: { strength: DuplicatePair['strength'] }) {
  const { t } = useWords()
  return <Mark icon={STRENGTH_ICONS[strength]}>{t(`duplicates.strength.${strength}`)}</Mark>
}

/** No pair waits: what is looked at, and when. Before the first look nobody can say that there is none. */
export function NoPairs({ entity, state, looked }: { entity: EntityInfo; state: 'open' | 'dismissed'; looked: boolean }) {
  const { t } = useWords()
  const office = useOffice()
  const none = looked ? t('duplicates.none', { entity: office.entityLabel(entity.key) }) : t('duplicates.not_looked')
  return state === 'open' ? (
    <EmptyState title={none} text={t('duplicates.none_text')} />
  ) : (
    <EmptyState title={t('duplicates.none_dismissed')} />
  )
}
