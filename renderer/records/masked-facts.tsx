import { useState } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { useToast } from '../components/toast.tsx'
import { useCommand } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { FieldValue } from './field-value.tsx'

type Masked = NonNullable<EntityInfo['masked']>[number]

/** The fields of which the reader sees a mask; where he may lift it, he does so one by one, and that is written down. */
export function MaskedFacts({ entity, row }: { entity: EntityInfo; row: RecordRow }) {
  return entity.masked
    ?.filter(({ field }) => row.masks?.[field.key] !== undefined)
    .map((masked) => <MaskedFact key={`${row.id} ${masked.field.key}`} entity={entity} row={row} masked={masked} />)
}

function MaskedFact({ entity, row, masked: { field, reveals } }: { entity: EntityInfo; row: RecordRow; masked: Masked }) {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const { run, busy } = useCommand('revealField')
  // Kept here alone and gone with the page: what was revealed once is not to lie about.
  const [value, setValue] = useState<unknown>()
  const label = office.fieldLabel(entity.key, field.key)
  const lift = () =>
    run({ params: { entity: entity.key, id: row.id, field: field.key } })
      .then((reply) => setValue(reply.value))
      .catch(toast.problem)
  return (
    <div className="sp-fact">
      <dt>{label}</dt>
      <dd>
        {value !== undefined ? (
          <FieldValue entity={entity.key} field={field} row={{ ...row, [field.key]: value }} />
        ) : (
          <>
            {row.masks?.[field.key]}{' '}
            {reveals && (
              <button
                type="button"
                className="sp-link sp-small sp-no-print"
                aria-label={t('page.reveal_of', { field: label })}
                title={t('page.reveal_hint')}
                disabled={busy}
                onClick={() => void lift()}
              >
                {t('page.reveal')}
              </button>
            )}
          </>
        )}
      </dd>
    </div>
  )
}
