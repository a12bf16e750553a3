import { TextInput } from '@mantine/core'
import type { EmailItem } from '../../core/fields/values.ts'
import type { FieldProps } from './field-props.ts'
import { ItemList } from './item-list.tsx'

/** E-mail addresses. */
export function EmailListField({ label, value, onChange, error, bare, autoFocus }: FieldProps<EmailItem[]>) {
  return (
    <ItemList<EmailItem>
      label={label}
      items={value ?? []}
      onChange={onChange}
      blank={() => ({ address: '' })}
      isBlank={(item) => item.address === ''}
      error={error}
      bare={bare}
      render={(item, change, at) => (
        <TextInput
          aria-label={`${label} ${at + 1}`}
          type="email"
          value={item.address}
          {...(autoFocus && at === 0 && { 'data-autofocus': true, autoFocus: true })}
          onChange={(event) => change({ address: event.currentTarget.value.trim() })}
        />
      )}
    />
  )
}
