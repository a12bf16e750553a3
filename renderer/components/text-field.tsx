import { Textarea, TextInput } from '@mantine/core'
import { type FieldProps, inputProps } from './field-props.ts'

/** One line of text. */
export function TextField({
  value,
  onChange,
  placeholder,
  maxLength,
  ...rest
}: FieldProps<string> & { placeholder?: string; maxLength?: number }) {
  return (
    <TextInput
      {...inputProps(rest)}
      {...(placeholder && { placeholder })}
      {...(maxLength && { maxLength })}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}

/** Several lines of text, growing with what is typed. */
export function LongTextField({
  value,
  onChange,
  placeholder,
  minRows = 2,
  ...rest
}: FieldProps<string> & { placeholder?: string; minRows?: number }) {
  return (
    <Textarea
      {...inputProps(rest)}
      {...(placeholder && { placeholder })}
      autosize
      minRows={minRows}
      maxRows={12}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}
