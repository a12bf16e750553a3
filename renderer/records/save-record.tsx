import { useQueryClient } from '@tanstack/react-query'
import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useRef, useState } from 'react'
import type { RecordRow } from '../../core/contract/records.ts'
import { AppError } from '../../core/errors.ts'
import { call, newKey } from '../lib/api.ts'

export type Values = Record<string, unknown>
export type Written = { id: string; version: number }

/** Two people changed the same fields: what each wrote. */
export type Conflict = { entity: string; mine: Values; theirs: RecordRow; fields: string[]; joined: string[] }

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/**
 * Of my changes to `base`, the fields that the other person changed differently since. What does not overlap is joined without asking.
 */
export function overlapping(base: RecordRow, mine: Values, theirs: RecordRow): string[] {
  return Object.keys(mine).filter((key) => !same(base[key], theirs[key]) && !same(mine[key], theirs[key]))
}

type Asked = { conflict: Conflict; answer: (chosen: Values | undefined) => void }
type Ask = (conflict: Conflict) => Promise<Values | undefined>
const AskContext = createContext<Ask | undefined>(undefined)
const ConflictDialog = lazy(() => import('./conflict-dialog.tsx').then((file) => ({ default: file.ConflictDialog })))

/** Lets saving ask, above any screen, which of two texts to keep. */
export function ConflictProvider({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked | undefined>()
  const ask = useCallback<Ask>((conflict) => new Promise((answer) => setAsked({ conflict, answer })), [])
  const answer = (chosen: Values | undefined) => {
    asked?.answer(chosen)
    setAsked(undefined)
  }
  return (
    <AskContext value={ask}>
      {children}
      <Suspense fallback={null}>{asked && <ConflictDialog conflict={asked.conflict} onAnswer={answer} />}</Suspense>
    </AskContext>
  )
}

/**
 * Saves changes to a record that the person last saw as `base`. When somebody else was faster, fields that do not overlap are joined silently, and
 * the person is asked about the others. Returns undefined when he goes back to editing; throws what the server refuses.
 */
export function useSaveRecord(): (entity: string, base: RecordRow, values: Values) => Promise<Written | undefined> {
  const ask = useContext(AskContext)
  const client = useQueryClient()
  const asking = useRef(ask)
  asking.current = ask
  return useCallback(
    async (entity, base, values) => {
      let { id, version } = base
      let mine = values
      let seen = base
      for (;;) {
        try {
          const written = await call(
            'updateRecord',
            { params: { entity, id }, body: { version, values: mine } },
            { key: newKey() },
          )
          await client.invalidateQueries()
          return written
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'record.stale' || !error.details) throw error
          const theirs = error.details as RecordRow
          const fields = overlapping(seen, mine, theirs)
          if (fields.length > 0) {
            const chosen = await asking.current?.({
              entity,
              mine,
              theirs,
              fields,
              joined: Object.keys(mine).filter((key) => !fields.includes(key)),
            })
            if (!chosen) return undefined
            mine = chosen
          }
          seen = theirs
          version = theirs.version
          // The record may have been merged into another one meanwhile: what was written goes there.
          id = theirs.id
          if (Object.keys(mine).length === 0) {
            await client.invalidateQueries()
            return { id, version }
          }
        }
      }
    },
    [client],
  )
}
