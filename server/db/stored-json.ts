import type { z } from 'zod'

/**
 * What a cell says as JSON. A disk can make it into a text that is none, or that is of another form than was written there: then it says
 * nothing, and whoever asks goes on without it. The value is handed out as it was stored.
 * @param form what it must be; without one it may be anything
 */
export function storedJson<T>(text: string, form?: z.ZodType<unknown>): T | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return form === undefined || form.safeParse(value).success ? (value as T) : undefined
}
