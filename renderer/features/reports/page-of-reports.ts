import type { Dashboard } from '../../../core/contract/reports.ts'

/** Stands in the address for one's own page, where one's role begins with another. */
export const OWN_PAGE = 'own'

/** The page that an address means: the one it names, else the one with which the reader's role begins, else his own (undefined). */
export function pageMeant(dashboards: readonly Dashboard[], asked: string | undefined): string | undefined {
  const page = asked ?? dashboards.find((each) => each.first)?.id
  return page === OWN_PAGE ? undefined : page
}

/** Where a report stands among columns: its column, and the one below it. */
export function placeOf(columns: readonly (readonly string[])[], report: string): { column?: number; before?: string } {
  const column = columns.findIndex((ids) => ids.includes(report))
  const ids = columns[column]
  const before = ids?.[ids.indexOf(report) + 1]
  return column < 0 ? {} : { column, ...(before && { before }) }
}
