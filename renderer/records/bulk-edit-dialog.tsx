import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import type { EntityInfo, FieldInfo } from '../../core/contract/office.ts'
import { ActionKey } from '../components/action-key.tsx'
import { Dialog } from '../components/dialog.tsx'
import { useActions } from '../lib/actions.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { BulkRequest } from './bulk.tsx'
import { BulkPipelineField, BulkStageField } from './bulk-stage-field.tsx'
import { FieldEditor } from './field-editor.tsx'
import { isEditable } from './is-editable.ts'

/** Kinds of which one value can be meant for many records. */
const SHARED: ReadonlySet<FieldInfo['kind']> = new Set([
  'choice',
  'choices',
  'user',
  'date',
  'dateTime',
  'number',
  'money',
  'percent',
  'yesNo',
  'text',
  'longText',
  'reference',
])

type Props = {
  entity: EntityInfo
  title: string
  target: BulkRequest['target']
  onDone: (values: Record<string, unknown>) => void
  onClose: () => void
}

/** One field of many records gets one value, or is emptied. */
export function BulkEditDialog({ entity, title, target, onDone, onClose }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const [key, setKey] = useState<string | null>(null)
  const [values, setValues] = useState<Record<string, unknown>>({})
  const fields = entity.fields.filter(
    (field) =>
      SHARED.has(field.kind) && isEditable(field) && field.key !== entity.title && !field.unique && field.key !== entity.owner,
  )
  const field = fields.find((candidate) => candidate.key === key)
  const isEmpty = field && (values[field.key] === undefined || values[field.key] === null)
  const apply = () => field && onDone({ ...values, [field.key]: values[field.key] ?? null })
  // A key pressed out of habit sets a value; to empty a field everywhere one presses the button that says so.
  useActions({ save: () => !isEmpty && apply() }, { always: true, onTop: true })
  return (
    <Dialog
      opened
      onClose={onClose}
      title={title}
      size={460}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('action.discard')}
          </Button>
          {isEmpty && !field.required ? (
            <Button variant="default" onClick={apply}>
              {t('bulk.empty_field')}
            </Button>
          ) : (
            <Button disabled={!field || isEmpty} onClick={apply} rightSection={<ActionKey id="save" onFill />}>
              {t('bulk.set_field')}
            </Button>
          )}
        </>
      }
    >
      <Select
        label={t('filter.field')}
        data={fields.map((each) => ({ value: each.key, label: office.fieldLabel(entity.key, each.key) }))}
        value={key}
        onChange={(next) => {
          setKey(next)
          setValues({})
        }}
        searchable
        data-autofocus
        nothingFoundMessage={t('field.nothing_found')}
      />
      {field?.list === 'stage' && <BulkStageField target={target} values={values} onChange={setValues} />}
      {field?.list === 'pipeline' && <BulkPipelineField values={values} onChange={setValues} />}
      {field && field.list !== 'stage' && field.list !== 'pipeline' && (
        <FieldEditor
          key={field.key}
          entity={entity.key}
          field={{ ...field, required: false }}
          values={values}
          autoFocus
          onChange={(value) => setValues({ [field.key]: value })}
        />
      )}
    </Dialog>
  )
}
