import { IconCheck } from '@tabler/icons-react'
import { capOf } from '../../core/actions.ts'
import type { Filter } from '../../core/query/filter.ts'
import { QUICK_FILTERS } from '../../core/sales/quick-filters.ts'
import { useActions } from '../lib/actions.ts'
import { useWords } from '../lib/words.ts'
import { filterParts, joinParts } from './filter-words.ts'

type Props = { entity: string; filter: Filter | undefined; onChange: (filter: Filter | undefined) => void }

const same = (a: Filter, b: Filter): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The conditions of a list that have a quick filter of their own; they need no sentence beside it. */
export function quickParts(entity: string, filter: Filter | undefined): Filter[] {
  const quick = QUICK_FILTERS[entity] ?? []
  return filterParts(filter).filter((part) => quick.some((each) => same(each.filter, part)))
}

/** Conditions that are wanted all day, each a press away; Shift with a digit presses it from the keyboard. */
export function QuickFilters({ entity, filter, onChange }: Props) {
  const { t } = useWords()
  const parts = filterParts(filter)
  const quick = QUICK_FILTERS[entity] ?? []
  const press = (wanted: Filter) =>
    onChange(
      joinParts(parts.some((part) => same(part, wanted)) ? parts.filter((part) => !same(part, wanted)) : [...parts, wanted]),
    )
  useActions({
    quick: quick.map((each) => ({
      title: t('keys.quick_of', { title: t(`quick.${each.key}`) }),
      run: () => press(each.filter),
    })),
  })
  return (
    <fieldset className="sp-quick" aria-label={t('quick.label')}>
      {quick.map((each, at) => {
        const on = parts.some((part) => same(part, each.filter))
        return (
          <button
            key={each.key}
            type="button"
            className="sp-chip sp-quick-chip"
            aria-pressed={on}
            title={capOf('quick', at)}
            onClick={() => press(each.filter)}
          >
            {on && <IconCheck size={14} aria-hidden />}
            {t(`quick.${each.key}`)}
          </button>
        )
      })}
    </fieldset>
  )
}
