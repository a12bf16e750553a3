import { Link } from '@tanstack/react-router'
import type { FieldInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import type { AddressItem, EmailItem, FileItem, LinkItem, PhoneItem, RecordLink, TaxIdValue } from '../../core/fields/values.ts'
import { formatAddress } from '../../core/thai/address.ts'
import { formatBranch, formatTaxId } from '../../core/thai/tax-id.ts'
import { Mark } from '../components/mark.tsx'
import { addressOf } from '../lib/api.ts'
import { useDates } from '../lib/instants.ts'
import { recordPath } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { fieldText, phoneText } from './field-text.ts'
import { Grade } from './grade.tsx'
import { NameLine, NameText } from './name-text.tsx'
import { partsOfTitle } from './names.ts'
import './fields.css'

type Props = { entity: string; field: FieldInfo; row: RecordRow }

/** True where the host's disk damaged what was stored: the field is not empty, nobody can read it. */
const isUnreadable = (row: RecordRow, field: FieldInfo): boolean => row.unreadable?.includes(field.key) ?? false
/** True for a field of which a page has something to tell. */
export const isFilled = (row: RecordRow, field: FieldInfo): boolean => row[field.key] !== undefined || isUnreadable(row, field)

/** Without what every web address begins with: a column has room for the rest. */
const shownUrl = (value: unknown): string => String(value).replace(/^https?:\/\//, '')

/** A field's value on a record's page: as many lines as it has, links to follow, numbers to call. Nothing for an empty one. */
export function FieldValue({ entity, field, row }: Props) {
  const words = useWords()
  const office = useOffice()
  const dates = useDates()
  const value = row[field.key]
  if (value === undefined || value === null)
    return isUnreadable(row, field) ? <span className="sp-t3">{words.t('field.unreadable')}</span> : null
  switch (field.kind) {
    case 'phones':
      return <Phones items={value as PhoneItem[]} list={field.list} />
    case 'taxId':
      return <TaxId value={value as TaxIdValue} />
    case 'emails':
      return (
        <ul>
          {(value as EmailItem[]).map((item) => (
            <li key={item.id}>
              <a className="sp-link" href={`mailto:${item.address}`}>
                {item.address}
              </a>
            </li>
          ))}
        </ul>
      )
    case 'url':
      return (
        <a className="sp-link" href={String(value)} target="_blank" rel="noreferrer noopener">
          {shownUrl(value)}
        </a>
      )
    case 'addresses':
      return (
        <ul>
          {(value as AddressItem[]).map((item) => (
            <li key={item.id}>
              {item.type && field.list && (
                <span className="sp-block sp-t3 sp-small">{office.choiceLabel(field.list, item.type)}</span>
              )}
              {formatAddress(item, words.lang)}
            </li>
          ))}
        </ul>
      )
    case 'reference':
      return <RecordName entity={field.to ?? ''} id={value as string} titles={row.titles} />
    case 'links':
      return <Links field={field} items={value as LinkItem[]} titles={row.titles} />
    case 'records':
      return (
        <ul>
          {(value as RecordLink[]).map((item) => (
            <li key={`${item.entity}${item.id}`}>
              <RecordName entity={item.entity} id={item.id} titles={row.titles} />
            </li>
          ))}
        </ul>
      )
    case 'tags':
    case 'choices':
      return (
        <Labels
          texts={(value as string[]).map((key) => (field.kind === 'tags' ? key : office.choiceLabel(field.list ?? '', key)))}
        />
      )
    case 'files':
      return <Files entity={entity} id={row.id} items={value as FileItem[]} />
    case 'choice':
      return field.list === 'grade' ? <Grade grade={String(value)} /> : office.choiceLabel(field.list ?? '', value as string)
    default:
      return <span className="sp-pre">{fieldText({ words, office, dates, titles: row.titles }, field, value)}</span>
  }
}

function Phones({ items, list }: { items: PhoneItem[]; list: string | undefined }) {
  const words = useWords()
  const office = useOffice()
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <a className="sp-tel" href={`tel:${item.e164}`} aria-label={words.t('phone.call', { number: phoneText(words, item) })}>
            {phoneText(words, item)}
          </a>{' '}
          {[item.type && list && office.choiceLabel(list, item.type), item.note].filter(Boolean).map((text, at) => (
            <span key={text} className="sp-kept-together sp-t3 sp-small">
              {at > 0 && '· '}
              {text}{' '}
            </span>
          ))}
        </li>
      ))}
    </ul>
  )
}

/** The number, and the branch below it: a narrow column would break it anywhere. */
function TaxId({ value: { number, branch } }: { value: TaxIdValue }) {
  const { lang } = useWords()
  return (
    <>
      <span className="sp-nowrap">{formatTaxId(number)}</span>
      {branch && <span className="sp-block sp-t3 sp-small">{formatBranch(branch, lang)}</span>}
    </>
  )
}

