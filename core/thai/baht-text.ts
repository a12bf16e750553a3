/** Amounts in Thai words, as the law and habit want them on receipts. */

const DIGITS = ['ศูนย์', 'หนึ่ง', 'สอง', 'สาม', 'สี่', 'ห้า', 'หก', 'เจ็ด', 'แปด', 'เก้า']
const PLACES = ['', 'สิบ', 'ร้อย', 'พัน', 'หมื่น', 'แสน']

/** Up to six digits; `higher` says that a million stands before, so that a lone 1 is เอ็ด (หนึ่งล้านเอ็ด). */
function groupWords(group: number, higher: boolean): string {
  let words = ''
  for (let place = 5; place >= 0; place--) {
    const digit = Math.floor(group / 10 ** place) % 10
    if (digit === 0) continue
    if (place === 1 && digit <= 2) words += digit === 2 ? 'ยี่สิบ' : 'สิบ'
    else if (place === 0 && digit === 1 && (group > 1 || higher)) words += 'เอ็ด'
    else words += (DIGITS[digit] ?? '') + (PLACES[place] ?? '')
  }
  return words
}

function numberWords(n: number): string {
  if (n === 0) return ''
  const millions = Math.floor(n / 1_000_000)
  return (millions > 0 ? `${numberWords(millions)}ล้าน` : '') + groupWords(n % 1_000_000, millions > 0)
}

/**
 * An amount in words: 12150 satang → หนึ่งร้อยยี่สิบเอ็ดบาทห้าสิบสตางค์. A final 1 after a higher digit is เอ็ด, in 101 and 1,001 too (Royal Society). Brackets around it
 * are the paper's business. Throws RangeError if `satang` is no safe integer.
 */
export function bahtText(satang: number): string {
  if (!Number.isSafeInteger(satang)) throw new RangeError(`not a whole amount of satang: ${satang}`)
  const size = Math.abs(satang)
  const baht = Math.floor(size / 100)
  const rest = size % 100
  if (size === 0) return 'ศูนย์บาทถ้วน'
  const words = (baht > 0 ? `${numberWords(baht)}บาท` : '') + (rest > 0 ? `${numberWords(rest)}สตางค์` : 'ถ้วน')
  return satang < 0 ? `ลบ${words}` : words
}
