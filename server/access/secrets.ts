import { createHash, randomBytes, randomInt } from 'node:crypto'

/** A secret that nobody guesses: 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token. Tokens are random enough that a plain hash cannot be turned back. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** Digits and letters that are not taken for one another, read aloud over the phone or copied from a slip. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const GROUPS = 3
const GROUP_LENGTH = 4

/** A code to be read and typed, `K7PX-2MRD-9TQW`: 58 bits. */
export const newCode = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? '').join(''),
  ).join('-')

/** A typed code as it is stored: hyphens, spaces and small letters do not matter. */
export const codeHash = (typed: string): string => hashOf(typed.toUpperCase().replace(/[^0-9A-Z]/g, ''))
