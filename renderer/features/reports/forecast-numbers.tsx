import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Standing } from '../../../core/contract/forecast.ts'
import type { Filter } from '../../../core/query/filter.ts'
import { closingDeals, monthSpan, ownedBy, wonDeals } from '../../../core/sales/attention.ts'
import { useMonths } from '../../lib/months.ts'
import { listPath } from '../../lib/navigation.ts'
import { useWords } from '../../lib/words.ts'

/** A number that opens its deals; nothing where there are none. */
export function Deals({ filter, count, label, children }: { filter: Filter; count: number; label: string; children: ReactNode }) {
  if (count === 0) return <span className="sp-t3">–</span>
  return (
    <Link className="sp-quiet-link" to={listPath('deal')} search={{ f: filter } as never} title={label}>
      {children}
    </Link>
  )
}

/** How far won and expected fall short of the target, or go beyond it, in words. */
export function Gap({ standing }: { standing: Standing }) {
  const { t } = useWords()
  const { millions } = useMonths()
  if (!standing.target) return <span className="sp-t3">–</span>
  const over = standing.won + standing.open.weighted - standing.target
  return (
    <span className={over < 0 ? 'sp-warn' : 'sp-ok'}>
      {t(over < 0 ? 'forecast.gap_short' : 'forecast.gap_over', { sum: millions(Math.abs(over)) })}
    </span>
  )
}

/** Won and expected as one bar, with a tick for the target and one for what was said. The numbers stand beside it in the table. */
export function ForecastBar({ standing, top }: { standing: Standing; top: number }) {
  const part = (satang: number) => `${top === 0 ? 0 : (100 * satang) / top}%`
  return (
    <div className="sp-forecast-bar" aria-hidden>
      <span data-kind="won" style={{ width: part(standing.won) }} />
      <span data-kind="open" style={{ width: part(standing.open.weighted) }} />
      {standing.committed !== null && <i data-kind="said" style={{ left: part(standing.committed) }} />}
      {standing.target !== null && <i data-kind="target" style={{ left: part(standing.target) }} />}
    </div>
  )
}

/** The largest amount that a bar must hold. */
export const topOf = (standings: readonly Standing[]): number =>
  Math.max(0, ...standings.flatMap(({ won, open, committed, target }) => [won + open.weighted, committed ?? 0, target ?? 0]))

const NUMBERS_BEFORE = ['forecast.won', 'forecast.weighted', 'forecast.total'] as const
const NUMBERS_BEHIND = ['forecast.committed', 'forecast.target', 'forecast.gap', 'forecast.open'] as const

/** The head of a forecast by months or by people: the numbers are the same, with the bar between them. */
export function ForecastHead({ first }: { first: string }) {
  const { t } = useWords()
  const heads = (keys: readonly (typeof NUMBERS_BEFORE | typeof NUMBERS_BEHIND)[number][]) =>
    keys.map((key) => (
      <th key={key} scope="col" className="sp-num">
        {t(key)}
      </th>
    ))
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {heads(NUMBERS_BEFORE)}
        <th scope="col" className="sp-forecast-wide" aria-hidden />
        {heads(NUMBERS_BEHIND)}
      </tr>
    </thead>
  )
}

type CellsProps = {
  standing: Standing
  month: string
  /** Whose deals are meant; nobody named is everybody. */
  members: readonly string[] | undefined
  top: number
  /** In place of what was committed to: where it is written. */
  commitment?: ReactNode
}

/** The numbers of one line, a month's or a person's in it, each with the deals behind it. */
export function StandingCells({ standing, month, members, top, commitment }: CellsProps) {
  const { t } = useWords()
  const { millions } = useMonths()
  const { from, until } = monthSpan(month)
  const { open, won, wonCount, committed, target } = standing
  const closing = ownedBy(closingDeals(from, until), members)
  const deals = t('forecast.open_deals', { count: open.count, sum: millions(open.sum) })
  const wonText = t('forecast.open_deals', { count: wonCount, sum: millions(won) })
  const orNothing = (satang: number | null) => (satang === null ? <span className="sp-t3">–</span> : millions(satang))
  return (
    <>
      <td className="sp-num" data-label={t('forecast.won')}>
        <Deals filter={ownedBy(wonDeals(from, until), members)} count={wonCount} label={wonText}>
          {millions(won)}
        </Deals>
      </td>
      <td className="sp-num" data-label={t('forecast.weighted')}>
        <Deals filter={closing} count={open.count} label={deals}>
          {millions(open.weighted)}
        </Deals>
      </td>
      <td className="sp-num sp-strong" data-label={t('forecast.total')}>
        {millions(won + open.weighted)}
      </td>
      <td className="sp-forecast-wide">
        <ForecastBar standing={standing} top={top} />
      </td>
      <td className="sp-num" data-label={t('forecast.committed')}>
        {commitment ?? orNothing(committed)}
      </td>
      <td className="sp-num" data-label={t('forecast.target')}>
        {orNothing(target)}
      </td>
      <td className="sp-num" data-label={t('forecast.gap')}>
        <Gap standing={standing} />
      </td>
      <td className="sp-num" data-label={t('forecast.open')}>
        <Deals filter={closing} count={open.count} label={deals}>
          {deals}
        </Deals>
      </td>
    </>
  )
}
