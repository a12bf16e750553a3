import { Link } from '@tanstack/react-router'
import type { TargetState } from '../../../core/contract/home.ts'
import { mulDiv } from '../../../core/money.ts'
import { ME } from '../../../core/query/filter.ts'
import { monthSpan, ownedBy, wonDeals } from '../../../core/sales/attention.ts'
import { useMonths } from '../../lib/months.ts'
import { listPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { TargetBar } from './target-bar.tsx'

/** My sales of the month against my target, with a tick where today should be, and that in words. */
export function TargetPanel({ state }: { state: TargetState }) {
  const { t } = useWords()
  const office = useOffice()
  const { monthName, millions } = useMonths()
  const { target, expected, won } = state
  const span = monthSpan(state.month)
  const gap = expected === null ? 0 : won - expected
  return (
    <section className="sp-target">
      <div className="sp-row">
        <h2 className="sp-grow">{t('home.my_target', { month: monthName(state.month, true) })}</h2>
        <span className="sp-t2 sp-small">{t('home.working_days_left', { count: state.daysLeft })}</span>
      </div>
      <div className="sp-row">
        <Link
          className="sp-target-won sp-grow"
          to={listPath('deal')}
          search={{ f: ownedBy(wonDeals(span.from, span.until), [ME]) } as never}
          title={t('home.won_open', { count: state.wonCount })}
        >
          <strong>{millions(won)}</strong>{' '}
          <span className="sp-t2">
            {target === null ? t('home.million') : t('home.of_million', { target: millions(target) })}
          </span>
        </Link>
        {target !== null && target > 0 && <strong>{mulDiv(won, 100, target)} %</strong>}
      </div>
      {target === null ? (
        <p className="sp-t2 sp-small">
          {t('home.no_target')}{' '}
          {office.admin && (
            <Link className="sp-link" to="/settings" search={{ tab: 'targets' } as never}>
              {t('home.set_target')}
            </Link>
          )}
        </p>
      ) : (
        <>
          <TargetBar won={won} target={target} expected={expected} />
          {expected !== null && (
            <p className="sp-t2 sp-small">
              {t('home.should_be', { sum: millions(expected) })} ·{' '}
              {t(gap >= 0 ? 'home.ahead' : 'home.behind', { sum: millions(Math.abs(gap)) })}
            </p>
          )}
        </>
      )}
    </section>
  )
}
