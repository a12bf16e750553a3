import type { RecordRow } from '../../../core/contract/records.ts'
import { useDates } from '../../lib/instants.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { KindIcon } from '../../records/activity-kinds.tsx'
import type { ExtraProps } from '../../records/record-extras.tsx'
import { useTimeline } from '../../records/timeline.tsx'
import { DealLine } from './deal-line.tsx'
import './customers.css'

/** Why one would call: the next step, open deals, the last three contacts. */
export function CustomerPreview({ row }: ExtraProps) {
  const { t } = useWords()
  const dates = useDates()
  const { data } = useTimeline('customer', row.id)
  const { data: card } = useRead('customerCard', { params: { id: row.id } })
  const first = data?.pages[0]
  const next = first?.open[0]
  const open = card?.deals.filter((deal) => deal.row.status === 'open') ?? []
  const all = Object.values(first?.counts ?? {}).reduce((sum, count) => sum + count, 0)
  return (
    <>
      <section>
        <h3>{t('page.next_step')}</h3>
        {next ? (
          <div className="sp-preview-next">
            {next.title}
            <div className="sp-t2 sp-small">
              {typeof next.dueAt === 'string' ? dates.when(next.dueAt, true) : t('page.no_due')}
            </div>
          </div>
        ) : (
          first && <p className="sp-t2 sp-small">{t('page.no_next_step')}</p>
        )}
      </section>
      {open.length > 0 && (
        <section>
          <h3>{t('page.deals_open', { count: open.length })}</h3>
          <ul>
            {open.slice(0, 4).map((deal) => (
              <DealLine key={deal.row.id} deal={deal} />
            ))}
          </ul>
        </section>
      )}
      {first && first.rows.length > 0 && (
        <section>
          <div className="sp-row">
            <h3 className="sp-grow">{t('page.last_contacts')}</h3>
            <span className="sp-t3 sp-small">{t('unit.items', { count: all })}</span>
          </div>
          <ul>
            {first.rows.slice(0, 3).map((each) => (
              <Contact key={each.id} row={each} />
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Contact({ row }: { row: RecordRow }) {
  const dates = useDates()
  const office = useOffice()
  return (
    <li className="sp-preview-contact">
      <KindIcon type={row.type} />
      <div className="sp-grow">
        <div className="cut sp-table-text" title={row.title}>
          {row.title}
        </div>
        <div className="sp-t2 sp-small">
          {dates.when(String(row.at))} · {office.userLabel(row.owner as string)}
        </div>
      </div>
    </li>
  )
}
