import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext, TLSSocket } from 'node:tls'
import { openIdentity } from '../../server/lan/office-identity.ts'

// Somebody else at an address that was the host’s: another office’s host, or whatever server speaks TLS. Each line says what he got: `met` a
// connection, `plain N` bytes of one that is no TLS, `hands` a handshake to its end, `heard N` bytes after it.
const [kind, address = '', port] = process.argv.slice(2)
const HANDSHAKE = 0x16

const folder = mkdtempSync(join(tmpdir(), 'samphan-stranger-'))
const identity = await openIdentity(folder, 'pc', new Date())
rmSync(folder, { recursive: true })
const leaf = identity.leaf([address], new Date())
const secureContext = createSecureContext({
  key: leaf.key,
  cert: kind === 'another office' ? `${leaf.certificate}${identity.authority.certificate}` : leaf.certificate,
})
const say = (line: string) => process.stdout.write(`${line}\n`)

createServer((socket: Socket) => {
  say('met')
  socket.on('error', () => undefined)
  socket.once('data', (first) => {
    if (first[0] !== HANDSHAKE) {
      say(`plain ${first.length}`)
      return socket.destroy()
    }
    socket.pause()
    socket.unshift(first)
    return new TLSSocket(socket, { isServer: true, secureContext })
      .on('secure', () => say('hands'))
      .on('data', (data) => say(`heard ${data.length}`))
      .on('error', () => undefined)
  })
}).listen(Number(port), address, () => say('here'))
process.stdin.resume()
process.stdin.once('end', () => process.exit(0))
