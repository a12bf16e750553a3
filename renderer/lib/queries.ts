import {
  notifyManager,
  QueryCache,
  QueryClient,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { RouteName } from '../../core/contract/routes.ts'
import { AppError } from '../../core/errors.ts'
import { type CallInput, type CallReply, call, HostUnreachable, newKey } from './api.ts'

/** The window's memory of what the server said. Reads are tried again when the host was away; refusals are final. */
export function createQueryClient(): QueryClient {
  // What a key changed is on the screen before the next key is heard; a timer, which is the library's way, would come after it.
  notifyManager.setScheduler(queueMicrotask)
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      // Whoever was signed out meanwhile, here or from another device, is shown the way in rather than an error.
      onError: (error) => {
        if (error instanceof AppError && error.code === 'session.required')
          void client.invalidateQueries({ queryKey: ['getSession'] })
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        retry: (times, error) => !(error instanceof AppError) && times < 2,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
  return client
}

/**
 * What keeps a screen from showing its answer: a refusal, or silence where nothing was shown yet. A host that is away takes nothing off the
 * screen; the banner tells of it.
 */
export function failureOf(query: { data: unknown; error: Error | null }): Error | null {
  return query.error instanceof HostUnreachable && query.data !== undefined ? null : query.error
}

type ReadOptions<T> = {
  enabled?: boolean
  staleTime?: number
  keep?: boolean
  refetchInterval?: number | false
  select?: (reply: T) => T
}

/** Reads a route; the answer is shared by all who ask the same and refreshed when something changed on the server. `keep` shows the last answer while a new one comes. */
export function useRead<N extends RouteName>(
  name: N,
  input: CallInput<N>,
  options: ReadOptions<CallReply<N>> = {},
): UseQueryResult<CallReply<N>> {
  const { keep, ...rest } = options
  return useQuery<CallReply<N>>({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, { signal }),
    ...(keep && { placeholderData: (previous) => previous }),
    ...rest,
  })
}

/** A command: `run(input)` calls the route once under a key of its own and then refreshes what is on the screen. */
export function useCommand<N extends RouteName>(name: N) {
  const client = useQueryClient()
  const mutation = useMutation<CallReply<N>, Error, CallInput<N>>({
    mutationFn: (input) => call(name, input, { key: newKey() }),
    onSuccess: () => client.invalidateQueries(),
  })
  return { run: mutation.mutateAsync, busy: mutation.isPending, error: mutation.error, reset: mutation.reset }
}

/** Refreshes everything on the screen, after a change that `useCommand` did not make. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient()
  return () => client.invalidateQueries()
}
