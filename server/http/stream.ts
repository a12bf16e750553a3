import type { FastifyReply } from 'fastify'
import type { Feed } from '../changes/feed.ts'
import type { RawHttp } from './handler.ts'

const HEARTBEAT_MS = 20_000

/**
 * Keeps a server-sent stream open that tells the window that something changed; it carries numbers only, each window asks for what it
 * shows. `whileSignedIn` is given what ends the stream when the session does, and returns how to stop watching.
 */
export function openStream({ reply }: RawHttp, feed: Feed, whileSignedIn: (end: () => void) => () => void): FastifyReply {
  reply.hijack()
  reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'keep-alive' })
  reply.raw.write('retry: 1000\n\n')
  let pending: number | undefined
  const flush = () => {
    if (reply.raw.writableEnded) return
    reply.raw.write(`id: ${pending}\ndata: {"seq":${pending}}\n\n`)
    pending = undefined
  }
  const stop = feed.subscribe({
    changed: (seq) => {
      // An import commits hundreds of changes at once; one word about them is enough.
      if (pending === undefined) setTimeout(flush, 50).unref()
      pending = seq
    },
    ended: () => reply.raw.end(),
  })
  const stopWatching = whileSignedIn(() => {
    if (reply.raw.writableEnded) return
    reply.raw.end('event: signed-out\ndata: {}\n\n')
  })
  const heartbeat = setInterval(() => reply.raw.write(': here\n\n'), HEARTBEAT_MS)
  heartbeat.unref()
  reply.raw.on('close', () => {
    stop()
    stopWatching()
    clearInterval(heartbeat)
  })
  return reply
}
