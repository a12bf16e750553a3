import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatDate } from '../../core/thai/date.ts'
import { type DatePurpose, parseDate } from '../../core/thai/date-parse.ts'
import { useWords } from '../lib/words.ts'
import { type FieldProps, inputProps } from './field-props.ts'

type Props = FieldProps<string> & { today: string; purpose?: DatePurpose | undefined }

/**
 * A date typed in any way people type dates, พ.ศ. or ค.ศ., with the long date echoed below so that a slip of the year is seen. The value is the
 * local ISO date; a text that is no date leaves the value as it was and says so.
 */
export function DateField({ value, onChange, today, purpose = 'document', ...rest }: Props) {
  const words = useWords()
  const [typed, setTyped] = useState<string | undefined>()
  const shown = typed ?? (value ? formatDate(value, { lang: words.lang, style: 'medium' }) : '')
  const read = typed === undefined || typed.trim() === '' ? undefined : parseDate(typed, { today, purpose })
  const date = read ? (read.ok ? read.date : undefined) : typed === undefined ? value : undefined
  const problem = read && !read.ok ? words.find(`field_error.date.${read.reason}`) : undefined
  const warning = read?.ok && read.warning ? words.find(`date.warn.${read.warning}`) : undefined
  const echo = date ? formatDate(date, { lang: words.lang, style: 'weekdayLong' }) : words.t('date.hint')
  const type = (text: string) => {
    setTyped(text)
    if (text.trim() === '') return onChange(undefined)
    const result = parseDate(text, { today, purpose })
    if (result.ok) onChange(result.date)
  }
  return (
    <TextInput
      {...inputProps({ ...rest, error: problem ?? rest.error, hint: warning ? `${echo} · ${warning}` : echo })}
      value={shown}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => {
        if (!problem) setTyped(undefined)
      }}
    />
  )
}
