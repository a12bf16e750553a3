import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'

/** The exit codes of a server that refused to start and said why, and of one that asks to be started again at once. */
export const REFUSED = 3
export const RESTART = 75
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
/** A server that ran this long was well: the next fall starts with the shortest pause again. */
const STEADY_MS = 60_000
/** How often in a row it may fall. */
const MOST_FALLS = 6

/**
 * Starts a server's process, and again when it falls (a disk that answered with an error ends it on purpose), with growing pauses.
 * @param start starts the process; `again` is false for the first one alone
 * @param stopping whether somebody asked it to end
 * @returns the exit code of the last one: it ended in order, was told to, refused, or fell six times in a row
 */
export async function keepRunning(start: (again: boolean) => Promise<ChildProcess>, stopping: () => boolean): Promise<number> {
  for (let falls = 0, again = false; ; again = true) {
    const started = performance.now()
    const code = await exitOf(await start(again))
    if (stopping() || code === 0 || code === REFUSED) return code
    if (code === RESTART) {
      falls = 0
      continue
    }
    falls = performance.now() - started > STEADY_MS ? 1 : falls + 1
    console.error(`The server ended with code ${code} (fall ${falls}).`)
    if (falls >= MOST_FALLS) return code
    await pause(Math.min(FIRST_PAUSE_MS * 2 ** (falls - 1), LONGEST_PAUSE_MS))
  }
}

/** As a shell tells it: 128 and more for one that was killed. */
function exitOf(child: ChildProcess): Promise<number> {
  const told = (code: number | null) => code ?? 137
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(told(child.exitCode))
  return new Promise((resolve) => child.once('exit', (code) => resolve(told(code))))
}
