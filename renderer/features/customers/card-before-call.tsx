import { IconBan, IconCake, IconClock, IconCoin, IconNote } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { RecordRow } from '../../../core/contract/records.ts'
import { nextBirthday } from '../../../core/customers/next-birthday.ts'
import { formatBaht, formatCompactBaht } from '../../../core/money.ts'
import { DoneRing } from '../../components/done-ring.tsx'
import { Mark } from '../../components/mark.tsx'
import { useDates } from '../../lib/instants.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KindIcon } from '../../records/activity-kinds.tsx'
import { useFinish } from '../../records/finish.ts'
import { nameOf } from '../../records/names.ts'
import type { ExtraProps } from '../../records/record-extras.tsx'
import { useTimeline } from '../../records/timeline.tsx'
import { PrintedParts } from './printed-parts.tsx'
import './customers.css'

/** Each block has room for its name and three lines; nothing may move into the card. */
const LINES = 3
/** A birthday as near as this is counted in days. */
const SOON_DAYS = 30

/** The card before the call, always four blocks: the last three contacts, what we promised, what they buy, good to know. Print gives the same. */
export function CardBeforeCall({ row }: ExtraProps) {
  const { t } = useWords()
  const { data } = useTimeline('customer', row.id)
  const first = data?.pages[0]
  const contacts = first?.rows.filter((each) => each.type !== 'note').slice(0, LINES) ?? []
  const open = first?.open ?? []
  const dates = useDates()
  return (
    <div className="sp-card">
      <Block title={t('page.last_contacts')}>
        {first && contacts.length === 0 && <li className="sp-t3">{t('page.no_contacts')}</li>}
        {contacts.map((each) => (
          <LastContact key={each.id} row={each} />
        ))}
      </Block>
      <Block title={open.length > 0 ? t('page.promises_open', { count: open.length }) : t('page.promises')}>
        {first && open.length === 0 && <li className="sp-t3">{t('page.no_promises')}</li>}
        {open.slice(0, LINES).map((each) => (
          <OpenPromise key={each.id} row={each} />
        ))}
      </Block>
      <Block title={t('page.buys')}>
        <Buys row={row} />
      </Block>
      <Block title={t('page.know')}>
        <GoodToKnow row={row} />
      </Block>
      <PrintedParts row={row} />
      <p className="sp-card-printed">{t('page.printed', { when: dates.date(dates.today, 'long') })}</p>
    </div>
  )
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  )
}

function LastContact({ row }: { row: RecordRow }) {
  const dates = useDates()
  const day = dates.dayOf(String(row.at))
  const days = dates.daysUntil(day)
  const when = days > -2 ? dates.when(String(row.at)).split(' ')[0] : dates.date(day, days > -330 ? 'monthDay' : 'short')
  return (
    <li className="sp-card-contact" title={row.title}>
      <KindIcon type={row.type} />
      <span className="sp-t2 sp-nowrap">{when}</span>
      <span className="cut">{row.title}</span>
    </li>
  )
}

function OpenPromise({ row }: { row: RecordRow }) {
  const { t } = useWords()
  const dates = useDates()
  const { finish } = useFinish()
  const due = typeof row.dueAt === 'string' ? row.dueAt : undefined
  const late = due ? -dates.daysUntil(dates.dayOf(due)) : 0
  return (
    <li className="sp-row" title={row.title}>
      <DoneRing label={t('page.finish', { subject: row.title })} onPress={() => void finish(row)} />
      <span className="cut">{row.title}</span>
      {late > 0 ? (
        <Mark tone="bad">{t('page.late', { days: late })}</Mark>
      ) : (
        due && <span className="sp-t2 sp-nowrap">· {t('page.due', { when: dates.date(dates.dayOf(due), 'monthDay') })}</span>
      )}
    </li>
  )
}

