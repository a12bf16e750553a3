import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import type { TaxIdValue } from '../../core/fields/values.ts'
import { recordPath } from '../lib/navigation.ts'
import { useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { reasonWords } from './duplicate-words.ts'
import { NameText } from './name-text.tsx'
import type { Values } from './save-record.tsx'
import './form.css'

/** The fields by which records look the same. */
export const MATCHED = ['taxId', 'phones', 'name', 'code', 'lineId', 'emails', 'nameEn', 'company', 'addresses', 'birthday']
const MOST_SHOWN = 3

/** Records that look the same in number, phone, name, sound or address, shown with the reasons while somebody types a new one. */
export function DuplicateNotice({
  entity,
  values,
  onUse,
  onBranch,
}: {
  entity: EntityInfo
  values: Values
  onUse: (row: RecordRow) => void
  /** Makes the new record a branch of the one that is there. */
  onBranch?: (row: RecordRow) => void
}) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const [dismissed, setDismissed] = useState('')
  const asked = Object.fromEntries(MATCHED.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])))
  const [settled] = useDebouncedValue(JSON.stringify(asked), 350)
  const body = { values: JSON.parse(settled) as Values }
  const { data } = useRead(
    'findDuplicates',
    { params: { entity: entity.key }, body },
    { enabled: settled !== '{}' && entity.key !== 'activity' && entity.key !== 'deal', keep: true },
  )
  const hits = settled === '{}' ? [] : (data?.hits ?? [])
  const key = hits.map((hit) => hit.row.id).join()
  if (hits.length === 0 || dismissed === key) return null
  return (
    <div className="sp-duplicates" role="status">
      <IconAlertTriangle size={18} aria-hidden />
      <div className="sp-grow">
        <strong>{t('form.duplicate', { count: hits.length })}</strong>
        <ul>
          {hits.slice(0, MOST_SHOWN).map((hit) => (
            <li key={hit.row.id} className="sp-row sp-wrap">
              <span className="sp-grow">
                <NameText row={hit.row} />
                <span className="sp-small sp-duplicate-why">
                  {reasonWords(words, office, entity.key, hit.reasons)} · {office.userLabel(hit.row.owner as string)}
                </span>
              </span>
              {onBranch && isBranchOf(hit.row, values) ? (
                <>
                  <Button
                    onClick={() => {
                      onBranch(hit.row)
                      setDismissed(key)
                    }}
                  >
                    {t('paste.branch')}
                  </Button>
                  <Button variant="default" onClick={() => onUse(hit.row)}>
                    {t('form.use_existing')}
                  </Button>
                </>
              ) : (
                <Button onClick={() => onUse(hit.row)}>{t('form.use_existing')}</Button>
              )}
              <Link className="sp-link sp-small" to={recordPath(entity.key, hit.row.id)} target="_blank">
                {t('form.open_existing')}
              </Link>
            </li>
          ))}
        </ul>
      </div>
      <button type="button" className="sp-link sp-small" onClick={() => setDismissed(key)}>
        {t('form.different')}
      </button>
    </div>
  )
}

/** The same tax number at another branch: one firm, two places. */
function isBranchOf(row: RecordRow, values: Values): boolean {
  const theirs = row.taxId as TaxIdValue | undefined
  const ours = values.taxId as TaxIdValue | undefined
  return ours !== undefined && theirs?.number === ours.number && (theirs.branch ?? '00000') !== (ours.branch ?? '00000')
}
