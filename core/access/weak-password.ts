/** Passwords that every guesser tries first, of eight letters and more, without the digits behind them. */
const COMMON = new Set(
  `password passw0rd p@ssword p@ssw0rd iloveyou sunshine princess football baseball superman trustno dragon monkey master
  welcome admin administrator letmein qwertyuiop asdfghjkl zxcvbnm qazwsx qwerty abcdefgh abcd aaaa samphan changeme
  secret computer internet whatever starwars thailand bangkok liverpool chelsea manchester arsenal doraemon
  สวัสดี รหัสผ่าน คิดถึง ประเทศไทย กรุงเทพ ฟหกด ฟหกดเ่าสว`.split(/\s+/),
)
const RUNS = ['01234567890123456789', '98765432109876543210', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']

/**
 * True for a password that would be among the first guesses: a common one, one letter over and over, a run of the keyboard or of
 * digits, or the words that anybody knows of this person and office. Length is asked for elsewhere, and nothing else is.
 */
export function isWeakPassword(password: string, known: readonly string[]): boolean {
  const folded = password.normalize('NFC').toLowerCase().replace(/\s+/g, '')
  const letters = folded.replace(/[\d!@#$%^&*._-]+$/, '').replace(/^[\d!@#$%^&*._-]+/, '')
  if (new Set(folded).size < 4) return true
  if (COMMON.has(letters) || COMMON.has(folded)) return true
  if (RUNS.some((run) => run.includes(folded))) return true
  const half = folded.slice(0, folded.length / 2)
  if (half.length >= 3 && half + half === folded && (COMMON.has(half) || RUNS.some((run) => run.includes(half)))) return true
  return known.some((text) => {
    const word = text.normalize('NFC').toLowerCase().replace(/\s+/g, '')
    return word.length >= 3 && (letters === word || folded === word || letters === word + word)
  })
}
