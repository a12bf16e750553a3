import { rmSync, statSync } from 'node:fs'
import { open, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { WriteState } from './write-state.ts'

const MEBIBYTE = 1024 * 1024
/** Kept back so that on a full disk something can still be deleted or exported, and people let in. */
const RESERVE_BYTES = 8 * MEBIBYTE
/** Free beyond the reserve before the office is written again: with less it would be full again at once. */
const ROOM_BYTES = 4 * MEBIBYTE
const PROBE_MS = 3_000

const reserveIn = (folder: string) => join(folder, 'samphan.reserve')

/** Makes what was kept back usable; it is laid down again when there is room. */
export const giveUpReserve = (folder: string): void => rmSync(reserveIn(folder), { force: true })

/**
 * Watches over the space of the data folder. While there is some, a reserve lies in it; on a full disk the reserve is given up, and every
 * few seconds a look at the disk, and a write to it, find out whether people have made room.
 */
export class DiskSpace {
  readonly #folder: string
  readonly #reserve: string
  readonly #state: WriteState
  #timer: NodeJS.Timeout | undefined
  #probing: Promise<void> | undefined
  readonly #stopListening: () => void

  constructor(folder: string, state: WriteState) {
    this.#folder = folder
    this.#reserve = reserveIn(folder)
    this.#state = state
    this.#stopListening = state.subscribe(() => this.#state.has('disk.full') && this.#begin())
  }

  /** Lays the reserve down where there is none, while people are served already; a disk that has no room for it is full. */
  start(): void {
    if (this.#lies()) return
    this.#probing = this.#layDown().then((lies) => {
      this.#probing = undefined
      if (!lies) this.#state.begin('disk.full')
    })
  }

  /** Somebody was told by the disk that it is full, perhaps by another one: a look at ours decides. */
  async heard(): Promise<void> {
    if (!this.#state.has('disk.full') && (await this.#free()) < ROOM_BYTES) this.#state.begin('disk.full')
  }

  async stop(): Promise<void> {
    this.#stopListening()
    clearInterval(this.#timer)
    await this.#probing
  }

  #lies(): boolean {
    return statSync(this.#reserve, { throwIfNoEntry: false })?.size === RESERVE_BYTES
  }

  #begin(): void {
    if (this.#timer) return
    giveUpReserve(this.#folder)
    this.#timer = setInterval(() => {
      this.#probing ??= this.#probe().finally(() => {
        this.#probing = undefined
      })
    }, PROBE_MS).unref()
  }

  async #probe(): Promise<void> {
    if ((await this.#free()) < RESERVE_BYTES + ROOM_BYTES || !(await this.#layDown())) return
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#state.end('disk.full')
  }

  /** Bytes that this process may still write into the folder. */
  async #free(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder).catch(() => ({ bavail: 0, bsize: 1 }))
    return bavail * bsize
  }

  /** Writes the reserve and waits for the disk to have it: a promise of space alone is none. Returns whether it lies. */
  async #layDown(): Promise<boolean> {
    try {
      const file = await open(this.#reserve, 'w', 0o600)
      try {
        const piece = Buffer.alloc(MEBIBYTE, 1)
        for (let at = 0; at < RESERVE_BYTES; at += piece.length) await file.write(piece, 0, piece.length, at)
        await file.sync()
      } finally {
        await file.close()
      }
      return true
    } catch {
      giveUpReserve(this.#folder)
      return false
    }
  }
}
