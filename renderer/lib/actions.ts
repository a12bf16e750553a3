import { createContext, useContext, useEffect, useId, useRef } from 'react'
import { ACTIONS, type ActionId } from '../../core/actions.ts'
import { useKeys } from './keys.ts'

export type ActionRuns = Partial<Record<ActionId, (() => void) | undefined>>

/** What can be done on the screen that is open now; the search over everything lists it. */
export class LiveActions {
  readonly #sets = new Map<string, () => ActionRuns>()

  add(key: string, runs: () => ActionRuns): () => void {
    this.#sets.set(key, runs)
    return () => this.#sets.delete(key)
  }

  list(): { id: ActionId; run: () => void }[] {
    const all: ActionRuns = Object.assign({}, ...[...this.#sets.values()].map((runs) => runs()))
    return (Object.keys(ACTIONS) as ActionId[]).flatMap((id) => {
      const run = all[id]
      return run ? [{ id, run }] : []
    })
  }
}

export const LiveActionsContext = createContext(new LiveActions())

/** Offers actions while the component is mounted: each by its keys, and in the search over everything. */
export function useActions(runs: ActionRuns): void {
  const live = useContext(LiveActionsContext)
  const latest = useRef(runs)
  latest.current = runs
  const key = useId()
  useEffect(() => live.add(key, () => latest.current), [live, key])
  useKeys(
    Object.fromEntries(
      (Object.keys(runs) as ActionId[]).flatMap((id) => {
        const run = runs[id]
        return run ? ACTIONS[id].keys.map((name) => [name, run]) : []
      }),
    ),
  )
}
