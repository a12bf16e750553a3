import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import type { LinkItem } from '../../core/fields/values.ts'
import { newItemId } from '../../core/ids.ts'
import { useToast } from '../components/toast.tsx'
import { usePath, useUrlState } from '../lib/navigation.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { type CreateRequest, useRecordActions } from '../records/record-actions.tsx'

/** What “new” means on a list or screen: a record of its kind, else a customer. */
export function entityInContext(path: string): string {
  const named = /^\/records\/(\w+)/.exec(path)?.[1]
  if (named) return named
  if (path.startsWith('/board')) return 'deal'
  return path === '/' || path.startsWith('/calendar') ? 'activity' : 'customer'
}

/** What “new” means on an open record: the next thing one makes with it. A customer or contact gets a deal, a deal or lead a task. */
function newAtRecord(entity: string, row: RecordRow): CreateRequest | undefined {
  const titles = { ...row.titles, [row.id]: row.title }
  if (row.deletedAt) return undefined
  if (entity === 'customer') return { entity: 'deal', values: { customer: row.id }, titles }
  if (entity === 'contact') {
    const [at] = (row.customers as LinkItem[] | undefined) ?? []
    return at && { entity: 'deal', values: { customer: at.to, people: [{ id: newItemId(), to: row.id }] }, titles }
  }
  if (entity === 'deal' || entity === 'lead') return { entity: 'activity', values: { about: [{ entity, id: row.id }] }, titles }
  return undefined
}

/** What Ctrl+N makes where the reader is, and making it. */
export function useNewInContext(): { request: CreateRequest; may: boolean; add: () => void } {
  const path = usePath()
  const office = useOffice()
  const client = useQueryClient()
  const toast = useToast()
  const { t } = useWords()
  const { create } = useRecordActions()
  const [{ entity: imported }] = useUrlState<{ entity?: string }>()
  const [, entity, id] = /^\/records\/(\w+)\/([\w-]+)/.exec(path) ?? []
  const ask = useCallback((): CreateRequest => {
    const row = id ? client.getQueryData<RecordRow>(['getRecord', { params: { entity, id } }]) : undefined
    const here = row && entity ? newAtRecord(entity, row) : undefined
    if (here && office.entity(here.entity)?.grant.create) return here
    const asked = path === '/import' || path === '/duplicates' ? imported : undefined
    return { entity: asked && office.entity(asked) ? asked : entityInContext(path) }
  }, [client, entity, id, imported, office, path])
  const add = () => {
    const request = ask()
    if (office.entity(request.entity)?.grant.create) create(request)
    else toast.show({ text: t('add.may_not', { entity: office.entityLabel(request.entity, 'one') }), tone: 'bad' })
  }
  const request = ask()
  return { request, may: office.entity(request.entity)?.grant.create === true, add }
}
