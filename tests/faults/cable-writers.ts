import { once } from 'node:events'
import { Random } from '../../server/features/demo/random.ts'
import { Client } from '../bench/http-client.ts'
import { Hearing } from './hearing.ts'
import { Ledger } from './ledger.ts'
import { TOKEN } from './supervised.ts'
import { write } from './writer.ts'

// The windows of another PC: they write until their input ends, name each client whose write was acknowledged, and say in the end all that was.
const [seed, clients, host, port] = process.argv.slice(2) as [string, string, string, string]
let going = true
process.stdin.resume()
void once(process.stdin, 'end').then(() => {
  going = false
})
const ledger = new Ledger(`n${seed}`)
// The host listens to its own PC alone; who comes by cable is handed on.
const headers = { 'x-samphan-token': TOKEN, 'accept-language': 'th', host: `127.0.0.1:${port}` }
const hearing = new Hearing(host, Number(port), headers)
await Promise.all(
  Array.from({ length: Number(clients) }, (_, at) =>
    write({
      client: new Client(Number(port), headers, host),
      ledger,
      random: new Random(`network ${seed} ${at}`),
      go: () => going,
      giveUp: hearing.again,
      acknowledged: () => process.stdout.write(`${at}\n`),
    }),
  ),
)
process.stdout.write(`${JSON.stringify({ acknowledged: [...ledger.acknowledged], files: [...ledger.files] })}\n`, () =>
  process.exit(0),
)
