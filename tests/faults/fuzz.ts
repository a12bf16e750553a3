import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZodError } from 'zod'
import { desktopCalls } from '../../core/desktop-bridge.ts'
import { AppError } from '../../core/errors.ts'
import { isOpenableOutside } from '../../electron/app-address.ts'
import { readSheet } from '../../server/sheets/read-sheet.ts'
import { SheetError } from '../../server/sheets/sheet-error.ts'
import { MatrixWorld } from '../support/matrix-world.ts'
import { TOKEN } from '../support/test-office.ts'
import { bodyCorpus, bridgeCorpus, cursorCorpus, fileCorpus, filterCorpus, icsCorpus, queryCorpus } from './fuzz-corpus.ts'
import { mutate, randomFrom } from './mutate.ts'

/** A thing that takes what strangers send. Anything but its own refusal is a fault. */
type Target = { name: string; corpus: readonly Buffer[]; take: (input: Buffer) => Promise<void> }
export type FuzzResult = { name: string; inputs: number; slowestMs: number; faults: string[] }
export type FuzzOptions = { inputs: number; seed: number; only?: string | undefined }

/** Longer than this for one small input is a hang in the making. */
const SLOW_MS = 2_000
const MOST_FAULTS = 5

/** Feeds every target with inputs mutated from good ones. */
export async function fuzz({ inputs, seed, only }: FuzzOptions): Promise<FuzzResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'samphan-fuzz-'))
  const world = await MatrixWorld.open()
  // Reader threads keep no process alive, and one of them may be all that is waited for.
  const alive = setInterval(() => undefined, 1_000)
  try {
    const { owner } = world.office
    const customer = (await owner.create('customer', { name: { type: 'company', name: 'มั่นคง' }, website: 'https://x.co' })).id
    for (let at = 0; at < 5; at += 1) await owner.create('lead', { name: { first: `คน ${at}` }, status: 'new' })
    const { next } = await owner.list('lead', { limit: 2 })
    const targets = [
      ...['csv', 'xlsx', 'xls', 'vcf'].map((kind) => fileTarget(kind, folder)),
      bridgeTarget(),
      ...apiTargets(world, customer, next ?? ''),
    ]
    const results: FuzzResult[] = []
    for (const [place, target] of targets.entries())
      if (!only || target.name.includes(only)) results.push(await run(target, inputs, seed + place))
    return results
  } finally {
    clearInterval(alive)
    await world.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function run({ name, corpus, take }: Target, inputs: number, seed: number): Promise<FuzzResult> {
  const random = randomFrom(seed)
  const result: FuzzResult = { name, inputs: 0, slowestMs: 0, faults: [] }
  while (result.inputs < inputs && result.faults.length < MOST_FAULTS) {
    const input = mutate(corpus[Math.floor(random() * corpus.length)] ?? Buffer.alloc(0), corpus, random)
    const began = performance.now()
    const fault = await take(input).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    const took = performance.now() - began
    result.inputs += 1
    result.slowestMs = Math.max(result.slowestMs, took)
    const slow = took > SLOW_MS ? `took ${Math.round(took)} ms` : undefined
    const polluted = 'polluted' in {} || Object.keys(Object.prototype).length > 0 ? 'Object.prototype was changed' : undefined
    const found = fault ?? slow ?? polluted
    if (found) result.faults.push(`input ${result.inputs}: ${found}: ${JSON.stringify(input.toString('latin1').slice(0, 300))}`)
  }
  return result
}

/** A file of rows: read whole, or refused for a reason. */
function fileTarget(kind: string, folder: string): Target {
  const path = join(folder, `file.${kind}`)
  return {
    name: kind,
    corpus: fileCorpus(kind),
    take: async (input) => {
      writeFileSync(path, input)
      try {
        await readSheet(path, `file.${kind}`, {}, () => undefined)
      } catch (error) {
        if (!(error instanceof SheetError) && !(error instanceof AppError)) throw error
      }
    },
  }
}

/** What a page may say to the shell: taken in its shape, or refused. */
function bridgeTarget(): Target {
  return {
    name: 'bridge',
    corpus: bridgeCorpus(),
    take: async (input) => {
      let said: unknown
      try {
        said = JSON.parse(input.toString())
      } catch {
        said = input.toString()
      }
      for (const schema of Object.values(desktopCalls)) {
        try {
          schema.parse(said)
        } catch (error) {
          if (!(error instanceof ZodError)) throw error
        }
      }
      const text = input.toString()
      if (isOpenableOutside(text) && !/^(https?|mailto|tel|line):/.test(new URL(text).href))
        throw new Error('would open what is no address')
    },
  }
}

type Injected = { method: 'GET' | 'POST' | 'PATCH' | 'PUT'; url: string; payload?: Buffer; headers?: Record<string, string> }

function apiTargets(world: MatrixWorld, customer: string, cursor: string): Target[] {
  /** The answer is one of the product's own, and a refusal wrote nothing. */
  const ask = async (request: Injected) => {
    const before = world.hash()
    const reply = await world.office.app.inject({
      ...request,
      headers: {
        host: '127.0.0.1:4780',
        'x-samphan-token': TOKEN,
        ...(request.payload && { 'content-type': 'application/json' }),
        ...request.headers,
      },
    })
    if (reply.statusCode >= 500)
      throw new Error(`${request.method} ${request.url} answered ${reply.statusCode}: ${reply.body.slice(0, 200)}`)
    if (reply.statusCode >= 400 && world.hash() !== before)
      throw new Error(`${request.method} ${request.url} was refused and wrote something`)
  }
  const post = (url: string, payload: Buffer) => ask({ method: 'POST', url, payload })
  let turn = 0
  const bodies: ((input: Buffer) => Promise<void>)[] = [
    (input) => post('/api/records/customer', input),
    (input) => ask({ method: 'PATCH', url: `/api/records/customer/${customer}`, payload: input }),
    (input) => post('/api/records/customer/list', input),
    (input) => post('/api/reports/run', input),
    (input) => post('/api/records/customer/bulk/preview', input),
    (input) => post('/api/activities/log', input),
    (input) => ask({ method: 'PUT', url: '/api/roles/sales', payload: input }),
  ]
  const query = (input: Buffer) => encodeURI(input.toString().toWellFormed()).replace(/[#\s]/g, '')
  return [
    {
      name: 'json bodies',
      corpus: bodyCorpus(customer),
      take: async (input) => {
        turn += 1
        await bodies[turn % bodies.length]?.(input)
      },
    },
    {
      name: 'filters',
      corpus: filterCorpus(),
      take: (input) => post('/api/records/customer/list', Buffer.concat([Buffer.from('{"filter":'), input, Buffer.from('}')])),
    },
    {
      name: 'cursors',
      corpus: cursorCorpus(cursor),
      take: (input) =>
        post('/api/records/lead/list', Buffer.from(JSON.stringify({ limit: 2, after: input.toString().slice(0, 2_000) }))),
    },
    {
      name: 'icalendar',
      corpus: icsCorpus(),
      take: (input) => post('/api/calendar/check', Buffer.from(JSON.stringify({ name: 'ก.ics', text: input.toString() }))),
    },
    {
      name: 'queries',
      corpus: queryCorpus(customer),
      take: (input) => ask({ method: 'GET', url: `/${query(input).replace(/^\/+/, '')}` }),
    },
    {
      name: 'types and headers',
      corpus: ['application/json', 'application/json; charset=utf-8', 'multipart/form-data; boundary=x', 'Bearer smp_abc'].map(
        (text) => Buffer.from(text),
      ),
      take: async (input) => {
        // What no client can send (RFC 9110, 5.5) is refused by Node before us.
        const text = input.toString('latin1').replace(/[^\x20-\x7e\x80-\xff\t]/g, '')
        await ask({
          method: 'POST',
          url: '/api/records/customer',
          payload: Buffer.from('{"values":{}}'),
          headers: { 'content-type': text },
        })
        await ask({ method: 'GET', url: '/api/session', headers: { authorization: text } })
        await ask({
          method: 'GET',
          url: '/api/records/customer/x',
          headers: { 'idempotency-key': text, cookie: text, 'accept-language': text },
        })
      },
    },
  ]
}
