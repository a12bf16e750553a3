export const DELIMITERS = [',', '\t', ';', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

const SAMPLE_RECORDS = 100

/**
 * Which sign separates the columns of a delimited text, judged by its beginning: the one that most records hold equally often.
 * Signs within quotes do not count. A text with none of them has one column, and gets the comma.
 */
export function detectDelimiter(text: string): Delimiter {
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const score = consistency(countPerRecord(text, delimiter))
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

/** How many separators the records have, and how many records agree on it. */
function consistency(counts: readonly number[]): number {
  const tally = new Map<number, number>()
  for (const count of counts) if (count > 0) tally.set(count, (tally.get(count) ?? 0) + 1)
  let best = 0
  for (const [count, records] of tally) best = Math.max(best, (records / counts.length) ** 2 * Math.sqrt(count))
  return best
}

function countPerRecord(text: string, delimiter: string): number[] {
  const counts: number[] = []
  let count = 0
  let quoted = false
  let filled = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (filled) counts.push(count)
      if (counts.length >= SAMPLE_RECORDS) return counts
      count = 0
      filled = false
      continue
    } else if (!quoted && character === delimiter) count++
    filled = true
  }
  // The sample may end within a record, so its last one only counts when there is no other.
  if (counts.length === 0 && filled) counts.push(count)
  return counts
}
