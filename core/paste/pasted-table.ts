import { HEADER_WORDS } from '../imports/header-words.ts'

/** Rows copied from a spreadsheet: cells between tabs, a cell with a line end or a quotation mark between quotation marks. */
export type PastedTable = { rows: string[][]; columns: number; count: number; hasHead: boolean }

const MOST_KEPT = 200

/**
 * The rows of a text that was copied from a spreadsheet, or undefined where it is no table of two rows or more. `rows` holds the first two
 * hundred, `count` says how many there are, `hasHead` whether the first of them
 * names the columns.
 */
export function pastedTable(text: string): PastedTable | undefined {
  if (!text.includes('\t')) return undefined
  const rows: string[][] = []
  let count = 0
  let columns = 0
  let withTab = 0
  for (const cells of rowsOf(text)) {
    if (cells.every((cell) => cell.trim() === '')) continue
    count += 1
    columns = Math.max(columns, cells.length)
    if (cells.length > 1) withTab += 1
    if (rows.length < MOST_KEPT) rows.push(cells)
  }
  // A message in which somebody typed a tab is still a message.
  return count >= 2 && withTab * 2 > count ? { rows, columns, count, hasHead: hasHead(rows) } : undefined
}

const folded = (word: string): string => word.toLowerCase().replace(/[\s\p{P}]/gu, '')
const NAMES_OF_COLUMNS: ReadonlySet<string> = new Set(Object.values(HEADER_WORDS).flat().map(folded))

/** True where the first row is made of words by which people head their columns, or looks like none of the rows below. */
function hasHead(rows: readonly string[][]): boolean {
  const cells = (rows[0] ?? []).map(folded).filter(Boolean)
  const known = cells.filter((cell) => NAMES_OF_COLUMNS.has(cell)).length
  return (known >= 2 && known * 2 >= cells.length) || standsOut(rows)
}

/** Names of columns have no digits, and above phones, postcodes or amounts they are the only ones without. */
function standsOut([head = [], ...rows]: readonly string[][]): boolean {
  const hasDigit = (cell: string | undefined) => /\p{Nd}/u.test(cell ?? '')
  return !head.some(hasDigit) && head.some((_, column) => rows.every((row) => hasDigit(row[column])))
}

function* rowsOf(text: string): Generator<string[]> {
  let cells: string[] = []
  let at = 0
  while (at <= text.length) {
    const quoted = text[at] === '"' ? closingQuote(text, at) : -1
    const end = cellEnd(text, quoted < 0 ? at : quoted + 1)
    cells.push(quoted < 0 ? text.slice(at, end) : text.slice(at + 1, quoted).replaceAll('""', '"'))
    if (text[end] !== '\t') {
      yield cells
      cells = []
    }
    at = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1)
  }
}

/** The end of a quoted cell; a quotation mark that is never closed, or with words behind it, is an ordinary one: -1. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') at += 1
    else return cellEnd(text, at + 1) === at + 1 ? at : -1
  }
  return -1
}

function cellEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && text[at] !== '\t' && text[at] !== '\n' && text[at] !== '\r') at += 1
  return at
}
