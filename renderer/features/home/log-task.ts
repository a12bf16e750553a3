import type { RecordRow } from '../../../core/contract/records.ts'
import type { RecordLink } from '../../../core/fields/values.ts'
import { useRecordActions } from '../../records/record-actions.tsx'

/** The record that a task is about first: its customer where there is one. */
export function aboutOf(row: RecordRow): { entity: string; id: string; title: string } | undefined {
  const links = ((row.about as RecordLink[] | undefined) ?? []).filter((link) => row.titles?.[link.id] !== undefined)
  const link = links.find((candidate) => candidate.entity === 'customer') ?? links[0]
  if (link) return { ...link, title: row.titles?.[link.id] ?? '' }
  const customer = typeof row.anchorCustomer === 'string' ? row.anchorCustomer : undefined
  return customer && row.titles?.[customer] !== undefined
    ? { entity: 'customer', id: customer, title: row.titles[customer] ?? '' }
    : undefined
}

/** Opens the log with which a task is fulfilled. */
export function useLogTask(): (row: RecordRow, type?: string) => void {
  const { log } = useRecordActions()
  return (row, type) => {
    const about = aboutOf(row) ?? { entity: 'activity', id: row.id, title: row.title }
    log({ about, completes: row, type: type ?? (row.type === 'task' ? 'call' : String(row.type)) })
  }
}
