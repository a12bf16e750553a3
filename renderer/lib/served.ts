import { useSyncExternalStore } from 'react'
import { NOT_SERVED, type NotServed } from '../../core/contract/version.ts'

let refused: NotServed | undefined
const listeners = new Set<() => void>()

/** Notes that the server does not serve a window of this contract; it stays so until the window is loaded anew. */
export function noteRefusal(code: string): void {
  const found = NOT_SERVED.find((each) => each === code)
  if (!found || refused) return
  refused = found
  for (const listener of listeners) listener()
}

/** Why the server does not serve this window; undefined while it does. */
export function useNotServed(): NotServed | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => refused,
  )
}
