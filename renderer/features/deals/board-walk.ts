import type { KeyboardEvent } from 'react'

/** The cards of a lane (or of the whole board, where there are no lanes) by column. */
const cardsByColumn = (lane: Element): HTMLElement[][] =>
  [...lane.querySelectorAll('.sp-column')].map((column) => [...column.querySelectorAll<HTMLElement>('[data-card]')])

/** The nearest column with cards to either side of `at`, `at` itself first. */
function nearestColumn(columns: HTMLElement[][], at: number): HTMLElement[] | undefined {
  const filled = columns.map((cards, index) => ({ cards, far: Math.abs(index - at) })).filter(({ cards }) => cards.length > 0)
  return filled.sort((a, b) => a.far - b.far)[0]?.cards
}

/** Arrows go to the card above, below, or at the same height in the next column that has cards; from the end of a lane to the next one. */
export function walk(event: KeyboardEvent<HTMLElement>): void {
  const here = (event.target as HTMLElement).closest<HTMLElement>('[data-card]')
  if (!here || !event.code.startsWith('Arrow')) return
  const lanes = [...event.currentTarget.querySelectorAll('[data-lane]')]
  const grids = (lanes.length > 0 ? lanes : [event.currentTarget]).map(cardsByColumn)
  const lane = grids.findIndex((columns) => columns.some((cards) => cards.includes(here)))
  const columns = grids[lane] ?? []
  const at = columns.findIndex((cards) => cards.includes(here))
  const row = columns[at]?.indexOf(here) ?? 0
  const sideways = (step: 1 | -1) => {
    for (let next = at + step; next >= 0 && next < columns.length; next += step) {
      const cards = columns[next] ?? []
      if (cards.length > 0) return cards[Math.min(row, cards.length - 1)]
    }
    return undefined
  }
  const otherLane = (step: 1 | -1) => {
    for (let next = lane + step; next >= 0 && next < grids.length; next += step) {
      const cards = nearestColumn(grids[next] ?? [], at)
      if (cards) return step === 1 ? cards[0] : cards.at(-1)
    }
    return undefined
  }
  const ways: Record<string, () => HTMLElement | undefined> = {
    ArrowDown: () => columns[at]?.[row + 1] ?? otherLane(1),
    ArrowUp: () => columns[at]?.[row - 1] ?? otherLane(-1),
    ArrowRight: () => sideways(1),
    ArrowLeft: () => sideways(-1),
  }
  const to = ways[event.code]?.()
  if (!to) return
  event.preventDefault()
  to.focus()
  to.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
