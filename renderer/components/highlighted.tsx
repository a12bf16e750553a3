import { fold } from '../../core/thai/text.ts'

/** Where a folded query stands in a text as written: start and end, or undefined. Folding drops and joins letters, so the piece is looked for by growing it. */
export function findFolded(text: string, query: string): { start: number; end: number } | undefined {
  const wanted = fold(query)
  if (wanted === '' || !fold(text).includes(wanted)) return undefined
  for (let start = 0; start < text.length; start++) {
    if (!fold(text.slice(start)).startsWith(wanted)) continue
    // The latest start that still begins with the query leaves out spaces and marks in front of it.
    if (start + 1 < text.length && fold(text.slice(start + 1)).startsWith(wanted)) continue
    for (let end = start + 1; end <= text.length; end++) {
      if (fold(text.slice(start, end)) !== wanted) continue
      // A tone mark behind the last letter belongs to it.
      while (end < text.length && /[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/.test(text[end] ?? '')) end++
      return { start, end }
    }
  }
  return undefined
}

/** A text with the found piece marked; nothing else on a page is yellow. */
export function Highlighted({ text, query }: { text: string; query: string | undefined }) {
  const found = query ? findFolded(text, query) : undefined
  if (!found) return <>{text}</>
  return (
    <>
      {text.slice(0, found.start)}
      <mark>{text.slice(found.start, found.end)}</mark>
      {text.slice(found.end)}
    </>
  )
}
