import type { Page } from '@playwright/test'

/** Seconds of the Keystroke-Level Model (Card, Moran, Newell): a key pressed by an average typist, and making up one's mind. */
const K = 0.28
const M = 1.35

/** The upper layer of the Thai layout: these letters take Shift. */
const SHIFTED = /[A-Z~!@#$%^&*()_+{}|:"<>?%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐฅฤฆฏโฌ็๋ษศซฉฮฺ์ฒฬฦ]/

/** One routine of the day as a hand at the keyboard does it; what is pressed is counted as it is pressed. */
export type Routine = { name: string; keys: number; decisions: number; seconds: number }

/** Presses keys on a page and counts them: every key of a chord, Shift for letters that take it, and the decisions said aloud by `decide`. */
export class Hand {
  readonly #page: Page
  readonly #name: string
  #keys = 0
  #decisions = 0

  constructor(page: Page, name: string) {
    this.#page = page
    this.#name = name
  }

  /** The moment before a new thought: which command, what to write, whether it is right. */
  decide(): this {
    this.#decisions += 1
    return this
  }

  async press(key: string): Promise<void> {
    this.#keys += key.split('+').length
    await this.#page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    for (const letter of text) this.#keys += SHIFTED.test(letter) ? 2 : 1
    await this.#page.keyboard.type(text)
  }

  get routine(): Routine {
    const seconds = Math.round((this.#keys * K + this.#decisions * M) * 100) / 100
    return { name: this.#name, keys: this.#keys, decisions: this.#decisions, seconds }
  }
}
