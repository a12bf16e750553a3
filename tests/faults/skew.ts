import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ImportRun } from '../../core/contract/imports.ts'
import { NOT_SERVED, VERSION_HEADER } from '../../core/contract/version.ts'
import { projectFolder } from '../../scripts/project-folder.ts'
import { serverReady, stopServer } from '../../scripts/server-child.ts'
import { Client } from '../bench/http-client.ts'
import { type Build, buildIn, olderBuilds, raisedBuild, spawnBuild } from './older-builds.ts'
import { TOKEN } from './supervised.ts'

export type PairFigures = {
  window: string
  server: string
  served: boolean
  requests: number
  /** Requests that failed, or whose reply the window cannot read, and what was answered to a window that is not served. */
  faults: string[]
  /** Fields that were sent or stood there and are not there afterwards, without anybody's being told. */
  lost: string[]
}
export type SkewFigures = { pairs: PairFigures[]; missing: string[] }

/** Whether windows and hosts of neighbouring versions work whole, or not at all. */
export const isWhole = ({ pairs }: SkewFigures): boolean =>
  pairs.every(({ faults, lost }) => faults.length === 0 && lost.length === 0)

/** The windows of this build, of older ones (`olderBuilds` says which) and of the next two contracts at the servers of each other. */
export async function skew(): Promise<SkewFigures> {
  const now = await buildIn('this build', projectFolder)
  const { builds, missing } = await olderBuilds(now.version)
  const [next, afterNext] = [await raisedBuild(1, now.version), await raisedBuild(2, now.version)]
  const pairs: PairFigures[] = []
  for (const [window, server] of [
    [now, now],
    [now, next],
    [next, now],
    [now, afterNext],
    [afterNext, now],
    ...builds.flatMap((older): [Build, Build][] => [
      [older, older],
      [older, now],
      [now, older],
    ]),
  ] as [Build, Build][])
    pairs.push(await pair(window, server))
  return { pairs, missing }
}

async function pair(window: Build, server: Build): Promise<PairFigures> {
  const served = window.version >= server.from && window.version <= server.version
  const figures: PairFigures = { window: window.name, server: server.name, served, requests: 0, faults: [], lost: [] }
  const folder = mkdtempSync(join(tmpdir(), 'samphan-skew-'))
  const child = spawnBuild(server, join(folder, 'data'), TOKEN)
  try {
    const { port } = await serverReady(child)
    const host = new Window(server, port, figures)
    await host.ask('setUp', { body: { company: { name: 'สองรุ่น' }, language: 'th', ownerName: 'เอก' } })
    const guest = new Window(window, port, figures)
    await (served ? work(host, guest, figures) : refused(guest, figures))
  } catch (error) {
    figures.faults.push(error instanceof Error ? error.message : String(error))
  } finally {
    await stopServer(child)
    rmSync(folder, { recursive: true, force: true })
  }
  return figures
}

type Input = { params?: Record<string, string>; query?: Record<string, string>; body?: unknown }
type Row = Record<string, unknown> & { id: string; version: number }

/** A window of some build: it sends what its contract lets it send, and reads replies as its contract says they are. */
class Window {
  readonly build: Build
  readonly #client: Client
  readonly #figures: PairFigures

  constructor(build: Build, port: number, figures: PairFigures) {
    this.build = build
    this.#figures = figures
    const headers = { 'x-samphan-token': TOKEN, 'accept-language': 'th', [VERSION_HEADER]: String(build.version) }
    this.#client = new Client(port, headers)
  }

  /** Sends a request and returns the status and the reply as it came. */
  async send(name: string, { params, query, body }: Input): Promise<{ status: number; reply: unknown }> {
    const route = this.build.routes[name]
    if (!route) throw new Error(`${this.build.name} knows no ${name}`)
    const path = route.path.replace(/:(\w+)/g, (_, key: string) => params?.[key] ?? '')
    const sent = route.body && !Buffer.isBuffer(body) ? route.body.parse(body) : body
    this.#figures.requests += 1
    const { status, text } = await this.#client.ask({
      method: route.method as 'GET' | 'POST' | 'PATCH',
      path: query ? `${path}?${new URLSearchParams(query)}` : path,
      ...(sent !== undefined && { body: sent }),
    })
    return { status, reply: text === '' ? undefined : JSON.parse(text) }
  }

  /** A request that must be answered so that the window understands it. */
  async ask<T>(name: string, input: Input = {}): Promise<T> {
    const { status, reply } = await this.send(name, input)
    if (status >= 300) throw new Error(`${name}: ${status} ${JSON.stringify(reply).slice(0, 200)}`)
    const schema = this.build.routes[name]?.reply
    const read = schema === undefined || schema === 'raw' ? undefined : schema.safeParse(reply)
    if (read && !read.success) this.#figures.faults.push(`${name} is misread: ${read.error.issues[0]?.path.join('.')}`)
    return reply as T
  }
}

const GIVEN: Record<string, unknown> = {
  name: { type: 'company', form: 'limited', name: 'กตัญญูค้าวัสดุ' },
  type: 'company',
  taxId: { number: '0105536000005', branch: '00001' },
  phones: [{ id: 'p1', e164: '+66812345678', ext: '12' }],
  lineId: 'katanyu',
  emails: [{ id: 'e1', address: 'sales@example.com' }],
  website: 'https://example.com',
  addresses: [{ id: 'a1', text: '1 ถนนสุขุมวิท' }],
  needs: 'ท่อเหล็ก 40 เส้น',
  birthday: '1990-04-13',
  tags: ['ด่วน', 'เครดิตดี'],
  creditLimit: 50_000_00,
  creditDays: 30,
  employees: 12,
}
/** A field that no build knows. */
const UNKNOWN = 'fromAnotherVersion'

