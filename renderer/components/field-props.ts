/** What every field takes: its value (undefined is empty), what to do with a new one, its words and its problem. */
export type FieldProps<T> = {
  label: string
  value: T | undefined
  onChange: (value: T | undefined) => void
  error?: string | undefined
  hint?: string | undefined
  required?: boolean | undefined
  autoFocus?: boolean | undefined
  disabled?: boolean | undefined
  /** Without a visible label, for editing in place; readers still hear it. */
  bare?: boolean | undefined
}

/** The props that Mantine's inputs share, out of ours. */
export function inputProps(props: Omit<FieldProps<unknown>, 'value' | 'onChange'>) {
  const { label, error, hint, required, autoFocus, disabled, bare } = props
  return {
    ...(bare ? { 'aria-label': label } : { label }),
    ...(hint && { description: hint }),
    error: error ?? null,
    required: required ?? false,
    disabled: disabled ?? false,
    ...(autoFocus && { 'data-autofocus': true, autoFocus: true }),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
  }
}
