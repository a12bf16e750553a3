import { createSocket } from 'node:dgram'
import { expect, it } from 'vitest'
import { findOffices } from '../../../electron/office-finder.ts'
import { announce } from '../../../server/lan/announce.ts'

/** Whether this machine lets programs hear each other by multicast at all; some containers do not. */
function hearsMulticast(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    const done = (heard: boolean) => {
      socket.close()
      resolve(heard)
    }
    const silence = setTimeout(() => done(false), 1000)
    socket.once('error', () => done(false))
    socket.once('message', () => {
      clearTimeout(silence)
      done(true)
    })
    socket.bind(0, () => {
      try {
        socket.addMembership('224.0.0.251', '127.0.0.1')
        socket.setMulticastInterface('127.0.0.1')
        socket.send('x', socket.address().port, '224.0.0.251')
      } catch {
        clearTimeout(silence)
        done(false)
      }
    })
  })
}

it.skipIf(!(await hearsMulticast()))(
  'hears every host that calls out, also two that bear one name, and names longer than DNS has room for',
  async () => {
    const name = 'บริษัท ฐานฎีกาวิศวกรรมและปั๊มน้ำอุตสาหกรรม (ประเทศไทย) จำกัด (มหาชน)'
    const port = 20_000 + Math.floor(Math.random() * 40_000)
    const call = (key: string, on: number) =>
      announce({ name, hostName: 'pc', address: '127.0.0.1', port: on, keySha256: key.repeat(64) }, () => undefined)
    const hushes = [call('a', port), call('a', port + 1), call('b', port + 2)]
    const heard = await findOffices()
    for (const hush of hushes) hush()
    const ours = heard.filter((office) => office.port >= port && office.port <= port + 2).sort((a, b) => a.port - b.port)
    expect(ours).toEqual([0, 1, 2].map((more) => ({ name, host: '127.0.0.1', port: port + more })))
  },
)
