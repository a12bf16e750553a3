import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { ROUTES } from '../../core/contract/routes.ts'

/** Since when the host has been away (milliseconds since 1970); undefined while it answers. */
type LiveState = { lostSince: number | undefined }

const LOCK = 'samphan.stream'
const CHANNEL = 'samphan.changes'
const SETTLE_MS = 400

type Message = { kind: 'changed' } | { kind: 'state'; lostSince: number | undefined }

/**
 * Listens to the server's stream. One tab of a browser holds the stream and tells the others, because a browser allows only a few connections to one
 * host; where locks are not to be had (plain http on the LAN) each tab holds its own.
 */
class Live {
  #state: LiveState = { lostSince: undefined }
  readonly #listeners = new Set<() => void>()
  readonly #changed: () => void
  readonly #channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL)
  #source: EventSource | undefined
  #release: (() => void) | undefined
  #closed = false

  constructor(changed: () => void) {
    this.#changed = changed
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
    source.onmessage = () => this.#tell({ kind: 'changed' })
    source.addEventListener('signed-out', () => {
      // Asking again brings the sign-in screen, on which nothing is to be heard.
      source.close()
      this.#tell({ kind: 'changed' })
    })
    source.onopen = () => {
      // Whatever happened while the host was away was missed.
      if (this.#state.lostSince !== undefined) this.#tell({ kind: 'changed' })
      this.#tell({ kind: 'state', lostSince: undefined })
    }
    source.onerror = () => {
      if (this.#state.lostSince === undefined) this.#tell({ kind: 'state', lostSince: Date.now() })
      if (source.readyState === EventSource.CLOSED && !this.#closed)
        setTimeout(() => this.#source === source && !this.#closed && this.open(), 3000)
    }
    this.#source = source
  }

  close(): void {
    this.#closed = true
    this.#source?.close()
    this.#channel?.close()
    this.#release?.()
  }

  #tell(message: Message): void {
    this.#channel?.postMessage(message)
    this.#hear(message)
  }

  #hear(message: Message): void {
    if (message.kind === 'changed') {
      this.#changed()
      return
    }
    this.#state = { lostSince: message.lostSince }
    for (const listener of this.#listeners) listener()
  }
}

const fine: LiveState = { lostSince: undefined }

/** Keeps the screen as fresh as the server: what is shown is asked for again when something changed. Returns how the connection is. */
export function useLive(): { lostSince: number | undefined; tryNow: () => void } {
  const client = useQueryClient()
  const [live, setLive] = useState<Live | undefined>()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const opened = new Live(() => {
      // A burst of changes (an import) is one refresh, at most one every SETTLE_MS.
      timer ??= setTimeout(() => {
        timer = undefined
        void client.invalidateQueries()
      }, SETTLE_MS)
    })
    setLive(opened)
    return () => {
      clearTimeout(timer)
      opened.close()
    }
  }, [client])
  const state = useSyncExternalStore(
    (listener) => live?.subscribe(listener) ?? (() => undefined),
    () => live?.state ?? fine,
  )
  return { lostSince: state.lostSince, tryNow: () => live?.open() }
}
