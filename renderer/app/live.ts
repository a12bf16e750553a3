import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ROUTES } from '../../core/contract/routes.ts'
import type { ReadOnlyReason } from '../../core/read-only.ts'
import { unreachable } from '../../core/unreachable.ts'
import { useOffice } from '../lib/session.tsx'
import { hostIsAway, hostIsBack, sendWaiting } from '../lib/waiting.ts'

/**
 * Since when the host has been away (milliseconds since 1970); undefined while it answers. Why nothing can be saved; undefined while all
 * can be.
 */
type LiveState = { lostSince: number | undefined; readOnly: ReadOnlyReason | undefined }
type RecordName = { entity: string; id: string }

const LOCK = 'samphan.stream'
const CHANNEL = 'samphan.changes'
const SETTLE_MS = 400
/** The host says every two seconds that it is there. After this silence a new stream shows whether it is, also where a pulled cable tells nobody. */
const SILENT_MS = 3_000
const WATCH_MS = 250
/**
 * A new stream speaks at once; where it does not, the host is away. A browser may open it on one of the few connections that it kept and
 * that are dead, too: these are soon used up, then it makes a new one. After so many tries it is the host that is slow.
 */
const SPEAKS_WITHIN_MS = 1_200
const QUICK_TRIES = 6
const SLOWLY_MS = 5_000

type Message =
  | { kind: 'changed' }
  | { kind: 'present'; record: RecordName }
  | { kind: 'state'; lostSince: number | undefined }
  | { kind: 'place'; place: string }
  | { kind: 'read-only'; reason: ReadOnlyReason | undefined }
type Heard = { changed: () => void; present: (record: RecordName) => void }

/**
 * Listens to the server's stream. One tab of a browser holds the stream and tells the others, because a browser allows only a few connections to one
 * host; where locks are not to be had (plain http on the LAN) each tab holds its own.
 */
class Live {
  #state: LiveState
  readonly #listeners = new Set<() => void>()
  readonly #heard: Heard
  readonly #channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL)
  #source: EventSource | undefined
  #release: (() => void) | undefined
  #watch: ReturnType<typeof setInterval> | undefined
  /** How far the feed was when it was last heard. Somewhere else after a silence: something was missed. */
  #place: string
  #heardAt = 0
  /** Streams opened after a silence, since the host was last heard. */
  #tries = 0
  #openedAt = 0
  #closed = false

