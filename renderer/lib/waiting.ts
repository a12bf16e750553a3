import { useSyncExternalStore } from 'react'

/** How often a command that nobody answered is tried again where no stream tells that the host is back. */
const AGAIN_MS = 4_000

/** Commands that nobody answered, until they are sent again and answered. */
let unanswered = 0
/** Commands on their way for the first time. */
let underWay = 0
let away = false
let heardAgain = new AbortController()
let silent = new AbortController()
const goers = new Set<() => void>()
const listeners = new Set<() => void>()

/** What was on its way when the host fell silent waits, too, though nothing has failed yet: its connection may look well for minutes. */
const waiting = (): number => unanswered + (away ? underWay : 0)

/** A command that waits is lost with the window: the browser asks before it closes. */
const guard = (event: BeforeUnloadEvent) => event.preventDefault()

function tell(): void {
  if (waiting() > 0) addEventListener('beforeunload', guard)
  else removeEventListener('beforeunload', guard)
  for (const listener of listeners) listener()
}

/** Counts a command as on its way until it is answered, refused or given up. */
export async function onItsWay<T>(attempt: () => Promise<T>): Promise<T> {
  underWay += 1
  tell()
  try {
    return await attempt()
  } finally {
    underWay -= 1
    tell()
  }
}

/** Resolves when the host seems to be back, or to try whether it is. */
export const untilBack = (): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer)
      goers.delete(go)
      resolve()
    }
    const timer = setTimeout(go, AGAIN_MS)
    goers.add(go)
  })

/**
 * Makes an attempt again, whenever the host seems to be back, until it is answered; throws what the host refuses. Only for what carries
 * a key of its own, so that an attempt whose answer was lost is not done twice.
 * @param comesAgain tells an attempt that nobody answered, or that the host cannot save yet, from one that was refused
 */
export async function onceHostIsBack<T>(attempt: () => Promise<T>, comesAgain: (error: unknown) => boolean): Promise<T> {
  unanswered += 1
  tell()
  try {
    for (;;) {
      await untilBack()
      try {
        return await attempt()
      } catch (error) {
        if (!comesAgain(error)) throw error
      }
    }
  } finally {
    unanswered -= 1
    tell()
  }
}

/** Aborted at the moment in which the host is heard again after a silence. */
export const whenHeardAgain = (): AbortSignal => heardAgain.signal

/** Aborted at the moment in which the host is found silent, and when it is heard again. */
export const whenSilent = (): AbortSignal => silent.signal

/**
 * The host has fallen silent, or still is. Reads on their way are given up: on dead connections they would hold all that a browser allows
 * to one host, and leave none on which it could be heard again.
 */
export function hostIsAway(): void {
  away = true
  tell()
  giveUpReads()
}

/** Whether the host is silent, as far as the window has heard. */
export const hostAway = (): boolean => away

function giveUpReads(): void {
  silent.abort()
  silent = new AbortController()
}

/** The host is heard again: what was on its way when it fell silent is given up, and whatever waits is sent. */
export function hostIsBack(): void {
  away = false
  tell()
  heardAgain.abort()
  heardAgain = new AbortController()
  giveUpReads()
  sendWaiting()
}

/** Sends what waits, because the host answers or can save again. */
export function sendWaiting(): void {
  for (const go of [...goers]) go()
}

/** How many commands wait for the host. */
export function useWaiting(): number {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, waiting)
}
