import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatBaht, parseBaht } from '../../core/money.ts'
import { useWords } from '../lib/words.ts'
import { type FieldProps, inputProps } from './field-props.ts'

/** An amount in baht, typed as people write it (`1,500`, `1.5 ล้าน`, `๑๒๓`). The value is whole satang. */
export function MoneyField({ value, onChange, ...rest }: FieldProps<number>) {
  const { t, find } = useWords()
  const [typed, setTyped] = useState<string | undefined>()
  const read = typed === undefined || typed.trim() === '' ? undefined : parseBaht(typed)
  const problem = read && !read.ok ? find(`field_error.money.${read.reason}`) : undefined
  const unusual = read?.ok && !/^[\d,.]*$/.test(typed ?? '') ? `${formatBaht(read.satang)} ${t('unit.baht')}` : undefined
  const type = (text: string) => {
    setTyped(text)
    if (text.trim() === '') return onChange(undefined)
    const result = parseBaht(text)
    if (result.ok) onChange(result.satang)
  }
  return (
    <TextInput
      {...inputProps({ ...rest, error: problem ?? rest.error, hint: unusual ?? rest.hint })}
      inputMode="decimal"
      rightSection={<span className="sp-t3 sp-small">{t('unit.baht')}</span>}
      rightSectionWidth={48}
      value={typed ?? (value === undefined ? '' : formatBaht(value, { decimals: 'auto' }))}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => {
        if (!problem) setTyped(undefined)
      }}
    />
  )
}
