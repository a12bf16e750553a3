import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { ActionId } from '../../core/actions.ts'
import type { EntityInfo } from '../../core/contract/office.ts'
import type { RecordRow } from '../../core/contract/records.ts'
import { formatPhone } from '../../core/thai/phone.ts'
import { useToast } from '../components/toast.tsx'
import { call } from '../lib/api.ts'
import { listPath, recordPath, useGo } from '../lib/navigation.ts'
import { useCommand } from '../lib/queries.ts'
import { useOffice } from '../lib/session.tsx'
import { useWords } from '../lib/words.ts'
import { MATCHED } from './duplicate-notice.tsx'
import { firstPhone } from './phone-call.tsx'
import { useRecordActions } from './record-actions.tsx'
import { useRecordExtra } from './record-extras.tsx'

const AssignDialog = lazy(() => import('./assign-dialog.tsx').then((file) => ({ default: file.AssignDialog })))

/** Entities whose doubles are judged side by side. */
const MERGED = ['customer', 'contact', 'lead']

export type RecordRuns = Partial<Record<ActionId, () => void>>

/** What can be done with an open record besides reading and editing it: the same for the menu, the keys and the search over everything. */
export function useRecordVerbs(entity: EntityInfo, row: RecordRow): { runs: RecordRuns; dialogs: ReactNode } {
  const { t } = useWords()
  const office = useOffice()
  const toast = useToast()
  const go = useGo()
  const { create } = useRecordActions()
  const { Strip } = useRecordExtra(entity.key)
  const { run: drop } = useCommand('deleteRecords')
  const { run: undo } = useCommand('undoBatch')
  const [assigning, setAssigning] = useState(false)
  const living = !row.deletedAt
  const phone = firstPhone(row)
  const remove = async () => {
    try {
      const { batchId } = await drop({ params: { entity: entity.key }, body: { ids: [row.id] } })
      go(listPath(entity.key))
      toast.show({
        text: t('page.moved_to_bin', { title: row.title }),
        undo: async () => {
          await undo({ params: { batchId }, body: {} })
          go(recordPath(entity.key, row.id))
        },
      })
    } catch (error) {
      toast.problem(error)
    }
  }
  const merge = async () => {
    const values = Object.fromEntries(MATCHED.flatMap((key) => (row[key] === undefined ? [] : [[key, row[key]]])))
    try {
      const { hits } = await call('findDuplicates', { params: { entity: entity.key }, body: { values, exceptId: row.id } })
      const [double] = hits
      if (double) go('/duplicates', { search: { of: entity.key, a: row.id, b: double.row.id } })
      else toast.show({ text: t('keys.no_double', { title: row.title }) })
    } catch (error) {
      toast.problem(error)
    }
  }
  const copy = (number: string) => {
    void navigator.clipboard?.writeText(number).catch(() => undefined)
    toast.show({ text: t('page.copy_phone', { number }) })
  }
  const owner = entity.fields.find((field) => field.key === entity.owner && !field.readonly)
  const runs: RecordRuns = {
    ...(living &&
      entity.key !== 'activity' &&
      office.entity('activity')?.grant.create && {
        nextTask: () =>
          create({
            entity: 'activity',
            values: { about: [{ entity: entity.key, id: row.id }] },
            titles: { [row.id]: row.title },
            onSaved: ({ id }) =>
              toast.show({
                text: t('keys.task_added'),
                undo: () => drop({ params: { entity: 'activity' }, body: { ids: [id] } }),
              }),
          }),
      }),
    ...(living && row.may?.edit && owner && { assign: () => setAssigning(true) }),
    ...(phone && { copyPhone: () => copy(formatPhone(phone.e164)) }),
    ...(living && MERGED.includes(entity.key) && row.may?.edit && { merge: () => void merge() }),
    ...(Strip && { print: () => window.print() }),
    ...(living && row.may?.delete && { remove: () => void remove() }),
  }
  const dialogs = assigning && owner && (
    <Suspense fallback={null}>
      <AssignDialog entity={entity.key} owner={owner.key} row={row} onClose={() => setAssigning(false)} />
    </Suspense>
  )
  return { runs, dialogs }
}
