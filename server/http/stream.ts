import type { FastifyReply } from 'fastify'
import type { Feed } from '../changes/feed.ts'

const HEARTBEAT_MS = 20_000

/** Keeps a server-sent stream open that tells the window that something changed; it carries numbers only, each window asks for what it shows. */
export function openStream(reply: FastifyReply, feed: Feed): FastifyReply {
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
  const heartbeat = setInterval(() => reply.raw.write(': here\n\n'), HEARTBEAT_MS)
  heartbeat.unref()
  reply.raw.on('close', () => {
    stop()
    clearInterval(heartbeat)
  })
  return reply
}
