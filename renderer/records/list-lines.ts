import type { OfficeInfo } from '../lib/session.tsx'
import type { Words } from '../lib/words.ts'
import { foundBecause } from './found-because.ts'
import type { HitGroup } from './list-data.ts'
import type { Line } from './list-table.tsx'

/** What a search found as lines: each rank a group, each hit with its reason. */
export function linesOfHits(
  groups: readonly HitGroup[],
  otherText: string | undefined,
  words: Words,
  office: OfficeInfo,
  unit: string,
  query: string,
): Line[] {
  return groups.flatMap((group): Line[] => [
    {
      kind: 'group',
      key: group.rank,
      title: words.t(`list.rank.${group.rank}` as const, { other: otherText ?? '' }),
      note: words.t('list.count_all', { all: group.hits.length, unit }),
    },
    ...group.hits.map(
      (hit): Line => ({
        kind: 'row',
        row: hit.row,
        because: foundBecause(office, hit, hit.rank === 'otherKeyboard' ? (otherText ?? query) : query),
      }),
    ),
  ])
}
