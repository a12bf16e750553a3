import { connect, createServer, type Server, type Socket } from 'node:net'
import type { Random } from '../../server/features/demo/random.ts'

export const CUTS = ['before', 'in the request', 'after the commit', 'in the answer', 'half-open', 'late'] as const
export type Cut = (typeof CUTS)[number]

/** A network between the windows and the host that can be cut at a chosen place of a request. */
export class CuttingProxy {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #pulled = false
  #armed: Cut | undefined
  /** How often each cut was made. */
  readonly made: Record<Cut, number> = {
    before: 0,
    'in the request': 0,
    'after the commit': 0,
    'in the answer': 0,
    'half-open': 0,
    late: 0,
  }

  constructor(port: () => number, random: Random) {
    this.#server = createServer((client) => this.#join(client, connect(port(), '127.0.0.1'), random))
  }

  listen(): Promise<number> {
    return new Promise((resolve) => {
      this.#server.listen(0, '127.0.0.1', () => resolve((this.#server.address() as { port: number }).port))
    })
  }

  /** The next request that comes by is cut there. */
  arm(cut: Cut): void {
    this.#armed = cut
  }

  get armed(): boolean {
    return this.#armed !== undefined
  }

  /** As when a cable is pulled and plugged in again: what is open stays open and is dead, neither side is told, and new connections come through. */
  freeze(): void {
    for (const socket of this.#sockets) swallow(socket)
  }

  /** The cable is pulled: whatever is open or opened from now on is dead, and neither side is told. */
  pull(): void {
    this.#pulled = true
    this.freeze()
  }

  /** The cable is plugged in again: new connections come through. */
  plugIn(): void {
    this.#pulled = false
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
  }

  #join(client: Socket, host: Socket, random: Random): void {
    for (const socket of [client, host]) {
      this.#sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        client.destroy()
        host.destroy()
      })
    }
    if (this.#pulled) {
      swallow(client)
      swallow(host)
      return
    }
    let cut: Cut | undefined
    const made = (which: Cut) => {
      this.made[which] += 1
    }
    client.on('data', (data) => {
      // Only what writes is worth cutting.
      if (this.#armed && /^(POST|PATCH) /.test(data.subarray(0, 8).toString('latin1'))) {
        cut = this.#armed
        this.#armed = undefined
      }
      if (cut === 'before') {
        made(cut)
        client.destroy()
      } else if (cut === 'in the request') {
        made(cut)
        host.write(data.subarray(0, random.whole(1, data.length - 1)), () => client.resetAndDestroy())
      } else host.write(data)
    })
    host.on('data', (data) => {
      switch (cut) {
        case 'after the commit':
          // The host has answered, so it is on its disk; nobody hears of it.
          made(cut)
          client.resetAndDestroy()
          break
        case 'in the answer':
          made(cut)
          client.write(data.subarray(0, random.whole(1, data.length - 1)), () => client.resetAndDestroy())
          break
        case 'half-open':
          // Neither side is told; whatever comes from now on goes nowhere.
          made(cut)
          swallow(client)
          swallow(host)
          break
        case 'late':
          // Shorter and longer than a window waits.
          made(cut)
          cut = undefined
          host.pause()
          setTimeout(
            () => {
              client.write(data)
              host.resume()
            },
            random.whole(50, 2_000),
          )
          break
        default:
          client.write(data)
      }
    })
  }
}

/** Whatever a socket says from now on goes nowhere. */
function swallow(socket: Socket): void {
  socket.removeAllListeners('data')
  socket.resume()
}
