import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { PhoneItem } from '../../core/fields/values.ts'
import { newItemId } from '../../core/ids.ts'
import { formatPhone, parsePhone, parsePhones } from '../../core/thai/phone.ts'
import type { Option } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { FieldProps } from './field-props.ts'
import { ItemList } from './item-list.tsx'

type Props = FieldProps<PhoneItem[]> & { types: readonly Option[] }

/** Telephone numbers, written as they are said and stored in the international form. Several pasted at once become several lines. */
export function PhoneListField({ label, value, onChange, error, bare, types, autoFocus }: Props) {
  const { t } = useWords()
  const items = value ?? []
  const takeSeveral = (text: string, at: number): boolean => {
    const found = parsePhones(text)
    if (found.length < 2) return false
    const made = found.map((phone): PhoneItem => ({ id: newItemId(), e164: phone.e164, ...(phone.ext && { ext: phone.ext }) }))
    onChange([...items.slice(0, at), ...made, ...items.slice(at + 1)])
    return true
  }
  return (
    <ItemList<PhoneItem>
      label={label}
      items={items}
      onChange={onChange}
      blank={() => ({ e164: '' })}
      isBlank={(item) => item.e164 === ''}
      error={error}
      hint={items.length === 0 && !bare ? t('phone.hint') : undefined}
      bare={bare}
      render={(item, change, at) => (
        <PhoneLine
          item={item}
          label={`${label} ${at + 1}`}
          types={types}
          autoFocus={autoFocus && at === 0}
          onChange={(part, text) => (text && takeSeveral(text, at)) || change(part)}
        />
      )}
    />
  )
}

type LineProps = {
  item: PhoneItem
  label: string
  types: readonly Option[]
  autoFocus: boolean | undefined
  onChange: (part: Partial<PhoneItem>, text?: string) => unknown
}

function PhoneLine({ item, label, types, autoFocus, onChange }: LineProps) {
  const { t, find } = useWords()
  const [typed, setTyped] = useState<string | undefined>()
  const read = typed === undefined || typed.trim() === '' ? undefined : parsePhone(typed)
  const problem =
    read && !read.ok && read.reason !== 'several'
      ? read.missingDigits
        ? t('field_error.phone.too_short', { missing: read.missingDigits })
        : find('field_error.phone')
      : undefined
  const type = (text: string) => {
    setTyped(text)
    const result = parsePhone(text)
    if (result.ok) onChange({ e164: result.phone.e164, ...(result.phone.ext && { ext: result.phone.ext }) }, text)
    else onChange({ e164: text.replace(/[^\d+]/g, '') }, text)
  }
  const shown = typed ?? (item.e164 ? formatPhone(item.e164) : '')
  const echo = read?.ok && typed?.trim() !== formatPhone(read.phone.e164) ? formatPhone(read.phone.e164) : undefined
  return (
    <div className="sp-phone-line">
      <TextInput
        aria-label={label}
        inputMode="tel"
        value={shown}
        error={problem ?? null}
        description={echo}
        inputWrapperOrder={['input', 'description', 'error']}
        {...(autoFocus && { 'data-autofocus': true, autoFocus: true })}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => {
          if (!problem) setTyped(undefined)
        }}
      />
      <TextInput
        className="sp-ext"
        aria-label={`${label}: ${t('phone.ext_label')}`}
        placeholder={t('phone.ext')}
        value={item.ext ?? ''}
        onChange={(event) => onChange({ ext: event.currentTarget.value.replace(/\D/g, '') || undefined })}
      />
      {types.length > 0 && (
        <NativeSelect
          className="sp-phone-type"
          aria-label={`${label}: ${t('phone.type')}`}
          value={item.type ?? ''}
          data={[{ value: '', label: t('phone.type') }, ...types.map((type) => ({ value: type.value, label: type.label }))]}
          onChange={(event) => onChange({ type: event.currentTarget.value || undefined })}
        />
      )}
    </div>
  )
}
