import { Link } from '@tanstack/react-router'
import type { Filter } from '../../../core/query/filter.ts'
import { ME } from '../../../core/query/filter.ts'
import { OVERDUE, ownedBy, stepLessDeals, stuckDeals, UNTOUCHED_LEADS } from '../../../core/sales/attention.ts'
import type { CallReply } from '../../lib/api.ts'
import { listPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

/** What the day leaves out, because nobody does it all in one day: each number opens its records. */
export function MoreLines({ more }: { more: CallReply<'home'>['more'] }) {
  const { t } = useWords()
  const office = useOffice()
  const stages = office.pipelines.flatMap((pipeline) => pipeline.stages)
  const lines: [key: keyof typeof more, entity: string, filter: Filter | undefined][] = [
    ['activities', 'activity', OVERDUE],
    ['leads', 'lead', UNTOUCHED_LEADS],
    ['stuck', 'deal', stuckDeals(stages, office.today)],
    ['noStep', 'deal', stepLessDeals(stages, office.today)],
  ]
  const shown = lines.filter(([key]) => more[key] > 0)
  if (shown.length === 0) return null
  return (
    <p className="sp-day-more sp-small sp-t2">
      {t('home.more')}{' '}
      {shown.map(([key, entity, filter]) => (
        <Link key={key} className="sp-link" to={listPath(entity)} search={{ f: filter && ownedBy(filter, [ME]) } as never}>
          {t(`home.more.${key}`, { count: more[key] })}
        </Link>
      ))}
    </p>
  )
}
