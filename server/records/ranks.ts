import type { FieldDef } from '../../core/fields/field.ts'
import type { Rank } from './search.ts'
import { PART_END } from './search-index.ts'

/** A record that may hold what is looked for, with its search text and the sort key of its title. */
export type Candidate = { rid: number; text: string; title_sort: string }
export type Found = { rid: number; rank: Rank; field: string; text: string; title_sort: string }

const RANKS: readonly Rank[] = ['exact', 'prefix', 'ending', 'inside']

/** The best reason why a candidate holds the query, among the fields by whose marker a part may be read; undefined when there is none. */
export function explain(candidate: Candidate, query: string, byMarker: ReadonlyMap<string, FieldDef>): Found | undefined {
  let best: Found | undefined
  for (const part of candidate.text.split(PART_END)) {
    const field = byMarker.get(part.charAt(0))
    if (!field) continue
    const text = part.slice(1)
    const at = text.indexOf(query)
    if (at < 0) continue
    const digits = field.kind === 'phones' || field.kind === 'taxId'
    const rank = text === query ? 'exact' : at === 0 ? 'prefix' : digits && text.endsWith(query) ? 'ending' : 'inside'
    if (!best || RANKS.indexOf(rank) < RANKS.indexOf(best.rank))
      best = { rid: candidate.rid, rank, field: field.key, text, title_sort: candidate.title_sort }
  }
  return best
}

/** The first `limit` of what was found: best rank first, each rank in dictionary order. */
export function ranked(found: ReadonlyMap<number, Found>, limit: number): Found[] {
  const order = (hit: Found) => RANKS.indexOf(hit.rank)
  return [...found.values()]
    .sort((a, b) => order(a) - order(b) || (a.title_sort < b.title_sort ? -1 : a.title_sort > b.title_sort ? 1 : 0))
    .slice(0, limit)
}
