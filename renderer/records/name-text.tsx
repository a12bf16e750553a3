import type { RecordRow } from '../../core/contract/records.ts'
import type { PartyNameValue, PersonNameValue, TaxIdValue } from '../../core/fields/values.ts'
import { Highlighted } from '../components/highlighted.tsx'
import { useWords } from '../lib/words.ts'
import { type NameParts, nameOf, partyParts, personParts } from './names.ts'
import './fields.css'

/** A record's name in one line: what is said first at 500; the legal form and branch small and grey, outside the part that is cut. */
export function NameText({ row, query }: { row: RecordRow; query?: string | undefined }) {
  const { t } = useWords()
  const name = nameOf(row)
  const parts: NameParts = name
    ? 'type' in name
      ? partyParts(name as PartyNameValue, row.taxId as TaxIdValue | undefined, (branch) => t('page.branch', { branch }))
      : personParts(name as PersonNameValue)
    : { first: row.title }
  return <NameLine parts={parts} query={query} />
}

export function NameLine({ parts, query }: { parts: NameParts; query?: string | undefined }) {
  return (
    <span className="sp-name" title={[parts.first, parts.rest, parts.end].filter(Boolean).join(' ')}>
      <span className="cut">
        <span className="sp-strong">
          <Highlighted text={parts.first} query={query} />
        </span>
        {parts.rest && (
          <span className="sp-t2">
            {' '}
            <Highlighted text={parts.rest} query={query} />
          </span>
        )}
      </span>
      {parts.end && <span className="sp-name-end">{parts.end}</span>}
    </span>
  )
}
