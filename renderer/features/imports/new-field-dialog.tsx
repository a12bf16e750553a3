import { Select } from '@mantine/core'
import { useState } from 'react'
import type { ImportColumn } from '../../../core/contract/imports.ts'
import type { FieldKind } from '../../../core/fields/field.ts'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useCommand } from '../../lib/queries.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'

const KINDS = [
  'text',
  'longText',
  'number',
  'money',
  'percent',
  'date',
  'yesNo',
  'choice',
  'choices',
  'tags',
  'user',
  'url',
] as const satisfies readonly FieldKind[]
const FEW_WORDS = 20

/** The kind of field that holds the column's values best. */
function kindOf(column: ImportColumn, rows: number): FieldKind {
  const values = column.distinct.map((entry) => entry.value)
  if (values.length > 0 && values.every((value) => /^(yes|no|true|false|ใช่|ไม่ใช่|ไม่)$/i.test(value))) return 'yesNo'
  if (values.length > 0 && values.every((value) => /^-?[\d,]+(\.\d+)?$/.test(value))) return 'number'
  if (values.length > 0 && values.every((value) => /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}/.test(value))) return 'date'
  return values.length <= FEW_WORDS && values.length * 4 <= rows ? 'choice' : 'text'
}

type Props = { entity: string; column: ImportColumn; rows: number; onClose: () => void; onMade: (target: string) => void }

/** Makes a field for a column that has none of ours to go to. */
export function NewFieldDialog({ entity, column, rows, onClose, onMade }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const { run, busy, error } = useCommand('saveCustomField')
  const [label, setLabel] = useState<string | undefined>(column.header)
  const [kind, setKind] = useState<FieldKind>(() => kindOf(column, rows))
  const make = async () => {
    if (!label) return
    const { key } = await run({ params: { entity }, body: { labelTh: label, labelEn: label, kind, filterable: true } })
    onMade(key)
    onClose()
  }
  return (
    <FormDialog
      title={t('import.new_field_title', { entity: office.entityLabel(entity, 'one') })}
      verb={t('import.new_field_make', { name: label ?? '' })}
      busy={busy}
      ready={Boolean(label)}
      error={error}
      // What was refused is told below the fields.
      onSubmit={() => void make().catch(() => undefined)}
      onClose={onClose}
    >
      <TextField label={t('settings.field.label')} value={label} onChange={setLabel} required autoFocus maxLength={120} />
      <Select
        label={t('import.new_field_kind')}
        data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={kind}
        onChange={(next) => next && setKind(next as FieldKind)}
        allowDeselect={false}
      />
      <p className="sp-t3 sp-table-text cut">{column.samples.join(' · ')}</p>
    </FormDialog>
  )
}
