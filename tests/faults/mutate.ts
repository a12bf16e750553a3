/** A small seeded generator (mulberry32): the same seed gives the same inputs. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What breaks parsers: ends, quotes, controls, huge numbers, names of prototypes, letters of several bytes, markup, paths. */
const NASTY = [
  '',
  '\0',
  '\r\n',
  '\n\n\n',
  '"',
  '""',
  "'",
  ',',
  ';',
  '\t',
  '=1+1',
  '=cmd|calc!A0',
  '__proto__',
  'constructor',
  'prototype',
  '{"__proto__":{"polluted":true}}',
  'null',
  'NaN',
  '-1',
  '1e999',
  '9007199254740993',
  '99999999999999999999999999',
  '\u202e',
  '\u200b',
  '\ufeff',
  '\ud800',
  'ป้ำ',
  'ก'.repeat(300),
  '[['.repeat(50),
  '{"a":'.repeat(50),
  '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
  '&e;',
  '../../../etc/passwd',
  '..\\..\\',
  'C:\\con',
  '%00',
  '%2e%2e%2f',
  'BEGIN:VEVENT\r\n',
  'END:VCARD\r\n',
  'RRULE:FREQ=SECONDLY;INTERVAL=0\r\n',
  ';ENCODING=QUOTED-PRINTABLE:=\r\n',
  "' or 1=1 --",
  '\u001b[31m',
]

/** Changes an input in one to four places: bits, bytes, nasty texts, parts left out, doubled, cut off, or taken from another input. */
export function mutate(input: Buffer, others: readonly Buffer[], random: () => number): Buffer {
  let bytes = Buffer.from(input)
  const at = (length: number) => Math.floor(random() * length)
  for (let times = 1 + at(4); times > 0; times -= 1) {
    const place = at(bytes.length + 1)
    const end = Math.min(bytes.length, place + 1 + at(40))
    switch (at(7)) {
      case 0:
        if (place < bytes.length) bytes[place] = (bytes[place] ?? 0) ^ (1 << at(8))
        break
      case 1:
        if (place < bytes.length) bytes[place] = at(256)
        break
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(NASTY[at(NASTY.length)] ?? ''), bytes.subarray(place)])
        break
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(end)])
        break
      case 4:
        bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(place)])
        break
      case 5:
        bytes = bytes.subarray(0, place)
        break
      default: {
        const other = others[at(others.length)] ?? bytes
        const from = at(other.length + 1)
        bytes = Buffer.concat([bytes.subarray(0, place), other.subarray(from, from + at(200)), bytes.subarray(end)])
      }
    }
  }
  return bytes.subarray(0, 200_000)
}