/** A record known by its id: its title as a link, or nothing where the reader may not see it. */
export function RecordName({ entity, id, titles }: { entity: string; id: string; titles: Record<string, string> | undefined }) {
  const title = titles?.[id]
  return title === undefined ? null : (
    <Link className="sp-link" to={recordPath(entity, id)}>
      {title}
    </Link>
  )
}

function Links({ field, items, titles }: { field: FieldInfo; items: LinkItem[]; titles: Record<string, string> | undefined }) {
  const { t } = useWords()
  const office = useOffice()
  const shown = items.filter((item) => titles?.[item.to] !== undefined)
  return (
    <ul>
      {shown.map((item) => (
        <li key={item.id}>
          <RecordName entity={field.to ?? ''} id={item.to} titles={titles} />{' '}
          {item.role && (
            <Mark tone={item.role === 'decides' ? 'here' : 'plain'}>{office.choiceLabel(field.list ?? '', item.role)}</Mark>
          )}
          <div className="sp-t3 sp-small">
            {[item.position, item.note, item.until && t('links.past')].filter(Boolean).join(' · ')}
          </div>
        </li>
      ))}
    </ul>
  )
}

function Labels({ texts }: { texts: string[] }) {
  return (
    <span className="sp-labels">
      {texts.map((text) => (
        <Mark key={text}>{text}</Mark>
      ))}
    </span>
  )
}

function Files({ entity, id, items }: { entity: string; id: string; items: FileItem[] }) {
  const { t } = useWords()
  return (
    <ul>
      {items.map((item) => (
        <li key={item.id}>
          <a
            className="sp-link"
            href={addressOf('downloadFile', { params: { entity, id, sha256: item.sha256 } })}
            download={item.name}
            aria-label={t('files.download', { name: item.name })}
          >
            {item.name}
          </a>{' '}
          <span className="sp-t3 sp-small">{sizeText(item.size)}</span>
        </li>
      ))}
    </ul>
  )
}

/** `2.4 MB` */
export const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

/** A field's value in one line of a table; `–` where it is empty. */
export function CellValue({ entity, field, row, query }: Props & { query?: string | undefined }) {
  const words = useWords()
  const office = useOffice()
  const dates = useDates()
  const value = row[field.key]
  const title = office.entity(entity)?.title
  const mask = value === undefined ? row.masks?.[field.key] : undefined
  if (field.key === title) return <NameText row={row} query={query} />
  if (mask !== undefined) {
    const [first, ...others] = mask.split(', ')
    return (
      <span className="sp-nowrap sp-t2" title={mask}>
        {first}
        {others.length > 0 && <span className="sp-t3 sp-small"> +{others.length}</span>}
      </span>
    )
  }
  if (isUnreadable(row, field))
    return (
      <span className="sp-nowrap sp-t3" title={words.t('field.unreadable')}>
        {words.t('field.unreadable_short')}
      </span>
    )
  if (value === undefined || value === null) return <span className="sp-t3">{words.t('field.empty')}</span>
  if (field.list === 'grade') return <Grade grade={String(value)} />
  const context = { words, office, dates, titles: row.titles }
  if (field.kind === 'phones') {
    const [first, ...others] = value as PhoneItem[]
    return (
      <span className="cut sp-block" title={fieldText(context, field, value)}>
        {first ? phoneText(words, first) : ''}
        {others.length > 0 && <span className="sp-t3 sp-small"> +{others.length}</span>}
      </span>
    )
  }
  if (field.kind === 'dateTime' || field.kind === 'date') return <WhenCell field={field} value={value as string} />
  const text = fieldText(context, field, value).replaceAll('\n', ' ')
  if (field.kind === 'reference' && field.to === 'contact' && text) return <NameLine parts={partsOfTitle(text)} query={query} />
  return (
    <span className="cut sp-block" title={text}>
      {(field.kind === 'url' ? shownUrl(text) : text) || <span className="sp-t3">{words.t('field.empty')}</span>}
    </span>
  )
}

function WhenCell({ field, value }: { field: FieldInfo; value: string }) {
  const { t } = useWords()
  const dates = useDates()
  if (field.kind === 'date') return <span className="sp-nowrap">{dates.date(value)}</span>
  const late = field.key === 'nextStepAt' ? -dates.daysUntil(dates.dayOf(value)) : 0
  // A step without a due date is kept as the end of time, so that it sorts last.
  if (value.startsWith('9999')) return <span className="sp-nowrap sp-t2">{t('page.no_due')}</span>
  return late > 0 ? (
    <span className="sp-nowrap sp-bad">{t('list.overdue', { count: late })}</span>
  ) : (
    // An appointment in a field of the office's own is nothing without its hour; of the product's own columns the day tells.
    <span className="sp-nowrap">{dates.when(value, field.custom !== undefined)}</span>
  )
}
