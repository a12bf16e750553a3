import type { Pointed } from '../../core/fields/points-at.ts'
import { conditionsIn, type Filter } from '../../core/query/filter.ts'
import { useDates } from '../lib/instants.ts'
import { useRead } from '../lib/queries.ts'
import { type OfficeInfo, useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import type { TextContext } from './field-text.ts'
import { conditionField } from './filter-words.ts'

/** As many as are asked for at once; a sentence with more of them is read by nobody. */
const MOST = 500
const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** The words for records known by their ids alone: their titles, or that the reader may not see them; while it is asked, an ellipsis. */
export function useTitles(pointed: readonly Pointed[]): Record<string, string> {
  const { t } = useWords()
  const asked = Map.groupBy(
    pointed.filter(([entity, id]) => entity && ID.test(id)),
    ([entity]) => entity,
  )
  const of = Object.fromEntries(
    [...asked].map(([entity, some]) => [entity, [...new Set(some.map(([, id]) => id))].sort().slice(0, MOST)]),
  )
  const { data, isPending, isPlaceholderData } = useRead(
    'recordTitles',
    { body: { of } },
    { enabled: Object.keys(of).length > 0, keep: true },
  )
  const unknown = isPending || isPlaceholderData ? '…' : t('field.hidden_record')
  return Object.fromEntries(pointed.map(([, id]) => [id, data?.titles[id] ?? unknown]))
}

/** What puts conditions into words, with the names of the records that they ask for; filters of one kind of record, or of several. */
export function useFilterContext(filters: readonly { entity: string; filter: Filter }[]): TextContext {
  const words = useWords()
  const office = useOffice()
  const dates = useDates()
  const titles = useTitles(filters.flatMap(({ entity, filter }) => namedIn(office, entity, filter)))
  return { words, office, dates, titles }
}

function namedIn(office: OfficeInfo, entity: string, filter: Filter): Pointed[] {
  return conditionsIn(filter).flatMap(({ field: path, value = [] }) => {
    const to = conditionField(office, entity, path)?.field.to
    return to ? [value].flat().map((id): Pointed => [to, String(id)]) : []
  })
}
