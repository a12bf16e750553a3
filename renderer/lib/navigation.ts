import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback } from 'react'

export type Search = Record<string, unknown>

/** The address of a record's page. */
export const recordPath = (entity: string, id: string): string => `/records/${entity}/${id}`
/** The address of an entity's list. */
export const listPath = (entity: string): string => `/records/${entity}`

/** Goes to an address inside the app. `replace` leaves no step behind for the back button. */
export function useGo(): (path: string, options?: { search?: Search; replace?: boolean }) => void {
  const navigate = useNavigate()
  return useCallback(
    (path, options = {}) =>
      void navigate({ to: path, search: (options.search ?? {}) as never, replace: options.replace ?? false }),
    [navigate],
  )
}

/** What stands behind the `?` of the address, and how to change part of it; undefined takes a part away. */
export function useUrlState<T extends Search>(): [state: T, change: (part: Partial<T>, options?: { push?: boolean }) => void] {
  const state = useRouterState({ select: (router) => router.location.search as Search }) as T
  const router = useRouter()
  const change = useCallback(
    (part: Partial<T>, options: { push?: boolean } = {}) => {
      const { pathname, search } = router.state.location
      const next = Object.fromEntries(
        Object.entries({ ...(search as Search), ...part }).filter(([, value]) => value !== undefined),
      )
      // The page stays where it is: putting it back to its top would lay it out once more before it is drawn.
      void router.navigate({ to: pathname, search: next as never, replace: !options.push, resetScroll: false })
    },
    [router],
  )
  return [state, change]
}

/** The path that is open now. */
export const usePath = (): string => useRouterState({ select: (router) => router.location.pathname })
