import { useQueryClient } from '@tanstack/react-query'
import { type ComponentType, type FunctionComponent, lazy, type ReactNode, Suspense, useEffect, useState } from 'react'

/** The screen comes first: what is only called for from it is fetched so long after it was drawn. */
const AFTER_SCREEN_MS = 2_000

/** A part of a screen that is fetched when it is called for; `fetch` brings it before that. */
export type Later<P> = FunctionComponent<P> & { fetch: () => Promise<void> }

/** Makes a part that is not needed for the first drawing of a screen. Once it was fetched it is drawn at once, without a frame in between. */
export function later<P extends object>(
  load: () => Promise<ComponentType<P>>,
  waiting: (props: P) => ReactNode = () => null,
): Later<P> {
  let loaded: ComponentType<P> | undefined
  const fetch = async () => {
    loaded ??= await load()
  }
  const Fetched = lazy(async () => ({ default: await load() }))
  function Later(props: P) {
    // Which of the two stays as long as the part is shown: a change would throw away what was typed in it.
    const [Part] = useState<ComponentType<P>>(() => loaded ?? Fetched)
    return (
      <Suspense fallback={waiting(props)}>
        <Part {...props} />
      </Suspense>
    )
  }
  return Object.assign(Later, { fetch })
}

/**
 * Fetches parts that may be called for next, one after the other, so that nobody waits for them; not while the screen itself still waits for
 * an answer. `parts` stays the same.
 */
export function useFetchAhead(parts: readonly Pick<Later<never>, 'fetch'>[]): void {
  const client = useQueryClient()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    let gone = false
    const wait = () => {
      timer = setTimeout(() => (client.isFetching() > 0 ? wait() : void fetchAll()), AFTER_SCREEN_MS)
    }
    const fetchAll = async () => {
      // A part that does not come now is asked for again when it is called for.
      for (const part of parts) if (!gone) await part.fetch().catch(() => undefined)
    }
    wait()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [parts, client])
}
