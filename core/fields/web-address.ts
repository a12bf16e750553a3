const SCHEME = /^https?:\/\//i
/** A name with a dot in it, as an office's card has it: `www.example.co.th/th`, `ร้าน.ไทย`. Not a mail address, not a word. */
const DOMAIN = /^[\p{L}\p{M}\p{N}_-]{1,63}(\.[\p{L}\p{M}\p{N}_-]{1,63})+(:\d{1,5})?([/?#]\S*)?$/u

/** A web address as people say it, without its beginning, gets `https://` in front; all else stays as it is, to be judged. */
export function webAddress(text: string): string {
  const typed = text.trim()
  return !SCHEME.test(typed) && typed.length <= 2000 && DOMAIN.test(typed) ? `https://${typed}` : typed
}
