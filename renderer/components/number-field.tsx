import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { readNumber } from '../../core/thai/digits.ts'
import { useWords } from '../lib/words.ts'
import { type FieldProps, inputProps } from './field-props.ts'

/** A number, also in Thai digits and with thousands. */
export function NumberField({ value, onChange, suffix, ...rest }: FieldProps<number> & { suffix?: string }) {
  const { t, number } = useWords()
  const [typed, setTyped] = useState<string | undefined>()
  const wrong = typed !== undefined && typed.trim() !== '' && readNumber(typed) === undefined
  const type = (text: string) => {
    setTyped(text)
    if (text.trim() === '') return onChange(undefined)
    const result = readNumber(text)
    if (result !== undefined) onChange(result)
  }
  return (
    <TextInput
      {...inputProps({ ...rest, error: wrong ? t('field_error.number') : rest.error })}
      inputMode="decimal"
      rightSection={suffix ? <span className="sp-t3 sp-small">{suffix}</span> : null}
      value={typed ?? (value === undefined ? '' : number(value))}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => {
        if (!wrong) setTyped(undefined)
      }}
    />
  )
}
