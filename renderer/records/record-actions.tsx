import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useMemo, useState } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import { useOffice } from '../lib/session.tsx'
import { BulkProvider } from './bulk.tsx'
import { ConflictProvider } from './save-record.tsx'

/** A new record to be made: what is known of it already, and what to do when it is there. */
export type CreateRequest = {
  entity: string
  values?: Record<string, unknown>
  /** Titles of records that `values` points at, by id. */
  titles?: Record<string, string>
  /** The words that were typed in a search; they become the name. */
  text?: string
  /** Called instead of opening the new record's page. */
  onSaved?: (record: { id: string; title: string }) => void
}

/** Something that happened (or will) with a record. */
export type LogRequest = {
  about: { entity: string; id: string; title: string }
  type?: string
  /** The open task that this fulfils. */
  completes?: RecordRow
  outcome?: string
}

/** A message to become a record of `entity`; without a text the one that waits is shown, or a place to paste into. */
export type PasteRequest = { entity: string; text?: string }

type RecordActions = {
  create: (request: CreateRequest) => void
  /** Undefined where one may not write activities. */
  log: ((request: LogRequest) => void) | undefined
  paste: (request: PasteRequest) => void
}
const ActionsContext = createContext<RecordActions | undefined>(undefined)

const CreateDialog = lazy(() => import('./create-dialog.tsx').then((file) => ({ default: file.CreateDialog })))
const LogDialog = lazy(() => import('./log-dialog.tsx').then((file) => ({ default: file.LogDialog })))

const PasteDialog = lazy(() => import('./paste-dialog.tsx').then((file) => ({ default: file.PasteDialog })))

/** Lets any screen open the form of a new record or the log of a contact, above whatever is shown. */
export function RecordActionsProvider({ children }: { children: ReactNode }) {
  const [creating, setCreating] = useState<CreateRequest | undefined>()
  const [logging, setLogging] = useState<LogRequest | undefined>()
  const create = useCallback((request: CreateRequest) => setCreating(request), [])
  const [pasting, setPasting] = useState<PasteRequest | undefined>()
  const mayLog = useOffice().entity('activity')?.grant.create === true
  const paste = useCallback((request: PasteRequest) => {
    setCreating(undefined)
    setPasting(request)
  }, [])
  const value = useMemo(() => ({ create, log: mayLog ? setLogging : undefined, paste }), [create, mayLog, paste])
  return (
    <ActionsContext value={value}>
      <ConflictProvider>
        <BulkProvider>{children}</BulkProvider>
      </ConflictProvider>
      <Suspense fallback={null}>
        {pasting && <PasteDialog key={pasting.text ?? ''} request={pasting} onClose={() => setPasting(undefined)} />}
        {creating && <CreateDialog key={creating.entity} request={creating} onClose={() => setCreating(undefined)} />}
        {logging && <LogDialog key={logging.about.id} request={logging} onClose={() => setLogging(undefined)} />}
      </Suspense>
    </ActionsContext>
  )
}

export function useRecordActions(): RecordActions {
  const actions = useContext(ActionsContext)
  if (!actions) throw new Error('useRecordActions outside of RecordActionsProvider')
  return actions
}
