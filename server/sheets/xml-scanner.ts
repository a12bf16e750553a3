import { SheetError } from './sheet-error.ts'

/** What a scanner reports. Names come without their prefix; text is decoded. An empty element is opened and closed. */
export type XmlHandler = {
  open: (name: string, attributes: string) => void
  close: (name: string) => void
  text: (text: string) => void
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** A single tag, comment or text of more than this is no sheet. */
const LONGEST_TOKEN = 4 * 1024 * 1024

/** Resolves the five entities of XML and numbered characters, and nothing else: nothing a file defines itself is ever expanded. */
export function decodeXmlText(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (match, hex: string, decimal: string, name: string) => {
      if (name) return ENTITIES[name.toLowerCase()] ?? match
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : match
    },
  )
}

/** The value of one attribute in the text between an element's name and its end; undefined where it is absent. */
export function xmlAttribute(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(`${name}=`); at !== -1; at = attributes.indexOf(`${name}=`, at + 1)) {
    if (at > 0 && !/\s/.test(attributes[at - 1] ?? '')) continue
    const start = at + name.length + 2
    const end = attributes.indexOf(attributes[start - 1] ?? '"', start)
    return end === -1 ? undefined : decodeXmlText(attributes.slice(start, end))
  }
  return undefined
}

/**
 * Reads XML that comes in pieces, holding only what is not yet complete. hucre's streaming reader was measured first: it builds a
 * tree of all shared texts (890 MB for 100,000 rows), runs ahead of its consumer, and tells neither formulas nor number formats.
 * Throws `sheet.broken` for a document type, which OOXML never has, and for a tag without an end.
 */
export class XmlScanner {
  private readonly handler: XmlHandler
  private rest = ''

  constructor(handler: XmlHandler) {
    this.handler = handler
  }

  write(piece: string): void {
    const xml = this.rest + piece
    let at = 0
    while (at < xml.length) {
      const next = xml.charCodeAt(at) === 60 ? this.readTag(xml, at) : this.readText(xml, at)
      if (next === -1) break
      at = next
    }
    this.rest = xml.slice(at)
    if (this.rest.length > LONGEST_TOKEN) throw new SheetError('sheet.broken', { part: 'xml' })
  }

  /** Says that no more will come. */
  end(): void {
    if (this.rest.trim() !== '') throw new SheetError('sheet.broken', { part: 'xml' })
  }

  /** Each of these returns where the next token starts, or -1 while this one is incomplete. */
  private readText(xml: string, at: number): number {
    const end = xml.indexOf('<', at)
    if (end === -1) return -1
    this.handler.text(decodeXmlText(xml.slice(at, end)))
    return end
  }

  private readTag(xml: string, at: number): number {
    const second = xml.charCodeAt(at + 1)
    if (second === 33) return this.readDeclaration(xml, at)
    if (second === 63) return after(xml, '?>', at)
    const end = endOfTag(xml, at)
    if (end === -1) return -1
    if (second === 47) this.handler.close(localName(xml.slice(at + 2, end).trimEnd()))
    else this.readElement(xml.slice(at + 1, end))
    return end + 1
  }

  private readElement(tag: string): void {
    const empty = tag.endsWith('/')
    const content = empty ? tag.slice(0, -1) : tag
    const space = content.search(/\s/)
    const name = localName(space === -1 ? content : content.slice(0, space))
    this.handler.open(name, space === -1 ? '' : content.slice(space + 1))
    if (empty) this.handler.close(name)
  }

  private readDeclaration(xml: string, at: number): number {
    if (xml.startsWith('<!--', at)) return after(xml, '-->', at)
    if (xml.startsWith('<![CDATA[', at)) {
      const next = after(xml, ']]>', at)
      if (next !== -1) this.handler.text(xml.slice(at + 9, next - 3))
      return next
    }
    if (xml.length - at < 9) return -1
    throw new SheetError('sheet.broken', { part: 'doctype' })
  }
}

function after(xml: string, sign: string, at: number): number {
  const found = xml.indexOf(sign, at)
  return found === -1 ? -1 : found + sign.length
}

/** The `>` that ends a tag; one within quotation marks belongs to a value. */
function endOfTag(xml: string, at: number): number {
  let quote = 0
  for (let index = at + 1; index < xml.length; index++) {
    const code = xml.charCodeAt(index)
    if (quote !== 0) quote = code === quote ? 0 : quote
    else if (code === 34 || code === 39) quote = code
    else if (code === 62) return index
  }
  return -1
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}
