import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { type FieldProps, inputProps } from '../components/field-props.ts'
import { useRead } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { foundBecause } from './found-because.ts'
import { NameText } from './name-text.tsx'
import { useRecordActions } from './record-actions.tsx'

type Props = Omit<FieldProps<string>, 'onChange'> & {
  to: string
  /** The title of the chosen record, when the screen knows it. */
  title?: string | undefined
  onChange: (id: string | undefined, title?: string) => void
}

const NEW = '@new'

/** One record of an entity: type any part of it and choose, or add it on the spot. */
export function ReferenceField({ to, value, title, onChange, ...rest }: Props) {
  const { t } = useWords()
  const office = useOffice()
  const { create } = useRecordActions()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | undefined>()
  const [chosen, setChosen] = useState<{ id: string; title: string } | undefined>()
  const [text] = useDebouncedValue(typed ?? '', 120)
  const { data } = useRead(
    'searchRecords',
    { body: { text, entities: [to], limit: 8 } },
    { enabled: text.trim() !== '', keep: true },
  )
  const hits = text.trim() === '' ? [] : (data?.hits ?? [])
  const { selectFirstOption } = combobox
  // Enter takes the first line, also when it came after the typing had stopped.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer moves the choice; the store is a new object at each render.
  useEffect(() => {
    if (data) selectFirstOption()
  }, [data])
  const known = chosen?.id === value ? chosen?.title : title
  const pick = (id: string, name: string) => {
    setChosen({ id, title: name })
    onChange(id, name)
    setTyped(undefined)
    combobox.closeDropdown()
  }
  const submit = (option: string) => {
    if (option === NEW) {
      combobox.closeDropdown()
      create({ entity: to, text, onSaved: (record) => pick(record.id, record.title) })
      return
    }
    const hit = hits.find((candidate) => candidate.row.id === option)
    if (hit) pick(hit.row.id, hit.row.title)
  }
  const mayAdd = office.entity(to)?.grant.create && text.trim() !== ''
  return (
    <Combobox store={combobox} onOptionSubmit={submit}>
      <Combobox.Target>
        <TextInput
          {...inputProps(rest)}
          placeholder={t('field.search_hint')}
          value={typed ?? (value ? (known ?? t('field.hidden_record')) : '')}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            if (event.currentTarget.value === '') onChange(undefined)
            combobox.openDropdown()
            combobox.selectFirstOption()
          }}
          onBlur={() => {
            setTyped(undefined)
            combobox.closeDropdown()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={hits.length === 0 && !mayAdd}>
        <Combobox.Options mah="18rem" style={{ overflowY: 'auto' }}>
          {hits.map((hit) => (
            <Combobox.Option key={hit.row.id} value={hit.row.id}>
              <NameText row={hit.row} query={text} />
              <span className="sp-t3 sp-small">{foundBecause(office, hit, text)}</span>
            </Combobox.Option>
          ))}
          {mayAdd && (
            <Combobox.Option value={NEW}>
              <span className="sp-row">
                <IconPlus size={16} aria-hidden /> {t('search.add', { entity: office.entityLabel(to, 'one'), text })}
              </span>
            </Combobox.Option>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
