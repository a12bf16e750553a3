import { useCallback } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import { useCommand } from '../lib/queries.ts'
import { useSaveRecord } from './save-record.tsx'

/** What a log may have written on the task that it fulfilled. */
const WRITTEN = ['subject', 'type', 'body', 'about', 'outcome', 'learned', 'doneAt']

/** Takes a log back: the task that it fulfilled is open again as it was, and what was newly written goes to the bin. */
export function useUndoLog(): (
  written: { id: string; nextId: string | null; repeatId: string | null },
  completed: RecordRow | undefined,
) => Promise<void> {
  const save = useSaveRecord()
  const { run: remove } = useCommand('deleteRecords')
  return useCallback(
    async (written, completed) => {
      if (completed) {
        const old = Object.fromEntries(WRITTEN.map((key) => [key, completed[key] ?? null]))
        await save('activity', { ...completed, version: completed.version + 1 }, old)
      }
      const { nextId, repeatId } = written
      const ids = [completed ? null : written.id, nextId, repeatId].filter((id) => id !== null)
      if (ids.length > 0) await remove({ params: { entity: 'activity' }, body: { ids } })
    },
    [save, remove],
  )
}
