import { XmlScanner } from './xml-scanner.ts'

/** Excel writes signs that XML cannot hold as `_x000D_` (ECMA-376 §22.9.2.19). */
export function decodeExcelEscapes(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text
}

/** The shared texts of a workbook by number. Formatted runs are joined; the readings of Japanese words (`rPh`) are left out. */
export async function readSharedTexts(pieces: AsyncIterable<Buffer>): Promise<string[]> {
  const texts: string[] = []
  let parts: string[] = []
  let inText = false
  let inReading = false
  const scanner = new XmlScanner({
    open(name) {
      if (name === 'si') parts = []
      else if (name === 'rPh') inReading = true
      else if (name === 't') inText = !inReading
    },
    close(name) {
      if (name === 'si') texts.push(decodeExcelEscapes(parts.join('')))
      else if (name === 'rPh') inReading = false
      else if (name === 't') inText = false
    },
    text(text) {
      if (inText) parts.push(text)
    },
  })
  const decoder = new TextDecoder()
  for await (const piece of pieces) scanner.write(decoder.decode(piece, { stream: true }))
  scanner.end()
  return texts
}
