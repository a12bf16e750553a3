import type { DayItem } from '../../../core/contract/home.ts'
import type { RecordRow } from '../../../core/contract/records.ts'
import type { RecordLink } from '../../../core/fields/values.ts'
import { useRecordActions } from '../../records/record-actions.tsx'

type About = { entity: string; id: string; title: string }

/** The record that a task is about first: its customer where there is one. */
export function aboutOf(row: RecordRow): About | undefined {
  const links = ((row.about as RecordLink[] | undefined) ?? []).filter((link) => row.titles?.[link.id] !== undefined)
  const link = links.find((candidate) => candidate.entity === 'customer') ?? links[0]
  if (link) return { ...link, title: row.titles?.[link.id] ?? '' }
  const customer = typeof row.anchorCustomer === 'string' ? row.anchorCustomer : undefined
  return customer && row.titles?.[customer] !== undefined
    ? { entity: 'customer', id: customer, title: row.titles[customer] ?? '' }
    : undefined
}

/** Whom one would call about a line of the day. */
export function calledFor({ kind, row }: DayItem): { entity: string; id: string } | undefined {
  if (kind === 'lead' || kind === 'customer' || kind === 'contact') return { entity: kind, id: row.id }
  if (kind === 'deal') return typeof row.customer === 'string' ? { entity: 'customer', id: row.customer } : undefined
  const links = ((row.about as RecordLink[] | undefined) ?? []).filter((link) => row.titles?.[link.id] !== undefined)
  const person = ['contact', 'customer', 'lead'].flatMap((entity) => links.filter((link) => link.entity === entity))[0]
  if (person) return { entity: person.entity, id: person.id }
  const about = aboutOf(row)
  return about && { entity: about.entity, id: about.id }
}

/** Opens the log with which a line of the day is fulfilled; undefined where one may not write activities. */
export function useLogItem(): ((item: DayItem, type?: string) => void) | undefined {
  const { log } = useRecordActions()
  if (!log) return undefined
  return ({ kind, row }, type) => {
    if (kind !== 'activity') return log({ about: { entity: kind, id: row.id, title: row.title }, type: type ?? 'call' })
    const about = aboutOf(row) ?? { entity: 'activity', id: row.id, title: row.title }
    log({ about, completes: row, type: type ?? (row.type === 'task' ? 'call' : String(row.type)) })
  }
}
