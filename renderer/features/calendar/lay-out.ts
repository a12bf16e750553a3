import { type CalendarItem, partOf } from './calendar-items.ts'

/** Where an item stands in its day: minutes from midnight, and which of how many columns beside each other; `crowded` where some had no room. */
export type Box = { item: CalendarItem; from: number; until: number; column: number; columns: number; crowded: boolean }
/** Items for which there was no room, by the time at which they begin. */
export type Rest = { from: number; count: number }

/** Nothing is drawn shorter than this: one line of text needs it. */
const LEAST_MINUTES = 30

/**
 * Puts the items of one day beside each other where they overlap, in at most `most` columns; what needs more is counted at the
 * time at which it begins.
 */
export function layOut(items: readonly CalendarItem[], day: string, most: number): { boxes: Box[]; rest: Rest[] } {
  const boxes: Box[] = []
  const rest: Rest[] = []
  let group: Box[] = []
  let ends: number[] = []
  let crowded = false
  const close = () => {
    for (const box of group) Object.assign(box, { columns: ends.length, crowded })
    boxes.push(...group)
    group = []
    ends = []
    crowded = false
  }
  const parts = items
    .map((item) => ({ item, ...partOf(item, day) }))
    .map((part) => ({ ...part, until: Math.max(part.until, part.from + LEAST_MINUTES) }))
    .sort((a, b) => a.from - b.from || b.until - a.until)
  for (const part of parts) {
    if (group.length > 0 && ends.every((end) => end <= part.from)) close()
    const free = ends.findIndex((end) => end <= part.from)
    const column = free >= 0 ? free : ends.length
    if (column >= most) {
      crowded = true
      const last = rest[rest.length - 1]
      if (last && part.from - last.from < LEAST_MINUTES) last.count += 1
      else rest.push({ from: part.from, count: 1 })
      continue
    }
    ends[column] = part.until
    group.push({ ...part, column, columns: 1, crowded: false })
  }
  close()
  return { boxes, rest }
}
