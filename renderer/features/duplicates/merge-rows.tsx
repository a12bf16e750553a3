import { Checkbox } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import type { EntityInfo, FieldInfo } from '../../../core/contract/office.ts'
import { useDates } from '../../lib/instants.ts'
import { recordPath } from '../../lib/navigation.ts'
import { useOffice } from '../../lib/session.tsx'
import { useWords } from '../../lib/words.ts'
import { fieldText } from '../../records/field-text.ts'
import { NameText } from '../../records/name-text.tsx'
import type { Compared } from './compare-pane.tsx'
import { itemsOf, leftKey, type Pair, type Place, type Side, type UnitedItem } from './merge-choice.ts'

const PLACES = ['a', 'b'] as const
type RowProps = { entity: EntityInfo; field: FieldInfo; pair: Pair; here: boolean; onHere: () => void }

/** A row of the comparison; the one at hand has the bar and is kept in sight. */
function Row({ label, here, quiet, children }: { label: string; here: boolean; quiet?: boolean; children: ReactNode }) {
  const row = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    if (here) row.current?.scrollIntoView({ block: 'nearest' })
  }, [here])
  return (
    <fieldset ref={row} className="sp-dup-row" data-here={here || undefined} data-quiet={quiet || undefined}>
      <legend className="sp-visually-hidden">{label}</legend>
      <span className="sp-dup-label sp-t2" aria-hidden>
        {label}
      </span>
      {children}
    </fieldset>
  )
}

type SurvivorProps = {
  entity: EntityInfo
  pair: Pair
  pointing: Compared['pointing']
  survivor: Place
  here: boolean
  onKeep: (place: Place) => void
}

/** The two records themselves: which of them stays. */
export function SurvivorRow({ entity, pair, pointing, survivor, here, onKeep }: SurvivorProps) {
  const { t, number } = useWords()
  const office = useOffice()
  const dates = useDates()
  return (
    <Row label={t('duplicates.which')} here={here}>
      {PLACES.map((place) => {
        const row = pair[place]
        const counts = new Map<string, number>()
        for (const { entity: key, count } of pointing[place]) counts.set(key, (counts.get(key) ?? 0) + count)
        const facts = [
          row.code as string | undefined,
          t('duplicates.since', { when: dates.date(dates.dayOf(String(row.createdAt))) }),
          office.userLabel(row[entity.owner] as string | undefined),
          ...[...counts].map(([key, count]) => `${office.entityLabel(key)} ${number(count)}`),
        ]
        return (
          <label key={place} className="sp-dup-side sp-dup-who" data-chosen={survivor === place || undefined}>
            <span className="sp-row">
              <input
                type="radio"
                name="survivor"
                checked={survivor === place}
                onChange={() => onKeep(place)}
                aria-label={`${t('duplicates.keep')}: ${row.title}`}
              />
              <span className="sp-grow">
                <NameText row={row} />
              </span>
              <Link
                className="sp-dup-open"
                to={recordPath(entity.key, row.id)}
                aria-label={`${t('duplicates.open_one')} ${row.title}`}
              >
                <IconExternalLink size={16} aria-hidden />
              </Link>
            </span>
            <span className="sp-t2 sp-small">{facts.filter(Boolean).join(' · ')}</span>
            <span className={survivor === place ? 'sp-small sp-dup-stays' : 'sp-small sp-t2'}>
              {survivor === place ? t('duplicates.kept') : t('duplicates.gone')}
            </span>
          </label>
        )
      })}
    </Row>
  )
}

/** A field with one value: the one of the left or of the right; of long texts both. */
export function SidesRow({
  entity,
  field,
  pair,
  here,
  onHere,
  side,
  onChoose,
}: RowProps & { side: Side; onChoose: (side: Side) => void }) {
  const words = useWords()
  const { t } = words
  const office = useOffice()
  const dates = useDates()
  const label = office.fieldLabel(entity.key, field.key)
  const one = pair.a[field.key] === undefined || pair.b[field.key] === undefined
  return (
    <Row label={label} here={here} quiet={one}>
      {PLACES.map((place) => {
        const row = pair[place]
        const text = fieldText({ words, office, dates, titles: row.titles }, field, row[field.key])
        const chosen = side === place || side === 'both'
        return (
          <label key={place} className="sp-dup-side" data-chosen={chosen || undefined}>
            <input
              type="radio"
              name={`side-${field.key}`}
              checked={side === place}
              onFocus={onHere}
              onChange={() => onChoose(place)}
              aria-label={`${t('duplicates.choose', { label, title: row.title })}: ${text || '–'}`}
            />
            <span className="sp-pre sp-grow">{text || <span className="sp-t3">–</span>}</span>
          </label>
        )
      })}
      {field.kind === 'longText' && Boolean(pair.a[field.key]) && Boolean(pair.b[field.key]) && (
        <label className="sp-dup-both sp-small">
          <input
            type="radio"
            name={`side-${field.key}`}
            checked={side === 'both'}
            onFocus={onHere}
            onChange={() => onChoose('both')}
          />{' '}
          {t('duplicates.both')}
        </label>
      )}
    </Row>
  )
}

type ItemsProps = RowProps & { left: ReadonlySet<string>; onToggle: (key: string) => void }

/** A field with several items: those of both together, each under the record it comes from; what is unticked is left out. */
export function ItemsRow({ entity, field, pair, here, onHere, left, onToggle }: ItemsProps) {
  const words = useWords()
  const office = useOffice()
  const dates = useDates()
  const titles = { ...pair.a.titles, ...pair.b.titles }
  const label = office.fieldLabel(entity.key, field.key)
  const items = itemsOf(field, pair)
  const textOf = ({ item }: UnitedItem) => fieldText({ words, office, dates, titles }, field, [item])
  return (
    <Row label={label} here={here}>
      {PLACES.map((place) => (
        <ul key={place} className="sp-dup-items">
          {items
            .filter((item) => item.in.includes(place) && textOf(item) !== '')
            .map((item) => (
              <li key={item.key}>
                <Checkbox
                  size="sm"
                  label={textOf(item)}
                  checked={!left.has(leftKey(field, item))}
                  onFocus={onHere}
                  onChange={() => onToggle(leftKey(field, item))}
                />
              </li>
            ))}
          {!items.some((item) => item.in.includes(place)) && <li className="sp-t3">–</li>}
        </ul>
      ))}
    </Row>
  )
}
