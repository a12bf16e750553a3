import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ServerReady, serverReady, spawnServer, stopServer } from '../../scripts/server-child.ts'
import { keepRunning } from '../../server/keep-running.ts'
import { straceMissing } from '../support/strace.ts'

const missing = straceMissing()
if (missing) console.log(`skipped: ${missing}`)

type Answer = { status: number; code?: string; id?: string }

describe.skipIf(missing !== undefined)('a disk that answers with an error', { timeout: 60_000 }, () => {
  let folder: string
  const started: ChildProcess[] = []
  const dataFolder = () => join(folder, 'data')

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'samphan-eio-'))
    const { child, ask } = await serve()
    await ask('/api/setup', { company: { name: 'ดิสก์เก่า' }, language: 'th', ownerName: 'เอก' })
    await stopServer(child)
  })
  afterEach(async () => {
    for (const each of started.splice(0)) each.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  async function serve(): Promise<{ child: ChildProcess; ask: ReturnType<typeof asker> }> {
    const child = spawnServer({ dataFolder: dataFolder(), port: 0, demo: false, built: true })
    started.push(child)
    return { child, ask: asker(await serverReady(child)) }
  }
  const asker =
    ({ port, token }: ServerReady) =>
    async (path: string, body?: unknown): Promise<Answer> => {
      const reply = await fetch(`http://127.0.0.1:${port}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'x-samphan-token': token, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: reply.status, ...((await reply.json()) as object) }
    }
  /** From now on the given calls of the process fail, each from its `from`th. */
  const makeFail = async (child: ChildProcess, calls: string, from: number) => {
    const tracer = spawn('strace', [
      '-f',
      '-q',
      '-e',
      `trace=${calls}`,
      '-e',
      `inject=${calls}:error=EIO:when=${from}+`,
      '-o',
      join(folder, 'strace'),
      '-p',
      String(child.pid),
    ])
    await new Promise((resume) => setTimeout(resume, 700))
    started.push(tracer)
  }

  it.each([
    ['fsync,fdatasync', 7],
    ['pwrite64', 1],
  ])('%s failing from the %ith: ends at once, says “saved” of nothing that is lost, and opens again', async (calls, from) => {
    const { child, ask } = await serve()
    const saved: string[] = []
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await makeFail(child, calls, from)
    let failed = false
    const answers: Answer[] = []
    // The server may end before its answer is on its way: who asked does not know, and asks again.
    let cut = 0
    const client = async (name: number) => {
      for (let at = 0; !failed; at += 1) {
        const values = { name: { type: 'company', name: `ราย ${name}-${at}` } }
        const answer = await ask('/api/records/customer', { values }).catch(() => undefined)
        if (answer === undefined) {
          cut += 1
          return
        }
        if (answer.status < 300) saved.push(answer.id as string)
        else {
          failed = true
          answers.push(answer)
        }
      }
    }
    await Promise.all(Array.from({ length: 4 }, (_, name) => client(name)))
    expect(answers.length + cut).toBeGreaterThan(0)
    for (const { status, code } of answers) expect([status, code]).toEqual([503, 'disk.failed'])
    await ended
    expect(child.signalCode).toBe('SIGKILL')

    const after = await serve()
    for (const id of saved) expect(await after.ask(`/api/records/customer/${id}`)).toMatchObject({ status: 200, id })
    await stopServer(after.child)
  })

  it('is followed by a new start from whoever keeps the server running', async () => {
    let child: ChildProcess | undefined
    const places: ServerReady[] = []
    const stopped = keepRunning(
      async () => {
        child = spawnServer({ dataFolder: dataFolder(), port: 0, demo: false, built: true })
        started.push(child)
        places.push(await serverReady(child))
        return child
      },
      () => places.length > 1,
    )
    while (!places[0]) await new Promise((resume) => setTimeout(resume, 20))
    await makeFail(child as ChildProcess, 'fsync,fdatasync', 1)
    const values = { name: { type: 'company', name: 'ก' } }
    expect(await asker(places[0])('/api/records/customer', { values })).toMatchObject({ status: 503, code: 'disk.failed' })
    while (!places[1]) await new Promise((resume) => setTimeout(resume, 20))
    const ask = asker(places[1])
    let answer: Answer
    do answer = await ask('/api/records/customer', { values })
    while (answer.code === 'database.checking')
    expect(answer.status).toBe(200)
    await stopServer(child as ChildProcess)
    expect(await stopped).toBe(0)
  })
})
