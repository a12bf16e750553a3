import type { ColumnSummary } from './inspect-sheet.ts'
import type { SheetRow } from './sheet.ts'

const MOST_DISTINCT = 200
/** Longer texts are notes, of which only the beginning is worth showing. */
const LONGEST_DISTINCT = 200

/** Collects what the columns of a sheet hold while its rows go by. */
export class ColumnSummaries {
  private readonly columns: { distinct: Map<string, number>; filled: number }[] = []

  add(rows: readonly SheetRow[]): void {
    for (const { cells } of rows) {
      for (let index = 0; index < cells.length; index++) {
        const cell = cells[index]
        if (cell === null || cell === undefined) continue
        const column = this.column(index)
        column.filled++
        countDistinct(column.distinct, String(cell).slice(0, LONGEST_DISTINCT))
      }
    }
  }

  /** One summary for each of `width` columns, empty ones included. */
  finish(width: number): ColumnSummary[] {
    return Array.from({ length: width }, (_, index) => {
      const { distinct, filled } = this.column(index)
      return { distinct: Array.from(distinct, ([value, count]) => ({ value, count })), filled }
    })
  }

  private column(index: number): { distinct: Map<string, number>; filled: number } {
    let column = this.columns[index]
    if (!column) {
      column = { distinct: new Map(), filled: 0 }
      this.columns[index] = column
    }
    return column
  }
}

/** Counts a value; new ones only up to the limit. A text cut out of a large one keeps that in memory: going through bytes makes it stand alone. */
function countDistinct(distinct: Map<string, number>, text: string): void {
  const known = distinct.get(text)
  if (known !== undefined) distinct.set(text, known + 1)
  else if (distinct.size < MOST_DISTINCT) distinct.set(Buffer.from(text, 'utf8').toString('utf8'), 1)
}