/** What an office does all day, from a window of one build at a server of another. `host` is a window of the server's own build. */
async function work(host: Window, guest: Window, figures: PairFigures): Promise<void> {
  await guest.ask('getSession')
  const read = (who: Window, id: string) => who.ask<Row>('getRecord', { params: { entity: 'customer', id } })
  const create = (who: Window, values: object) =>
    who.ask<{ id: string; version: number }>('createRecord', { params: { entity: 'customer' }, body: { values } })

  // What the guest does not know stays as it is.
  const custom = await host.ask<{ key: string }>('saveCustomField', {
    params: { entity: 'customer' },
    body: { labelTh: 'รุ่นใหม่', labelEn: 'Newer', kind: 'text', filterable: true },
  })
  const theirs = await create(host, { ...known(host, GIVEN), [custom.key]: 'ไม่รู้จัก' })
  const was = await read(host, theirs.id)
  const { version } = await read(guest, theirs.id)
  await guest.ask('updateRecord', { params: { entity: 'customer', id: theirs.id }, body: { version, values: { notes: 'ดี' } } })
  compare(figures, 'updateRecord', { ...was, notes: 'ดี' }, await read(host, theirs.id))

  // What the guest sends stands there, or is refused aloud.
  const unknown = { ...known(guest, GIVEN), [UNKNOWN]: 'x' }
  const { status } = await guest.send('createRecord', { params: { entity: 'customer' }, body: { values: unknown } })
  if (status !== 400 && status !== 422) figures.lost.push(`createRecord takes ${UNKNOWN}: ${status}`)
  const both = known(host, known(guest, GIVEN))
  const own = await create(guest, { ...both, name: { type: 'company', form: 'limited', name: 'อีกราย' }, taxId: undefined })
  compare(figures, 'createRecord', { ...both, name: undefined, taxId: undefined }, await read(host, own.id))

  const { rows } = await guest.ask<{ rows: Row[] }>('listRecords', { params: { entity: 'customer' }, body: { limit: 50 } })
  if (rows.length !== 2) figures.faults.push(`listRecords: ${rows.length} instead of 2`)
  const { hits } = await guest.ask<{ hits: object[] }>('searchRecords', { body: { text: 'กตัญญู' } })
  if (hits.length !== 1) figures.faults.push(`searchRecords: ${hits.length} instead of 1`)
  await guest.ask('countRecords', { params: { entity: 'customer' }, body: {} })
  await guest.ask('recordHistory', { params: { entity: 'customer', id: theirs.id } })
  await guest.ask('home')
  await guest.ask('notices')
  await importFile(guest, figures)
}

async function importFile(guest: Window, figures: PairFigures): Promise<void> {
  const file = Buffer.from('ชื่อลูกค้า,โทรศัพท์\nนำเข้าหนึ่ง,0812340001\nนำเข้าสอง,0812340002\n')
  const uploaded = await guest.ask<ImportRun>('uploadImport', {
    params: { entity: 'customer' },
    query: { name: 'a.csv' },
    body: file,
  })
  const run = { params: { id: uploaded.id } }
  const settled = async () => {
    for (;;) {
      const { state } = await guest.ask<ImportRun>('getImport', run)
      if (state !== 'checking' && state !== 'applying') return state
      await new Promise((resume) => setTimeout(resume, 50))
    }
  }
  await guest.ask('checkImport', { ...run, body: uploaded.definition })
  await settled()
  await guest.ask('plannedRows', { ...run, query: { limit: '50' } })
  await guest.ask('applyImport', { ...run, body: {} })
  const state = await settled()
  const { count } = await guest.ask<{ count: number }>('countRecords', { params: { entity: 'customer' }, body: {} })
  if (state !== 'done' || count !== 4) figures.faults.push(`import: ${state}, ${count} customers instead of 4`)
}

/** A window that is not served is told so by every answer, in a code on which it blocks itself. */
async function refused(guest: Window, figures: PairFigures): Promise<void> {
  for (const [name, input] of [
    ['getSession', {}],
    ['listRecords', { params: { entity: 'customer' }, body: { limit: 50 } }],
    ['createRecord', { params: { entity: 'customer' }, body: { values: GIVEN } }],
    ['searchRecords', { body: { text: 'ก' } }],
    ['home', {}],
  ] as const) {
    const { status, reply } = await guest.send(name, input)
    const { code } = reply as { code?: string }
    if (status !== 426 || !NOT_SERVED.some((each) => each === code)) figures.faults.push(`${name}: ${status} ${code}`)
  }
}

/** Of these values those whose field the build declares. */
const known = ({ build }: Window, values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([key]) => build.customer.fields.some((field) => field.key === key)))

const ITS_OWN = new Set(['version', 'updatedAt', 'updatedBy'])

function compare(figures: PairFigures, after: string, expected: Record<string, unknown>, is: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(expected))
    if (value !== undefined && !ITS_OWN.has(key) && JSON.stringify(is[key]) !== JSON.stringify(value))
      figures.lost.push(`${key} after ${after}`)
}
