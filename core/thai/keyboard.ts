/**
 * What was typed with the wrong keyboard layout switched on. US QWERTY against Kedmanee (TIS 820-2538, as Windows and xkb
 * have it): the same place in the two strings is the same key, 94 characters each.
 */
const ENGLISH_KEYS = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./" + '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
const THAI_KEYS = '_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ' + '%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'

const ENGLISH_TO_THAI = keyMap(ENGLISH_KEYS, THAI_KEYS)
const THAI_TO_ENGLISH = keyMap(THAI_KEYS, ENGLISH_KEYS)

const ENGLISH_LETTER = /[A-Za-z]/g
const THAI_LETTER = /[\u0e01-\u0e4e]/g
const NUMBER_LIKE = /^[\d\s+\-().,/:#]*$/

function keyMap(from: string, to: string): ReadonlyMap<string, string> {
  return new Map(Array.from(from, (key, place) => [key, to.charAt(place)]))
}

function retype(s: string, keys: ReadonlyMap<string, string>): string {
  let out = ''
  for (const char of s) out += keys.get(char) ?? char
  return out
}

/** `l;ylfu` → สวัสดี: English keys read as the Thai letters on them; what is no English key stays. */
export function toThaiLayout(s: string): string {
  return retype(s, ENGLISH_TO_THAI)
}

/** `ะำหะ` → test, and a barcode scanned under the Thai layout, `คคถจๅ/-`, → 8850123. */
export function toEnglishLayout(s: string): string {
  return retype(s, THAI_TO_ENGLISH)
}

/**
 * The other reading of a search text: Thai keys if it is mostly Latin, English keys if it is mostly Thai. Undefined for
 * plain numbers and where nothing would change.
 */
export function otherLayout(s: string): string | undefined {
  if (NUMBER_LIKE.test(s)) return undefined
  const thai = s.match(THAI_LETTER)?.length ?? 0
  const english = s.match(ENGLISH_LETTER)?.length ?? 0
  const other = thai > english ? toEnglishLayout(s) : toThaiLayout(s)
  return other === s ? undefined : other
}
