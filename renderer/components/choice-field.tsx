import { MultiSelect, Select, TagsInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { otherLayout } from '../../core/thai/keyboard.ts'
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

/** The next option that begins with the letter that was pressed, as it is on the key or would be with the other keyboard. */
function nextBy(pressed: KeyboardEvent, options: readonly Option[], value: string | undefined): string | undefined {
  const letter = pressed.key
  if (letter.length !== 1 || letter === ' ' || pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined
  const letters = [letter, otherLayout(letter)].flatMap((one) => (one ? [one.toLowerCase()] : []))
  const from = options.findIndex((option) => option.value === value) + 1
  const round = [...options.slice(from), ...options.slice(0, from)]
  return round.find((option) => letters.some((one) => option.label.toLowerCase().startsWith(one)))?.value
}

/** One of a list. Long lists can be searched; in a short one a letter goes to the next that begins with it. */
export function ChoiceField({ value, onChange, options, inPopover, typed, ...rest }: FieldProps<string> & OptionsProps) {
  const { t } = useWords()
  const [opened, setOpened] = useState(typed !== undefined)
  const searchable = options.length > SEARCH_FROM || typed !== undefined
  const toLetter = (event: KeyboardEvent) => {
    const next = searchable ? undefined : nextBy(event, options, value)
    if (next === undefined) return
    event.preventDefault()
    setOpened(false)
    onChange(next)
  }
  return (
    <Select
      {...inputProps(rest)}
      data={dataOf(options)}
      value={value ?? null}
      onKeyDown={toLetter}
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      onChange={(next) => onChange(next ?? undefined)}
      clearable={!rest.required}
      clearButtonProps={{ 'aria-label': t('action.clear') }}
      searchable={searchable}
      {...(typed !== undefined && { defaultSearchValue: typed })}
      nothingFoundMessage={t('field.nothing_found')}
      comboboxProps={{ shadow: 'md', withinPortal: !inPopover }}
    />
  )
}

/** Several of a list. Long lists can be searched; in a short one a letter adds the next that begins with it. */
export function ChoicesField({ value = [], onChange, options, inPopover, ...rest }: FieldProps<string[]> & OptionsProps) {
  const { t } = useWords()
  const searchable = options.length > SEARCH_FROM
  const addByLetter = (event: KeyboardEvent) => {
    const left = options.filter((option) => !value.includes(option.value))
    const next = searchable ? undefined : nextBy(event, left, undefined)
    if (next === undefined) return
    event.preventDefault()
    onChange([...value, next])
  }
  return (
    <MultiSelect
      {...inputProps(rest)}
      data={dataOf(options)}
      value={value}
      onKeyDown={addByLetter}
      onChange={(next) => onChange(next.length > 0 ? next : undefined)}
      searchable={searchable}
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
