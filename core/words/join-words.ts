type All<T> = (T extends unknown ? (part: T) => void : never) extends (part: infer Whole) => void ? Whole : never

/**
 * The words of all parts in one table; of a key that two parts have, the later one's. Key by key on purpose: spread into one object of this
 * many keys, the engine makes a shape for each of them, and 20 MB of those, in every thread.
 */
export function joinWords<const T extends readonly Record<string, string>[]>(...parts: T): All<T[number]> {
  const words: Record<string, string> = {}
  for (const part of parts) for (const key of Object.keys(part)) words[key] = part[key] ?? ''
  return words as All<T[number]>
}