function Buys({ row }: { row: RecordRow }) {
  const { t, lang } = useWords()
  const office = useOffice()
  const dates = useDates()
  const { data } = useRead('customerCard', { params: { id: row.id } })
  if (!data) return null
  const products = data.deals
    .filter((deal) => deal.row.status === 'won')
    .map((deal) => (typeof deal.row.product === 'string' ? office.choiceLabel('product', deal.row.product) : deal.row.title))
  const names = [...new Set(products)]
  const last = data.deals
    .filter((deal) => deal.row.status === 'won' && typeof deal.row.closedAt === 'string')
    .sort((a, b) => (String(a.row.closedAt) < String(b.row.closedAt) ? 1 : -1))[0]
  const lastBought =
    last && t('page.last_bought', { what: last.row.title, date: dates.date(dates.dayOf(String(last.row.closedAt))) })
  const tags = (row.tags as string[] | undefined) ?? []
  const needs = typeof row.needs === 'string' ? row.needs : undefined
  return (
    <>
      <li className={data.wonCount === 0 ? 'sp-t3' : ''}>
        {data.wonCount === 0
          ? t('page.no_won')
          : t('page.won_deals', { count: data.wonCount, sum: formatCompactBaht(data.wonSum, lang) })}
      </li>
      {(lastBought || needs) && (
        <li className="cut" title={[lastBought, names.join(', '), needs].filter(Boolean).join(' · ')}>
          {lastBought ?? t('page.wants', { what: needs ?? '' })}
        </li>
      )}
      {data.openSum > 0 ? (
        <li className="sp-t2">{t('page.open_sum', { sum: formatCompactBaht(data.openSum, lang) })}</li>
      ) : (
        tags.length > 0 && <li className="sp-t2 cut">{tags.join(', ')}</li>
      )}
    </>
  )
}

/** The next birthday among the customer and the people there, in words; undefined where none is known. */
function useBirthday(row: RecordRow): string | undefined {
  const { t } = useWords()
  const dates = useDates()
  const { data } = useRead('customerCard', { params: { id: row.id } })
  const next = nextBirthday([row, ...(data?.contacts ?? [])], dates.today)
  if (!next) return undefined
  const nick = nameOf(next.row)?.nick
  const params = { who: nick ?? next.row.title, date: dates.date(next.day, 'monthDay'), days: next.days }
  if (next.days === 0) return t('page.birthday_today', params)
  return t(next.days <= SOON_DAYS ? 'page.birthday_soon' : 'page.birthday_of', params)
}

function GoodToKnow({ row }: { row: RecordRow }) {
  const { t } = useWords()
  const office = useOffice()
  const birthday = useBirthday(row)
  const channels = ((row.doNotContact as string[] | undefined) ?? []).map((key) => office.choiceLabel('channel', key))
  const credit = [
    typeof row.creditDays === 'number' && row.creditDays > 0 && t('page.credit_days', { days: row.creditDays }),
    typeof row.creditLimit === 'number' && t('page.credit_limit', { limit: formatBaht(row.creditLimit, { decimals: 'auto' }) }),
  ].filter(Boolean)
  const lines: [key: string, icon: ReactNode, text: string, tone?: string][] = [
    ...(channels.length > 0
      ? [
          [
            'ban',
            <IconBan key="i" size={16} aria-hidden />,
            t('page.do_not_contact', { channels: channels.join(', ') }),
            'sp-bad',
          ] as [string, ReactNode, string, string],
        ]
      : []),
    ...(birthday ? [['cake', <IconCake key="i" size={16} aria-hidden />, birthday] as [string, ReactNode, string]] : []),
    ...(typeof row.goodTime === 'string'
      ? [
          ['clock', <IconClock key="i" size={16} aria-hidden />, t('page.good_time', { time: row.goodTime })] as [
            string,
            ReactNode,
            string,
          ],
        ]
      : []),
    ...(credit.length > 0
      ? [['coin', <IconCoin key="i" size={16} aria-hidden />, credit.join(' · ')] as [string, ReactNode, string]]
      : []),
    ...(typeof row.notes === 'string'
      ? [['note', <IconNote key="i" size={16} aria-hidden />, row.notes] as [string, ReactNode, string]]
      : []),
  ]
  if (lines.length === 0) return <li className="sp-t3">{t('page.nothing_known')}</li>
  return (
    <>
      {lines.slice(0, LINES).map(([key, icon, text, tone]) => (
        <li key={key} className={`sp-row ${tone ?? ''}`} title={text}>
          {icon}
          {/* A figure is not cut where there is a line left for it. */}
          <span className={key === 'coin' && lines.length < LINES ? 'sp-card-figure' : 'cut'}>{text}</span>
        </li>
      ))}
    </>
  )
}
