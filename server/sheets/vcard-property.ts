import { encodingNamed } from './text-encoding.ts'

/** One property of a card: `item1.TEL;TYPE=CELL:081 234 5678`. Names and parameter names are in upper case, types in lower. */
export type VcardProperty = { group: string; name: string; types: string[]; parameters: Map<string, string>; value: string }

const ENCODINGS = new Set(['QUOTED-PRINTABLE', 'BASE64', 'B', '8BIT', '7BIT'])

/** Takes an unfolded line apart; null for a line that is no property. The value is decoded to text but not yet unescaped. */
export function parseProperty(line: string): VcardProperty | null {
  const colon = endOfName(line)
  if (colon <= 0) return null
  const [fullName = '', ...parts] = splitOutsideQuotes(line.slice(0, colon), ';')
  const dot = fullName.lastIndexOf('.')
  const parameters = new Map<string, string>()
  const types: string[] = []
  for (const part of parts) readParameter(part, parameters, types)
  const raw = line.slice(colon + 1)
  const quotedPrintable = parameters.get('ENCODING') === 'QUOTED-PRINTABLE'
  return {
    group: dot === -1 ? '' : fullName.slice(0, dot).toLowerCase(),
    name: fullName
      .slice(dot + 1)
      .trim()
      .toUpperCase(),
    types,
    parameters,
    value: quotedPrintable ? decodeQuotedPrintable(raw, parameters.get('CHARSET')) : raw,
  }
}

/** Whether the value runs on over lines that end in `=` (vCard 2.1). */
export function isQuotedPrintable(line: string): boolean {
  return /^[^:]*;\s*(?:ENCODING=)?QUOTED-PRINTABLE\b/i.test(line)
}

/** Whether the value is a picture, sound or key, which may run on over lines that hold no colon. */
export function isBase64(line: string): boolean {
  return /^[^:]*;\s*(?:ENCODING=)?(?:BASE64|B)(?=[;:])/i.test(line)
}

/** The first colon outside quotation marks. */
function endOfName(line: string): number {
  let quoted = false
  for (let index = 0; index < line.length; index++) {
    if (line[index] === '"') quoted = !quoted
    else if (line[index] === ':' && !quoted) return index
  }
  return line.indexOf(':')
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = []
  let part = ''
  let quoted = false
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (character === separator && !quoted) {
      parts.push(part)
      part = ''
    } else part += character
  }
  return [...parts, part]
}

/** `TYPE=work,cell`, or in version 2.1 a bare `CELL` or `QUOTED-PRINTABLE`. */
function readParameter(part: string, parameters: Map<string, string>, types: string[]): void {
  const equals = part.indexOf('=')
  const key = (equals === -1 ? '' : part.slice(0, equals)).trim().toUpperCase()
  const value = part.slice(equals + 1).trim()
  if (key === 'TYPE') types.push(...value.toLowerCase().split(','))
  else if (key === 'ENCODING' || (key === '' && ENCODINGS.has(value.toUpperCase())))
    parameters.set('ENCODING', value.toUpperCase())
  else if (key === '') types.push(value.toLowerCase())
  else {
    parameters.set(key, value)
    if (key === 'PREF') types.push('pref')
  }
}

/** RFC 2045 §6.7; bytes that are not escaped are taken as UTF-8, since the file was decoded before. */
function decodeQuotedPrintable(text: string, charset = 'utf-8'): string {
  if (!/=[0-9a-f]{2}/i.test(text)) return text
  const bytes: number[] = []
  for (const [piece, hex] of text.matchAll(/=([0-9a-f]{2})|[^=]+|=/gi)) {
    if (hex) bytes.push(Number.parseInt(hex, 16))
    else bytes.push(...Buffer.from(piece, 'utf8'))
  }
  return new TextDecoder(charsetOrUtf8(charset)).decode(Uint8Array.from(bytes))
}

/** Cards name character sets that do not exist; UTF-8 is then the likeliest. */
function charsetOrUtf8(charset: string): string {
  try {
    return encodingNamed(charset)
  } catch {
    return 'utf-8'
  }
}

/** Resolves `\n`, `\,`, `\;` and the like. In version 2.1 a backslash before another letter is only a backslash. */
export function unescapeValue(text: string, version: string): string {
  const plain =
    version === '2.1' ? text : text.replace(/\\([nN])|(\\[^nN])/g, (_, newline, other: string) => (newline ? '\n' : other))
  return plain
    .replace(/\\([\\,;:"])/g, '$1')
    .replace(/\r\n?/g, '\n')
    .trim()
}

/** Splits a structured value at its unescaped `;`, each part resolved. */
export function splitValue(value: string, version: string): string[] {
  const parts: string[] = []
  let part = ''
  for (let index = 0; index < value.length; index++) {
    const character = value[index] ?? ''
    if (character === '\\') {
      part += character + (value[index + 1] ?? '')
      index++
    } else if (character === ';') {
      parts.push(part)
      part = ''
    } else part += character
  }
  return [...parts, part].map((each) => unescapeValue(each, version))
}
