import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from './api.ts'

const KEY = ['getPreferences', {}]
type Reply = { values: Record<string, unknown> }

/**
 * A choice of one person that goes along from device to device (the columns of a list, a folded pane). Returns the value, or `fallback` until it
 * was chosen, and how to set it; the screen changes at once. `key` has letters, digits, dots and dashes.
 */
export function usePreference<T>(key: string, fallback: T): [value: T, set: (value: T) => void] {
  const client = useQueryClient()
  const { data } = useQuery<Reply>({
    queryKey: KEY,
    queryFn: () => call('getPreferences', {}),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const set = useCallback(
    (value: T) => {
      client.setQueryData<Reply>(KEY, (old) => ({ values: { ...old?.values, [key]: value } }))
      // A lost preference is no loss worth a message; the screen already shows the choice.
      void call('setPreference', { params: { key }, body: { value } }).catch(() => undefined)
    },
    [client, key],
  )
  const value = data?.values[key]
  return [value === undefined || value === null ? fallback : (value as T), set]
}
