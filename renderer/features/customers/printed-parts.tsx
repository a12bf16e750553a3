import type { RecordRow } from '../../../core/contract/records.ts'
import type { LinkItem, PhoneItem } from '../../../core/fields/values.ts'
import { formatBaht } from '../../../core/money.ts'
import { useRead } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { inLang, useWords } from '../../lib/words.ts'
import { phoneText } from '../../records/field-text.ts'

/** What the printed card has besides the card on the screen: the numbers to call, people with their part, open deals. */
export function PrintedParts({ row }: { row: RecordRow }) {
  const words = useWords()
  const { t, lang } = words
  const office = useOffice()
  const { data } = useRead('customerCard', { params: { id: row.id } })
  if (!data) return null
  const phones = (of: RecordRow) => ((of.phones as PhoneItem[] | undefined) ?? []).map((phone) => phoneText(words, phone))
  const link = (of: RecordRow) => ((of.customers as LinkItem[] | undefined) ?? []).find((one) => one.to === row.id)
  const open = data.deals.filter((deal) => deal.row.status === 'open')
  return (
    <>
      <section className="sp-only-print">
        <h2>{t('page.people')}</h2>
        <ul>
          {phones(row).length > 0 && <li>{phones(row).join(' · ')}</li>}
          {data.contacts
            .filter((contact) => !link(contact)?.until)
            .map((contact) => {
              const role = link(contact)?.role
              const part = [link(contact)?.position, role && office.choiceLabel('buyingPart', role), ...phones(contact)]
              return (
                <li key={contact.id}>
                  {contact.title} <span className="sp-t2">{part.filter(Boolean).join(' · ')}</span>
                </li>
              )
            })}
        </ul>
      </section>
      {open.length > 0 && (
        <section className="sp-only-print">
          <h2>{t('page.deals_open', { count: open.length })}</h2>
          <ul>
            {open.map((deal) => {
              const stage = office.stage(String(deal.row.stage))
              const amount = typeof deal.row.amount === 'number' ? formatBaht(deal.row.amount, { decimals: 'auto' }) : undefined
              return (
                <li key={deal.row.id}>
                  {deal.row.title}{' '}
                  <span className="sp-t2">
                    {[stage && inLang(lang, stage.nameTh, stage.nameEn), amount, deal.nextStep?.subject]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                </li>
              )
            })}
          </ul>
        </section>
      )}
    </>
  )
}
