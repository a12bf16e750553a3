import { Combobox, TextInput, useCombobox } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useRead } from '../lib/queries.ts'
import { useWords } from '../lib/words.ts'

export type ChosenPlace = { code: string; subdistrict: string; district: string; province: string; postcode: string }

/** One box for the whole of Thailand: type any part of a sub-district, district or postcode, and choose. */
export function PlaceBox({
  label,
  shown,
  onChoose,
  onClear,
}: {
  label: string
  shown: string
  onChoose: (place: ChosenPlace) => void
  onClear: () => void
}) {
  const { t } = useWords()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const [typed, setTyped] = useState<string | undefined>()
  const [text] = useDebouncedValue(typed ?? '', 120)
  const { data } = useRead(
    'searchPlaces',
    { query: { text } },
    { enabled: text.trim() !== '', keep: true, staleTime: Number.POSITIVE_INFINITY },
  )
  const places = text.trim() === '' ? [] : (data?.places ?? [])
  const { selectFirstOption } = combobox
  // Enter takes the first line, also when it came after the typing had stopped.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer moves the choice; the store is a new object at each render.
  useEffect(() => {
    if (data) selectFirstOption()
  }, [data])
  const choose = (code: string) => {
    const place = places.find((candidate) => candidate.code === code)
    if (place) onChoose(place)
    setTyped(undefined)
    combobox.closeDropdown()
  }
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal>
      <Combobox.Target>
        <TextInput
          aria-label={label}
          placeholder={t('address.place_hint')}
          value={typed ?? shown}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            if (event.currentTarget.value === '') onClear()
            combobox.openDropdown()
            combobox.selectFirstOption()
          }}
          onBlur={() => {
            setTyped(undefined)
            combobox.closeDropdown()
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={places.length === 0}>
        <Combobox.Options mah="16rem" style={{ overflowY: 'auto' }}>
          {places.map((place) => (
            <Combobox.Option key={`${place.code} ${place.postcode}`} value={place.code}>
              {place.subdistrict} » {place.district} » {place.province} <span className="sp-t3">{place.postcode}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}
