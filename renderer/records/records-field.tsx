import { Input } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { RecordLink } from '../../core/fields/values.ts'
import type { FieldProps } from '../components/field-props.ts'
import { useWords } from '../lib/words.ts'
import { ReferenceField } from './reference-field.tsx'
import './fields.css'

/** The records that an activity is about. A customer can be added here; deals and contacts come from their own pages. */
export function RecordsField({
  label,
  value,
  onChange,
  error,
  bare,
  autoFocus,
  titles,
}: FieldProps<RecordLink[]> & { titles?: Record<string, string> | undefined }) {
  const { t } = useWords()
  const [names, setNames] = useState<Record<string, string>>({})
  const items = value ?? []
  const remove = (id: string) => {
    const left = items.filter((item) => item.id !== id)
    onChange(left.length > 0 ? left : undefined)
  }
  return (
    <Input.Wrapper component="div" label={bare ? undefined : label} labelElement="div" error={error ?? null}>
      <div className="sp-files">
        {items.map((item) => (
          <span key={item.id} className="sp-row">
            {names[item.id] ?? titles?.[item.id] ?? t('field.hidden_record')}
            <button
              type="button"
              className="sp-plain sp-t3"
              aria-label={`${t('action.remove')} ${names[item.id] ?? titles?.[item.id] ?? ''}`}
              onClick={() => remove(item.id)}
            >
              <IconX size={14} aria-hidden />
            </button>
          </span>
        ))}
        {items.length === 0 && (
          <ReferenceField
            bare
            label={label}
            to="customer"
            value={undefined}
            autoFocus={autoFocus}
            onChange={(id, title) => {
              if (!id) return
              setNames((old) => ({ ...old, [id]: title ?? '' }))
              onChange([{ entity: 'customer', id }])
            }}
          />
        )}
      </div>
    </Input.Wrapper>
  )
}
