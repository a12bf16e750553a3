import type { RouteName } from './routes.ts'

/**
 * What may be asked of a copy that is only looked at, beside reading: lists, counts, searches and reports are commands because of their
 * length, not because they change anything. Whatever is not named here is refused.
 */
const READING: ReadonlySet<RouteName> = new Set<RouteName>([
  'listRecords',
  'countRecords',
  'aggregateRecords',
  'groupRecords',
  'searchRecords',
  'recordTitles',
  'findDuplicates',
  'revealField',
  'runReport',
  'exportRecords',
  'exportReport',
  'printRecords',
  'previewPrint',
  'enterRecord',
  'leaveRecord',
  'closeCopy',
])

/** Whether a route changes nothing that anybody keeps. */
export const onlyReads = (name: RouteName, method: string): boolean => method === 'GET' || READING.has(name)
