import { Button } from '@mantine/core'
import { IconMapPin } from '@tabler/icons-react'
import type { RecordRow } from '../../core/contract/records.ts'
import type { AddressItem } from '../../core/fields/values.ts'
import { formatAddress } from '../../core/thai/address.ts'
import { useWords } from '../lib/words.ts'

/** Google Maps URLs, “Directions”: the phone opens its own map with it where it has one. */
const DIRECTIONS = 'https://www.google.com/maps/dir/'

/** The way to the record's first address, in the phone's map; nothing where there is no address. */
export function Directions({ row }: { row: RecordRow }) {
  const { t } = useWords()
  const [first] = (row.addresses as AddressItem[] | undefined) ?? []
  if (!first) return null
  // In Thai whatever the window speaks: signs and maps of Thailand know the places by these words.
  const to = new URLSearchParams({ api: '1', destination: formatAddress(first, 'th') })
  return (
    <Button
      component="a"
      variant="default"
      className="sp-record-way"
      href={`${DIRECTIONS}?${to}`}
      target="_blank"
      rel="noreferrer noopener"
      aria-label={t('page.directions')}
    >
      <IconMapPin size={20} />
    </Button>
  )
}
