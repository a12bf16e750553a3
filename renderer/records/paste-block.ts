import { parse } from 'csv-parse/browser/esm/sync'

/** Reads a block as sheets put it on the clipboard: rows of cells. A cell that no quote closes is taken as it stands. */
export function readBlock(text: string): string[][] {
  const block = text.replace(/\r\n?/g, '\n').replace(/\n$/, '')
  try {
    return parse(block, { delimiter: '\t', relax_column_count: true, relax_quotes: true, skip_empty_lines: false }) as string[][]
  } catch {
    return block.split('\n').map((line) => line.split('\t'))
  }
}
