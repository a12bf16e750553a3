import { IconUserCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { RecordRow } from '../../../core/contract/records.ts'
import type { LinkItem, PhoneItem } from '../../../core/fields/values.ts'
import { newItemId } from '../../../core/ids.ts'
import { formatBaht } from '../../../core/money.ts'
import { Mark } from '../../components/mark.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import type { CallReply } from '../../lib/api.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { phoneText } from '../../records/field-text.ts'
import { FilesPanel } from '../../records/files-panel.tsx'
import { NameText } from '../../records/name-text.tsx'
import { NextStep } from '../../records/next-step.tsx'
import { useRecordActions } from '../../records/record-actions.tsx'
import type { ExtraProps } from '../../records/record-extras.tsx'
import { DealLine } from './deal-line.tsx'
import { RelationTree } from './relation-tree.tsx'
import './customers.css'

type Card = CallReply<'customerCard'>

/** What belongs to a customer: next step, people with their part, deals, related customers, files. */
export function CustomerRelated({ row }: ExtraProps) {
  const { data } = useRead('customerCard', { params: { id: row.id } })
  if (!data) return <SkeletonRows count={8} />
  return (
    <>
      {!row.deletedAt && <NextStep entity="customer" row={row} />}
      <People row={row} contacts={data.contacts} />
      <Deals row={row} card={data} />
      <RelationTree id={row.id} />
      <FilesPanel entity="customer" row={row} />
    </>
  )
}

const linkTo = (contact: RecordRow, customer: string): LinkItem | undefined =>
  ((contact.customers as LinkItem[] | undefined) ?? []).find((link) => link.to === customer)

function People({ row, contacts }: { row: RecordRow; contacts: RecordRow[] }) {
  const { t } = useWords()
  const office = useOffice()
  const { create } = useRecordActions()
  const present = contacts.filter((contact) => !linkTo(contact, row.id)?.until)
  const decides = present.some((contact) => linkTo(contact, row.id)?.role === 'decides')
  const ordered = [...present].sort(
    (a, b) => Number(linkTo(b, row.id)?.role === 'decides') - Number(linkTo(a, row.id)?.role === 'decides'),
  )
  const add = () =>
    create({
      entity: 'contact',
      values: { customers: [{ id: newItemId(), to: row.id }] },
      titles: { [row.id]: row.title },
      onSaved: () => undefined,
    })
  return (
    <section>
      <div className="sp-row">
        <h2 className="sp-grow">{t('page.people')}</h2>
        {present.length > 0 && <span className="sp-t3 sp-small">{t('page.people_count', { count: present.length })}</span>}
      </div>
      {present.length === 0 && <p className="sp-t2 sp-small">{t('page.no_people')}</p>}
      {present.length > 0 && !decides && <p className="sp-t2 sp-small">{t('page.no_decider')}</p>}
      <ul>
        {ordered.map((contact) => (
          <Person key={contact.id} contact={contact} link={linkTo(contact, row.id)} />
        ))}
      </ul>
      {office.entity('contact')?.grant.create && (
        <button type="button" className="sp-link sp-small sp-no-print" onClick={add}>
          {t('page.add_person')}
        </button>
      )}
    </section>
  )
}

function Person({ contact, link }: { contact: RecordRow; link: LinkItem | undefined }) {
  const words = useWords()
  const office = useOffice()
  const phone = (contact.phones as PhoneItem[] | undefined)?.[0]
  const second = [link?.position, phone && phoneText(words, phone)].filter(Boolean).join(' · ')
  return (
    <li className="sp-person">
      <div className="sp-row">
        <Link to={recordPath('contact', contact.id)} className="sp-grow cut">
          <NameText row={contact} />
        </Link>
        {link?.role && (
          <Mark tone={link.role === 'decides' ? 'here' : 'plain'} {...(link.role === 'decides' && { icon: IconUserCheck })}>
            {office.choiceLabel('buyingPart', link.role)}
          </Mark>
        )}
      </div>
      {second && <div className="sp-t2 sp-small">{second}</div>}
    </li>
  )
}

function Deals({ row, card }: { row: RecordRow; card: Card }) {
  const { t } = useWords()
  const office = useOffice()
  const { create } = useRecordActions()
  const open = card.deals.filter((deal) => deal.row.status === 'open')
  const closed = card.deals.length - open.length
  if (!office.entity('deal')) return null
  return (
    <section>
      <div className="sp-row">
        <h2 className="sp-grow">{open.length > 0 ? t('page.deals_open', { count: open.length }) : t('page.no_deals')}</h2>
        {card.openSum > 0 && <span className="sp-t2 sp-small">{formatBaht(card.openSum, { decimals: 'auto' })}</span>}
      </div>
      <ul>
        {open.map((deal) => (
          <DealLine key={deal.row.id} deal={deal} />
        ))}
      </ul>
      {closed > 0 && (
        <details>
          <summary className="sp-t2 sp-small">{t('page.deals_closed', { count: closed })}</summary>
          <ul>
            {card.deals
              .filter((deal) => deal.row.status !== 'open')
              .map((deal) => (
                <DealLine key={deal.row.id} deal={deal} />
              ))}
          </ul>
        </details>
      )}
      {office.entity('deal')?.grant.create && (
        <button
          type="button"
          className="sp-link sp-small sp-no-print"
          onClick={() =>
            create({ entity: 'deal', values: { customer: row.id }, titles: { [row.id]: row.title }, onSaved: () => undefined })
          }
        >
          {t('page.add_deal')}
        </button>
      )}
    </section>
  )
}
