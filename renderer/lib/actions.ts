import { createContext, useContext, useId, useLayoutEffect, useRef } from 'react'
import { ACTIONS, type ActionId } from '../../core/actions.ts'
import { type KeyOptions, useKeys } from './keys.ts'

/** One of several things that an action can do, each under a key of its own. */
export type Choice = { title: string; run: () => void }
/** What an action does. It is told which of its keys was pressed, from 0; an action of several choices has one a key. */
export type ActionRun = ((key: number) => void) | readonly Choice[]
export type ActionRuns = Partial<Record<ActionId, ActionRun | undefined>>

type Offer = { runs: ActionRuns; about: string | undefined }
/** What can be done now: by which action, with which of its choices, and with what where that is one record. */
export type LiveAction = { id: ActionId; key: number; title?: string; about: string | undefined; run: () => void }

/** What can be done on the screen that is open now; the search over everything lists it. */
export class LiveActions {
  readonly #offers = new Map<string, () => Offer>()

  add(key: string, offer: () => Offer): () => void {
    this.#offers.set(key, offer)
    return () => this.#offers.delete(key)
  }

  /** Every action at hand, in the order of the table. */
  list(): LiveAction[] {
    const offers = [...this.#offers.values()].map((offer) => offer())
    return (Object.keys(ACTIONS) as ActionId[]).flatMap((id): LiveAction[] => {
      const offer = offers.findLast(({ runs }) => runs[id])
      const run = offer?.runs[id]
      if (!offer || !run) return []
      const { about } = offer
      if (typeof run === 'function') return [{ id, key: 0, about, run: () => run(0) }]
      return run.map((choice, key) => ({ id, key, about, ...choice }))
    })
  }
}

export const LiveActionsContext = createContext(new LiveActions())

type ActionOptions = KeyOptions & {
  /** The record that is acted on, or what is ticked. */
  about?: string | undefined
}

/**
 * Offers actions while the component is mounted: each by its keys, and in the search over everything. Where what can be done depends on what has
 * the focus, a function tells it at the moment when it is asked.
 */
export function useActions(offered: ActionRuns | (() => Offer), { about, ...options }: ActionOptions = {}): void {
  const live = useContext(LiveActionsContext)
  const latest = useRef<() => Offer>(() => ({ runs: {}, about }))
  latest.current = typeof offered === 'function' ? offered : () => ({ runs: offered, about })
  const key = useId()
  const { enabled = true } = options
  useLayoutEffect(() => (enabled ? live.add(key, () => latest.current()) : undefined), [live, key, enabled])
  useKeys((pressed) => runOf(latest.current().runs, pressed), options)
}

function runOf(runs: ActionRuns, pressed: string): (() => void) | undefined {
  for (const id of Object.keys(runs) as ActionId[]) {
    const run = runs[id]
    const at = (ACTIONS[id].keys as readonly string[]).indexOf(pressed)
    if (!run || at < 0) continue
    return typeof run === 'function' ? () => run(at) : run[at]?.run
  }
  return undefined
}
