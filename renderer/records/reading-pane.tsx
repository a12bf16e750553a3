import { ActionIcon, Button } from '@mantine/core'
import { IconPencilPlus, IconPhone, IconX } from '@tabler/icons-react'
import { Suspense } from 'react'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { ActionKey } from '../components/action-key.tsx'
import { KeyCap } from '../components/key-cap.tsx'
import { ProblemPanel } from '../components/problem-panel.tsx'
import { recordPath, useGo } from '../lib/navigation.ts'
import { failureOf, useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { FieldValue, isFilled } from './field-value.tsx'
import { Grade } from './grade.tsx'
import { MaskedFacts } from './masked-facts.tsx'
import { legalName, nameOf } from './names.ts'
import { useCall } from './phone-call.tsx'
import { useRecordActions } from './record-actions.tsx'
import { useRecordExtra } from './record-extras.tsx'
import './list.css'

type Props = { entity: EntityInfo; row: RecordRow; position: string; onClose: () => void; onMove: (by: number) => void }

/** What one would call about, beside the list: the record's name, its verbs, and what its entity shows in short. */
export function ReadingPane({ entity, row: listed, position, onClose, onMove }: Props) {
  const { t } = useWords()
  const go = useGo()
  const { log } = useRecordActions()
  const { Preview } = useRecordExtra(entity.key)
  const { data, error } = useRead('getRecord', { params: { entity: entity.key, id: listed.id } }, { staleTime: 60_000 })
  const failure = failureOf({ data, error })
  const row = data ?? listed
  const callNow = useCall()
  const name = nameOf(row)
  return (
    <div className="sp-pane">
      <div className="sp-pane-head">
        <div className="sp-row">
          <Kind entity={entity} row={row} />
          <span className="sp-grow" />
          <button type="button" className="sp-plain" aria-label={t('list.previous')} onClick={() => onMove(-1)}>
            <ActionKey id="listMove" />
          </button>
          <button type="button" className="sp-plain" aria-label={t('list.next')} onClick={() => onMove(1)}>
            <ActionKey id="listMove" at={1} />
          </button>
          <span className="sp-t2 sp-small sp-nowrap">{position}</span>
          <ActionIcon size={26} aria-label={t('list.close_pane')} onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </div>
        <h2>{name ? legalName(name) : row.title}</h2>
        <div className="sp-row" style={{ marginTop: '0.35rem' }}>
          {'phones' in row && (
            <Button
              variant="default"
              leftSection={<IconPhone size={16} />}
              rightSection={<ActionKey id="call" />}
              onClick={() => callNow(entity.key, row)}
            >
              {t('page.call')}
            </Button>
          )}
          {log && entity.key !== 'activity' && (
            <Button
              variant="default"
              leftSection={<IconPencilPlus size={16} />}
              rightSection={<ActionKey id="log" />}
              onClick={() => log({ about: { entity: entity.key, id: row.id, title: row.title } })}
            >
              {t('page.log')}
            </Button>
          )}
          <Button variant="subtle" rightSection={<KeyCap>↵</KeyCap>} onClick={() => go(recordPath(entity.key, row.id))}>
            {t('action.open')}
          </Button>
        </div>
      </div>
      {failure ? (
        <ProblemPanel error={failure} />
      ) : (
        <Suspense fallback={null}>
          {data && Preview && <Preview row={data} />}
          {data && <ShortFacts entity={entity} row={data} />}
        </Suspense>
      )}
    </div>
  )
}

function Kind({ entity, row }: { entity: EntityInfo; row: RecordRow }) {
  const office = useOffice()
  const said = ['type', 'stage', 'status']
    .flatMap((key) => {
      const field = office.field(entity.key, key)
      return field?.list && typeof row[key] === 'string' ? [office.choiceLabel(field.list, row[key])] : []
    })
    .join(' · ')
  return (
    <>
      {typeof row.grade === 'string' && <Grade grade={row.grade} />}
      <span className="sp-t2 sp-small cut">{said}</span>
    </>
  )
}

const MOST_FACTS = 10

/** The filled fields in their order, without those the name and the preview tell. */
function ShortFacts({ entity, row }: { entity: EntityInfo; row: RecordRow }) {
  const office = useOffice()
  const { Preview } = useRecordExtra(entity.key)
  const fields = entity.fields
    .filter(
      (field) =>
        field.key !== entity.title &&
        ![
          'grade',
          'type',
          'files',
          'createdBy',
          'updatedAt',
          'updatedBy',
          'createdAt',
          'lastContactAt',
          'nextStepAt',
          'mainContact',
          'province',
        ].includes(field.key) &&
        isFilled(row, field),
    )
    .slice(0, Preview ? 6 : MOST_FACTS)
  const masked = Object.keys(row.masks ?? {}).length > 0
  if (fields.length === 0 && !masked) return null
  return (
    <dl className="sp-pane-facts">
      <MaskedFacts entity={entity} row={row} />
      {fields.map((field) => (
        <div key={field.key} style={{ display: 'contents' }}>
          <dt>{office.fieldLabel(entity.key, field.key)}</dt>
          <dd>
            <FieldValue entity={entity.key} field={field} row={row} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
