import { Input, TextInput } from '@mantine/core'
import { useState } from 'react'
import { instantToLocal } from '../../core/thai/date.ts'
import { parseTime } from '../../core/thai/time-of-day.ts'
import { instantOf } from '../lib/instants.ts'
import { useWords } from '../lib/words.ts'
import { DateField } from './date-field.tsx'
import type { FieldProps } from './field-props.ts'

type Props = FieldProps<string> & {
  today: string
  timeZone: string /** The time taken when only a day is given. */
  usualTime?: string
}

/** A moment: a day and a time, both typed as people say them (`พรุ่งนี้`, `บ่ายสอง`). The value is the instant in UTC. */
export function DateTimeField({
  value,
  onChange,
  today,
  timeZone,
  usualTime = '09:00',
  label,
  error,
  required,
  autoFocus,
  disabled,
}: Props) {
  const { t } = useWords()
  const local = value && !Number.isNaN(Date.parse(value)) ? instantToLocal(value, timeZone) : undefined
  const [typed, setTyped] = useState<string | undefined>()
  const read = typed === undefined || typed.trim() === '' ? undefined : parseTime(typed)
  const put = (date: string | undefined, time: string) => onChange(date ? instantOf(date, time, timeZone) : undefined)
  const typeTime = (text: string) => {
    setTyped(text)
    const time = parseTime(text)
    if (time.ok) put(local?.date ?? today, time.time)
  }
  return (
    <Input.Wrapper component="div" className="sp-when" error={error ?? null}>
      <DateField
        label={label}
        value={local?.date}
        today={today}
        purpose="due"
        onChange={(date) => put(date, local?.time ?? usualTime)}
        required={required}
        autoFocus={autoFocus}
        disabled={disabled}
      />
      <TextInput
        label={t('date.time')}
        value={typed ?? local?.time ?? ''}
        disabled={disabled ?? false}
        error={read && !read.ok ? t('field_error.time') : null}
        onChange={(event) => typeTime(event.currentTarget.value)}
        onBlur={() => {
          if (!read || read.ok) setTyped(undefined)
        }}
      />
    </Input.Wrapper>
  )
}
