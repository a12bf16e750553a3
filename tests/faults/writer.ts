import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../server/features/demo/random.ts'
import type { Answer, Ask, Client } from '../bench/http-client.ts'
import type { Ledger } from './ledger.ts'

/** Own records that a client changes again and again; more of them make the chains shorter. */
const OWN_RECORDS = 8
const AGAIN_MS = 40

type GiveUp = () => AbortSignal

type Parts = {
  client: Client
  ledger: Ledger
  random: Random
  /** Whether to go on. Looked at before each new write; one that is under way is sent until it is answered. */
  go: () => boolean
  /** Told of each write that was acknowledged, at the moment of its answer. */
  acknowledged?: (token: string) => void
  /** Aborted when an answer is no longer waited for; without it, one is waited for for ever. */
  giveUp?: GiveUp
}

/**
 * A window of the office: makes customers, changes its own, hangs files on them. Like the real one it sends a command under one key until it
 * is answered.
 */
export async function write({ client, ledger, random, go, acknowledged, giveUp }: Parts): Promise<void> {
  const own: { id: string; version: number }[] = []
  const ask = (question: Ask) => once(client, question, giveUp)
  while (go()) {
    const token = ledger.token()
    const file = random.chance(0.02) ? Buffer.from(`${token} ${random.next()}`.repeat(random.whole(10, 4000))) : undefined
    const files = file && [await upload(ask, file)]
    const known = own.length > 0 && random.chance(own.length < OWN_RECORDS ? 0.5 : 0.9) ? random.pick(own) : undefined
    const values = { needs: token, ...(files && { files }) }
    const key = createHash('sha256').update(token).digest('hex').slice(0, 32)
    const answer = await untilAnswered(ask, {
      method: known ? 'PATCH' : 'POST',
      path: `/api/records/customer${known ? `/${known.id}` : ''}`,
      body: known
        ? { version: known.version, values }
        : { values: { ...values, name: { type: 'company', name: `ร้าน ${token}` } } },
      headers: { 'idempotency-key': key },
    })
    if (answer.status >= 300) throw new Error(`a write was refused: ${answer.status} ${answer.text.slice(0, 200)}`)
    ledger.acknowledged.add(token)
    acknowledged?.(token)
    for (const { sha256 } of files ?? []) ledger.files.add(sha256)
    const { id, version } = JSON.parse(answer.text) as { id: string; version: number }
    if (known) known.version = version
    else if (own.length < OWN_RECORDS) own.push({ id, version })
  }
}

type File = { id: string; sha256: string; name: string; size: number; type: string }

async function upload(ask: (question: Ask) => Promise<Answer | undefined>, content: Buffer): Promise<File> {
  const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
  const answer = await untilAnswered(ask, {
    method: 'POST',
    path: '/api/files',
    body: Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--b--\r\n')]),
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
  })
  return JSON.parse(answer.text) as File
}

/** Sends a question, under its one key, until somebody answers it with more than “not now”. */
export async function untilAnswered(ask: (question: Ask) => Promise<Answer | undefined>, question: Ask): Promise<Answer> {
  for (;;) {
    const answer = await ask(question)
    if (answer && answer.status < 500) return answer
    await pause(AGAIN_MS)
  }
}

/** Sends a question once; undefined when no answer came. What is given up leaves no connection behind that waits for one. */
export async function once(client: Client, question: Ask, giveUp?: GiveUp): Promise<Answer | undefined> {
  return client.ask({ ...question, ...(giveUp && { signal: giveUp() }) }).catch(() => undefined)
}
