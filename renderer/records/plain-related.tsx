import { useParams } from '@tanstack/react-router'
import type { RecordRow } from '../../core/contract/records.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { FieldValue } from './field-value.tsx'
import { FilesPanel } from './files-panel.tsx'
import { NextStep } from './next-step.tsx'
import type { ExtraProps } from './record-extras.tsx'

const POINTING = new Set(['reference', 'links', 'records'])

/** What belongs to a record of any entity: its next step, the records it points at, its files. */
export function PlainRelated({ row }: ExtraProps) {
  const { entity: key = '' } = useParams({ strict: false }) as { entity?: string }
  const { t } = useWords()
  const office = useOffice()
  const entity = office.entity(key)
  if (!entity) return null
  const points = entity.fields.filter((field) => POINTING.has(field.kind) && shows(row, field.key))
  return (
    <>
      {key !== 'activity' && !row.deletedAt && <NextStep entity={key} row={row} />}
      {points.map((field) => (
        <section key={field.key}>
          <h2>{office.fieldLabel(key, field.key)}</h2>
          <div className="sp-table-text">
            <FieldValue entity={key} field={field} row={row} />
          </div>
        </section>
      ))}
      {points.length === 0 && key === 'activity' && <p className="sp-t2">{t('page.related')}: –</p>}
      {entity.fields.some((field) => field.key === 'files') && <FilesPanel entity={key} row={row} />}
    </>
  )
}

const shows = (row: RecordRow, key: string): boolean => row[key] !== undefined && Object.keys(row.titles ?? {}).length > 0
