import { isWeakPassword } from './weak-password.ts'

/** An attacker with the disk guesses for years, not for minutes: longer than a password. */
export const SHORTEST_PASSPHRASE = 12
const GOOD = 20

export type PassphraseStrength = 'short' | 'weak' | 'fair' | 'good'

/** Its letters as they count, however the keyboard composed its vowels. */
export const passphraseLength = (passphrase: string): number => passphrase.normalize('NFKC').trim().length

/** How hard a passphrase is to guess: by its length, and by whether it is among the first guesses. */
export function passphraseStrength(passphrase: string, known: readonly string[]): PassphraseStrength {
  const length = passphraseLength(passphrase)
  if (length < SHORTEST_PASSPHRASE) return 'short'
  if (isWeakPassword(passphrase, known)) return 'weak'
  return length >= GOOD ? 'good' : 'fair'
}
