import type { Outcome } from './rules.ts'

/**
 * Jaro–Winkler likeness of two texts, 0 to 1 (Winkler 1990): counts letters that both have near the same place, and trusts a
 * common beginning.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = new Array<boolean>(b.length).fill(false)
  const matched: string[] = []
  for (let at = 0; at < a.length; at++) {
    for (let other = Math.max(0, at - reach); other < Math.min(b.length, at + reach + 1); other++) {
      if (taken[other] || a[at] !== b[other]) continue
      taken[other] = true
      matched.push(a.charAt(at))
      break
    }
  }
  if (matched.length === 0) return 0
  let out = 0
  let at = 0
  for (let other = 0; other < b.length; other++) if (taken[other] && b[other] !== matched[at++]) out++
  const m = matched.length
  const jaro = (m / a.length + m / b.length + (m - out / 2) / m) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** How many insertions, deletions, replacements and swaps of neighbours lie between two texts; `most + 1` when it is more than `most`. */
export function edits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] ?? 0) + 1)
      row.push(least)
    }
    before = last
    last = row
  }
  return Math.min(last[b.length] ?? 0, most + 1)
}

/** Two numbers of one kind (a date, a tax id): one slip of the finger apart is near. */
export function numbersAlike(a: string, b: string, most = 1): Outcome {
  if (a === b) return 'same'
  return edits(a, b, most) <= most ? 'near' : 'differs'
}
