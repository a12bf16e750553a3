import type { Transaction } from '../../db/database.ts'
import type { Office } from '../../office.ts'

/** How long one slice may hold the writer: other people's saves come in between. */
const SLICE_MS = 15

/**
 * Works through items in units of some milliseconds each. `each` does one item; `after` runs at the end of every unit with the number of
 * items done so far, in the same transaction. `go` is asked between units and ends the work when it says no.
 */
export async function inSlices<T>(
  office: Office,
  items: readonly T[],
  work: {
    each: (tx: Transaction, item: T, at: number) => Promise<void>
    from?: number
    after?: (tx: Transaction, done: number) => Promise<void>
    go?: () => boolean
    /** For work in the background: called before each slice, also before one that a full disk took back and that is done again later. */
    begin?: () => void
  },
): Promise<void> {
  const { begin } = work
  const write: Office['writeAlone'] = (slice) => (begin ? office.writeInTime(slice) : office.writeAlone(slice))
  let done = work.from ?? 0
  while (done < items.length && (work.go?.() ?? true)) {
    done = await write(async (tx) => {
      begin?.()
      const until = performance.now() + SLICE_MS
      let at = done
      while (at < items.length) {
        await work.each(tx, items[at] as T, at)
        at += 1
        if (performance.now() > until) break
      }
      await work.after?.(tx, at)
      return at
    })
  }
}
