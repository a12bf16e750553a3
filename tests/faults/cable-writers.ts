import { once } from 'node:events'
import { Random } from '../../server/features/demo/random.ts'
import { Client } from '../bench/http-client.ts'
import { Ledger } from './ledger.ts'
import { TOKEN } from './supervised.ts'
import { write } from './writer.ts'

// The windows of another PC: they write until their input ends, name each client whose write was acknowledged, and say in the end all that was.
const [seed, clients, host, port] = process.argv.slice(2) as [string, string, string, string]
/** What was sent before the host went away is given up and sent again, as the window does once it hears the host. */
const PATIENCE_MS = 3_000

let going = true
process.stdin.resume()
void once(process.stdin, 'end').then(() => {
  going = false
})
const ledger = new Ledger(`n${seed}`)
// The host listens to its own PC alone; who comes by cable is handed on.
const headers = { 'x-samphan-token': TOKEN, 'accept-language': 'th', host: `127.0.0.1:${port}` }
await Promise.all(
  Array.from({ length: Number(clients) }, (_, at) =>
    write({
      client: new Client(Number(port), headers, host),
      ledger,
      random: new Random(`network ${seed} ${at}`),
      go: () => going,
      patienceMs: PATIENCE_MS,
      acknowledged: () => process.stdout.write(`${at}\n`),
    }),
  ),
)
process.stdout.write(`${JSON.stringify({ acknowledged: [...ledger.acknowledged], files: [...ledger.files] })}\n`, () =>
  process.exit(0),
)
