import { NativeSelect, TextInput } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import { useState } from 'react'
import type { AddressItem } from '../../core/fields/values.ts'
import { formatAddress, parseAddress } from '../../core/thai/address.ts'
import { createPlaces } from '../../core/thai/places.ts'
import type { Option } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { FieldProps } from './field-props.ts'
import { ItemList } from './item-list.tsx'
import { PlaceBox } from './place-box.tsx'

const STREET_KEYS = ['houseNo', 'moo', 'building', 'floor', 'room', 'soi', 'road', 'text'] as const

/** The part of an address that stands before its place, in one line as people write it. */
export function streetLine(item: Partial<AddressItem>): string {
  return formatAddress(Object.fromEntries(STREET_KEYS.map((key) => [key, item[key]])), 'th')
}

const placeLine = (item: AddressItem): string =>
  [item.subdistrict, item.district, item.province, item.postcode].filter(Boolean).join(' » ')

/** What was typed into the line, in parts; what is not understood stays as text and is never dropped. The place has its own box, so no table of places is asked. */
function streetParts(line: string): Partial<AddressItem> {
  const { address } = parseAddress(line, createPlaces({ snapshot: '', provinces: [] }))
  return Object.fromEntries(STREET_KEYS.map((key) => [key, address[key]]))
}

type Props = FieldProps<AddressItem[]> & { types: readonly Option[] }

/** Addresses: the street in one line, the place in one box, and what each is used as. */
export function AddressListField({ label, value, onChange, error, bare, types, autoFocus }: Props) {
  const { t } = useWords()
  const items = value ?? []
  return (
    <ItemList<AddressItem>
      label={label}
      items={items}
      onChange={onChange}
      blank={() => ({ type: items.length === 0 ? types[0]?.value : types[1]?.value })}
      isBlank={(item) => !streetLine(item) && !item.subdistrictCode && !item.subdistrict && !item.province}
      error={error}
      bare={bare}
      render={(item, change, at) => (
        <div className="sp-address">
          <StreetInput
            label={`${label} ${at + 1}: ${t('address.line')}`}
            item={item}
            autoFocus={autoFocus && at === 0}
            onChange={change}
          />
          <div className="sp-row">
            <IconMapPin size={16} className="sp-t3" aria-hidden />
            <div className="sp-grow">
              <PlaceBox
                label={`${label} ${at + 1}: ${t('address.place')}`}
                shown={placeLine(item)}
                onChoose={(place) =>
                  change({
                    subdistrictCode: place.code,
                    subdistrict: place.subdistrict,
                    district: place.district,
                    province: place.province,
                    postcode: place.postcode,
                  })
                }
                onClear={() =>
                  change({
                    subdistrictCode: undefined,
                    subdistrict: undefined,
                    district: undefined,
                    province: undefined,
                    postcode: undefined,
                  })
                }
              />
            </div>
            {types.length > 0 && (
              <NativeSelect
                aria-label={`${label} ${at + 1}: ${t('address.type')}`}
                value={item.type ?? ''}
                data={[
                  { value: '', label: t('address.type') },
                  ...types.map((type) => ({ value: type.value, label: type.label })),
                ]}
                onChange={(event) => change({ type: event.currentTarget.value || undefined })}
              />
            )}
          </div>
        </div>
      )}
    />
  )
}

function StreetInput({
  label,
  item,
  onChange,
  autoFocus,
}: {
  label: string
  item: AddressItem
  onChange: (part: Partial<AddressItem>) => void
  autoFocus: boolean | undefined
}) {
  const { t } = useWords()
  const [typed, setTyped] = useState<string | undefined>()
  return (
    <TextInput
      aria-label={label}
      placeholder={t('address.line')}
      value={typed ?? streetLine(item)}
      {...(autoFocus && { 'data-autofocus': true, autoFocus: true })}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(streetParts(event.currentTarget.value))
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
