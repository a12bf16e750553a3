import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FieldInfo } from '../../core/contract/office.ts'
import type { LinkItem } from '../../core/fields/values.ts'
import type { FieldProps } from '../components/field-props.ts'
import { ItemList } from '../components/item-list.tsx'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { ReferenceField } from './reference-field.tsx'
import './fields.css'

type Props = FieldProps<LinkItem[]> & { field: FieldInfo; titles?: Record<string, string> | undefined }

/** Links to records, each with its part and, where the field has them, position and note. A link is kept once its record is chosen. */
export function LinksField({ label, value, onChange, error, bare, field, titles }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const [names, setNames] = useState<Record<string, string>>({})
  const roles = field.list ? office.options(field.list) : []
  const extras = field.extras ?? []
  return (
    <ItemList<LinkItem>
      label={label}
      items={value ?? []}
      onChange={onChange}
      blank={() => ({ to: '' })}
      isBlank={(item) => item.to === ''}
      error={error}
      bare={bare}
      render={(item, change, at) => (
        <div className="sp-link-line">
          <ReferenceField
            bare
            label={`${label} ${at + 1}`}
            to={field.to ?? ''}
            value={item.to || undefined}
            title={names[item.to] ?? titles?.[item.to]}
            onChange={(id, title) => {
              if (id && title) setNames((old) => ({ ...old, [id]: title }))
              change({ to: id ?? '' })
            }}
          />
          {extras.includes('position') && (
            <TextInput
              aria-label={`${label} ${at + 1}: ${t('links.position')}`}
              placeholder={t('links.position')}
              value={item.position ?? ''}
              onChange={(event) => change({ position: event.currentTarget.value || undefined })}
            />
          )}
          {extras.includes('note') && (
            <TextInput
              aria-label={`${label} ${at + 1}: ${t('links.note')}`}
              placeholder={t('links.note')}
              value={item.note ?? ''}
              onChange={(event) => change({ note: event.currentTarget.value || undefined })}
            />
          )}
          {roles.length > 0 && (
            <NativeSelect
              aria-label={`${label} ${at + 1}: ${t('links.role')}`}
              value={item.role ?? ''}
              data={[{ value: '', label: t('links.role') }, ...roles.map((role) => ({ value: role.value, label: role.label }))]}
              onChange={(event) => change({ role: event.currentTarget.value || undefined })}
            />
          )}
        </div>
      )}
    />
  )
}