  constructor(heard: Heard, told: { place: string; readOnly: ReadOnlyReason | undefined }) {
    this.#heard = heard
    this.#place = told.place
    this.#state = { lostSince: undefined, readOnly: told.readOnly }
    this.#channel?.addEventListener('message', (event: MessageEvent<Message>) => this.#hear(event.data))
    if ('locks' in navigator && this.#channel) {
      void navigator.locks.request(LOCK, () => {
        if (this.#closed) return
        this.open()
        return new Promise<void>((resolve) => {
          this.#release = resolve
        })
      })
    } else this.open()
  }

  get state(): LiveState {
    return this.#state
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Opens the stream anew, at once. */
  open(): void {
    this.#source?.close()
    const source = new EventSource(ROUTES.stream.path)
    source.addEventListener('here', (event) => this.#at(JSON.parse(event.data) as string))
    source.addEventListener('changed', (event) => this.#at(JSON.parse(event.data) as string))
    source.addEventListener('read-only', (event) => {
      const reason = (JSON.parse(event.data) as ReadOnlyReason | null) ?? undefined
      this.#tell({ kind: 'read-only', reason })
    })
    source.addEventListener('present', (event) => this.#tell({ kind: 'present', record: JSON.parse(event.data) as RecordName }))
    source.addEventListener('signed-out', () => {
      // Asking again brings the sign-in screen, on which nothing is to be heard.
      source.close()
      this.#heardAt = Number.POSITIVE_INFINITY
      this.#tries = 0
      this.#tell({ kind: 'changed' })
    })
    source.onerror = () => {
      this.#lost(Date.now())
      if (source.readyState === EventSource.CLOSED && !this.#closed)
        setTimeout(() => this.#source === source && !this.#closed && this.open(), 3000)
    }
    this.#source = source
    this.#openedAt = Date.now()
    if (this.#heardAt === 0) this.#heardAt = this.#openedAt
    this.#watch ??= setInterval(() => this.#listen(), WATCH_MS)
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#watch)
    this.#source?.close()
    this.#channel?.close()
    this.#release?.()
  }

  /** The host spoke and said how far its feed is. */
  #at(place: string): void {
    const wasSilent = this.#tries > 0 || this.#state.lostSince !== undefined
    this.#heardAt = Date.now()
    this.#tries = 0
    if (this.#place !== place) {
      this.#tell({ kind: 'changed' })
      this.#tell({ kind: 'place', place })
    }
    if (wasSilent) this.#tell({ kind: 'state', lostSince: undefined })
  }

  /** Told at each try: what other tabs have asked meanwhile holds the same few connections. */
  #lost(since: number): void {
    this.#tell({ kind: 'state', lostSince: this.#state.lostSince ?? since })
  }

  /** After a sleep or a pulled cable the old connection may look well for minutes; a new one shows what is. */
  #listen(): void {
    if (this.#tries === 0) {
      if (Date.now() - this.#heardAt < SILENT_MS) return
    } else {
      if (Date.now() - this.#openedAt < (this.#tries <= QUICK_TRIES ? SPEAKS_WITHIN_MS : SLOWLY_MS)) return
      this.#lost(this.#heardAt)
    }
    this.#tries += 1
    this.open()
  }

  #tell(message: Message): void {
    this.#channel?.postMessage(message)
    this.#hear(message)
  }

  #hear(message: Message): void {
    switch (message.kind) {
      case 'changed':
        this.#heard.changed()
        break
      case 'present':
        this.#heard.present(message.record)
        break
      case 'place':
        this.#place = message.place
        break
      case 'state':
        if (message.lostSince === undefined) hostIsBack()
        else hostIsAway()
        this.#become({ ...this.#state, lostSince: message.lostSince })
        break
      case 'read-only':
        if (message.reason === this.#state.readOnly) break
        if (message.reason === undefined) sendWaiting()
        this.#become({ ...this.#state, readOnly: message.reason })
        break
      default:
        unreachable(message)
    }
  }

  #become(state: LiveState): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

/**
 * Asks again for what is on the screen after a change: a burst is one refresh, a slow refresh is followed by a longer rest, so that a
 * busy office does not drown in its own questions, and a window that nobody sees asks when it is looked at.
 */
class Refresher {
  readonly #refresh: () => Promise<void>
  #timer: ReturnType<typeof setTimeout> | undefined
  #notBefore = 0
  #due = false
  readonly #seen = () => this.#due && this.changed()

  constructor(refresh: () => Promise<void>) {
    this.#refresh = refresh
    document.addEventListener('visibilitychange', this.#seen)
  }

  changed(): void {
    this.#due = true
    if (document.visibilityState === 'hidden') return
    this.#timer ??= setTimeout(() => void this.#run(), Math.max(SETTLE_MS, this.#notBefore - Date.now()))
  }

  stop(): void {
    clearTimeout(this.#timer)
    document.removeEventListener('visibilitychange', this.#seen)
  }

  async #run(): Promise<void> {
    this.#timer = undefined
    this.#due = false
    const started = Date.now()
    await this.#refresh().catch(() => undefined)
    this.#notBefore = Date.now() + 2 * (Date.now() - started)
  }
}

/** Keeps the screen as fresh as the server: what is shown is asked for again when something changed. Returns how the connection is. */
export function useLive(): LiveState & { tryNow: () => void } {
  const client = useQueryClient()
  // What the screens ask first they ask after the session was told.
  const { session } = useOffice()
  const [told] = useState({ place: session.place ?? '', readOnly: session.readOnly })
  const [before] = useState<LiveState>({ lostSince: undefined, readOnly: told.readOnly })
  const [live, setLive] = useState<Live | undefined>()
  useEffect(() => {
    const refresher = new Refresher(() =>
      client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'enterRecord' }),
    )
    const opened = new Live(
      {
        changed: () => refresher.changed(),
        present: ({ entity, id }) => void client.invalidateQueries({ queryKey: ['enterRecord', entity, id] }),
      },
      told,
    )
    setLive(opened)
    return () => {
      refresher.stop()
      opened.close()
    }
  }, [client, told])
  const state = useSyncExternalStore(
    (listener) => live?.subscribe(listener) ?? (() => undefined),
    () => live?.state ?? before,
  )
  return { ...state, tryNow: () => live?.open() }
}
