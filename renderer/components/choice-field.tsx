import { MultiSelect, Select, TagsInput } from '@mantine/core'
import type { Option } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { type FieldProps, inputProps } from './field-props.ts'

type OptionsProps = {
  options: readonly Option[]
  /** Set where the field stands in a popover: a list drawn elsewhere on the page would count as a click outside and close it. */
  inPopover?: boolean
  /** What was typed before the field was there: the search begins with it. */
  typed?: string | undefined
}
const SEARCH_FROM = 8
const dataOf = (options: readonly Option[]) => options.map(({ value, label }) => ({ value, label }))

/** One of a list. Long lists can be searched. */
export function ChoiceField({ value, onChange, options, inPopover, typed, ...rest }: FieldProps<string> & OptionsProps) {
  const { t } = useWords()
  return (
    <Select
      {...inputProps(rest)}
      data={dataOf(options)}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      clearable={!rest.required}
      clearButtonProps={{ 'aria-label': t('action.clear') }}
      searchable={options.length > SEARCH_FROM || typed !== undefined}
      {...(typed !== undefined && { defaultSearchValue: typed, defaultDropdownOpened: true })}
      nothingFoundMessage={t('field.nothing_found')}
      comboboxProps={{ shadow: 'md', withinPortal: !inPopover }}
    />
  )
}

/** Several of a list. */
export function ChoicesField({ value, onChange, options, inPopover, ...rest }: FieldProps<string[]> & OptionsProps) {
  const { t } = useWords()
  return (
    <MultiSelect
      {...inputProps(rest)}
      data={dataOf(options)}
      value={value ?? []}
      onChange={(next) => onChange(next.length > 0 ? next : undefined)}
      searchable={options.length > SEARCH_FROM}
      clearButtonProps={{ 'aria-label': t('action.clear') }}
      nothingFoundMessage={t('field.nothing_found')}
      comboboxProps={{ shadow: 'md', withinPortal: !inPopover }}
    />
  )
}

/** Words typed freely, each a small label. */
export function TagsField({ value, onChange, ...rest }: FieldProps<string[]>) {
  const { t } = useWords()
  return (
    <TagsInput
      {...inputProps(rest)}
      value={value ?? []}
      onChange={(next) => onChange(next.length > 0 ? next : undefined)}
      placeholder={value?.length ? '' : t('tags.hint')}
      clearButtonProps={{ 'aria-label': t('action.clear') }}
      maxLength={60}
      acceptValueOnBlur
    />
  )
}
