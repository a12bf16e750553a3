import type { FastifyReply } from 'fastify'
import type { Feed } from '../changes/feed.ts'
import type { WriteState } from '../db/write-state.ts'
import type { RawHttp } from './handler.ts'

/** A window that hears nothing for twice as long knows that the host is gone, also where a pulled cable tells nobody. */
const HEARTBEAT_MS = 2_000
/** An import commits hundreds of changes at once; one word about them is enough. */
const GATHER_MS = 50

type StreamOptions = {
  feed: Feed
  state: WriteState
  userId: string
  /** Given what ends the stream when the session does; returns how to stop watching. */
  whileSignedIn: (end: () => void) => () => void
}

/**
 * Keeps a server-sent stream open. It says where the feed is (`here`, at once and with each heartbeat, and `changed` after a commit), at
 * which record somebody came or left, and why the office is read-only; no contents, each window asks for what it shows.
 */
export function openStream({ reply }: RawHttp, { feed, state, userId, whileSignedIn }: StreamOptions): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' })
  const send = (event: string, data: unknown) => {
    if (!reply.raw.writableEnded) reply.raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  reply.raw.write('retry: 1000\n\n')
  send('here', feed.place)
  const tellState = () => send('read-only', state.reason ?? null)
  tellState()
  const stopState = state.subscribe(tellState)
  let gathering = false
  const stop = feed.subscribe({
    userId,
    changed: () => {
      if (gathering) return
      gathering = true
      setTimeout(() => {
        gathering = false
        send('changed', feed.place)
      }, GATHER_MS).unref()
    },
    present: (record) => send('present', record),
    ended: () => reply.raw.end(),
  })
  const stopWatching = whileSignedIn(() => {
    send('signed-out', {})
    reply.raw.end()
  })
  const heartbeat = setInterval(() => send('here', feed.place), HEARTBEAT_MS)
  heartbeat.unref()
  reply.raw.on('close', () => {
    stop()
    stopState()
    stopWatching()
    clearInterval(heartbeat)
  })
  return reply
}
