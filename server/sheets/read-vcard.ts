import type { RowSink } from './row-sink.ts'
import type { SheetLimits } from './sheet.ts'
import { SheetError } from './sheet-error.ts'
import { decodeFile, type TextEncoding } from './text-encoding.ts'
import { isBase64, isQuotedPrintable, parseProperty, type VcardProperty } from './vcard-property.ts'
import { cardRow } from './vcard-row.ts'

/**
 * Reads a file of vCards of versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), one row a card. Pictures, sounds and keys are passed
 * over, and so are cards within cards. A last card that breaks off is kept as far as it goes.
 */
export async function readVcards(path: string, encoding: TextEncoding, limits: SheetLimits, sink: RowSink): Promise<void> {
  let depth = 0
  let card: VcardProperty[] = []
  let number = 0
  for await (const line of unfold(lines(path, encoding, limits))) {
    if (/^(?:\w+\.)?begin:\s*vcard\s*$/i.test(line)) {
      depth++
      if (depth === 1) card = []
    } else if (/^(?:\w+\.)?end:\s*vcard\s*$/i.test(line)) {
      depth = Math.max(0, depth - 1)
      if (depth === 0) await finishCard()
    } else if (depth === 1) {
      const property = parseProperty(line)
      if (property) card.push(property)
    }
  }
  if (depth > 0) await finishCard()

  async function finishCard(): Promise<void> {
    if (card.length === 0) return
    number++
    await sink.add(number, cardRow(card))
    card = []
  }
}

async function* lines(path: string, encoding: TextEncoding, limits: SheetLimits): AsyncGenerator<string> {
  let rest = ''
  for await (const text of decodeFile(path, encoding)) {
    // A carriage return at the end waits, since its line feed may come with the next piece.
    const pieces = (rest + text).split(/\r\n|\n|\r(?!$)/)
    rest = pieces.pop() ?? ''
    if (rest.length > limits.recordCharacters) throw new SheetError('sheet.broken')
    yield* pieces
  }
  if (rest !== '') yield rest.replace(/\r$/, '')
}

/** Joins the lines of a property: folded ones begin with white space, quoted-printable ones end with `=`. */
async function* unfold(source: AsyncIterable<string>): AsyncGenerator<string> {
  let line: string | null = null
  let kind: 'text' | 'quoted' | 'base64' = 'text'
  for await (const next of source) {
    if (line !== null && kind === 'quoted' && line.endsWith('=')) line = line.slice(0, -1) + next
    else if (line !== null && kind === 'base64' && !next.includes(':')) continue
    else if (line !== null && /^[ \t]/.test(next)) line += next.slice(1)
    else {
      if (line !== null) yield line
      line = next
      kind = isQuotedPrintable(next) ? 'quoted' : isBase64(next) ? 'base64' : 'text'
    }
  }
  if (line !== null) yield line
}
