import { type ChildProcess, execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import type { HostStatus } from '../../core/contract/host.ts'
import type { DesktopBridge } from '../../core/desktop-bridge.ts'
import { DEFAULT_PORT } from '../../core/lan/fingerprint.ts'
import { serverReady, spawnServer, stopServer } from '../../scripts/server-child.ts'
import { type Times, timesOf } from '../bench/measure.ts'
import { type DesktopApp, startDesktop } from '../desktop/support/desktop-app.ts'
import { Cables } from './cables.ts'
import { TOKEN } from './supervised.ts'

/** Who has the host’s old address when the host has another: nobody, or somebody in another network, or one of those whom the app then meets. */
const CASES = ['nobody', 'another office', 'another server', 'a silent PC', 'another network'] as const
type Case = (typeof CASES)[number]

export type AddressFigures = {
  changes: number
  byCase: Record<Case, number>
  /** From the change until the host listens at, calls out and shows its new address, and its certificate names it. */
  noticedMs: Times
  /** From the change until the window shows what was saved on the host after it, where the network lets hosts be found. */
  foundMs: Times
  /** The same from the click that follows the typed address, where it does not. */
  typedMs: Times
  /** Connections that reached somebody else, handshakes that he ended, and bytes that he got besides. */
  strangersMet: number
  handshakes: number
  bytesToStrangers: number
  /** Until the window says that the host is away when the cable is pulled, and until it works once it is back. */
  saysLostMs: Times
  backMs: Times
}

/** reliability.md P12 and P13. */
const BARS = { noticed: 15_000, found: 30_000, typed: 30_000, saysLost: 5_000, back: 15_000 }
const PULLS_MS = [8_000, 20_000, 40_000]
const PASSWORD = 'ปลาทูสามตัวครับ'
const run = promisify(execFile)

/** Gives the host another address again and again while a colleague’s desktop app works there. Runs on that colleague’s PC. */
export async function newAddresses(cables: Cables, changes: number): Promise<AddressFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-address-'))
  const host = spawnServer({
    dataFolder: join(folder, 'host'),
    port: 0,
    demo: false,
    token: TOKEN,
    within: cables.inside('host'),
  })
  let desktop: DesktopApp | undefined
  try {
    const { port } = await serverReady(host)
    const office = new Loopback(cables, port)
    let [network, at] = [1, 20]
    const addressOf = (pc: number) => `10.77.${network}.${pc}`
    const place = () => {
      cables.address('host', `${addressOf(at)}/24`)
      cables.address('window', `${addressOf(200)}/24`)
    }
    cables.addCard('window')
    place()
    await office.ask('POST', '/api/setup', { company: { name: 'ย้ายบ่อย' }, language: 'th', ownerName: 'เอก' })
    await office.ask('PUT', '/api/host', { on: true, address: addressOf(at), port: DEFAULT_PORT })
    desktop = await startDesktop(join(folder, 'window'))
    await enter(desktop, office, addressOf(at))
    const byCase = Object.fromEntries(CASES.map((each) => [each, 0])) as Record<Case, number>
    const ms = {
      noticed: [] as number[],
      found: [] as number[],
      typed: [] as number[],
      lost: [] as number[],
      back: [] as number[],
    }
    const got = { met: 0, plain: 0, hands: 0, heard: 0 }
    for (let change = 0; change < changes; change += 1) {
      const which = CASES[change % CASES.length] as Case
      // Four cases of five, so that each comes with and without it.
      const heard = change % 4 !== 3
      const closed = { input: 'udp dport 5353 drop', output: 'udp dport 5353 drop' }
      cables.filter('window', heard ? {} : closed)
      const old = addressOf(at)
      at += 1
      if (which === 'another network') network += 1
      const from = performance.now()
      place()
      const stranger = await takeAddress(cables, which, old, got)
      await office.untilAt(addressOf(at))
      await isNamed(addressOf(at), readFileSync(join(folder, 'host/lan/office.pem'), 'utf8'))
      ms.noticed.push(performance.now() - from)
      const shown = desktop.window.getByText(`รอบ ${change} `)
      await office.save(`รอบ ${change} `)
      if (heard) {
        await shown.first().waitFor({ timeout: 120_000 })
        ms.found.push(performance.now() - from)
      } else {
        await desktop.window.getByRole('button', { name: 'พิมพ์ที่อยู่เครื่องหลัก' }).click({ timeout: 60_000 })
        await desktop.window.getByLabel('ที่อยู่ของเครื่องหลัก').fill(addressOf(at))
        const typed = performance.now()
        await desktop.window.getByRole('button', { name: 'เชื่อมต่อ', exact: true }).click()
        await shown.first().waitFor({ timeout: 120_000 })
        ms.typed.push(performance.now() - typed)
      }
      byCase[which] += 1
      await stranger()
    }
    cables.filter('window')
    for (const [pull, length] of PULLS_MS.entries()) {
      const lost = desktop.window.getByRole('status', { name: /หลุด/ })
      await lost.waitFor({ state: 'detached', timeout: 60_000 })
      const pulled = performance.now()
      cables.plug('host', 'down')
      await lost.waitFor({ timeout: 60_000 })
      ms.lost.push(performance.now() - pulled)
      await pause(length - (performance.now() - pulled))
      cables.plug('host', 'up')
      const back = performance.now()
      await office.save(`สาย ${pull} `)
      await desktop.window.getByText(`สาย ${pull} `).first().waitFor({ timeout: 120_000 })
      ms.back.push(performance.now() - back)
    }
    return {
      changes,
      byCase,
      noticedMs: timesOf(ms.noticed),
      foundMs: timesOf(ms.found),
      typedMs: timesOf(ms.typed),
      strangersMet: got.met,
      handshakes: got.hands,
      bytesToStrangers: got.plain + got.heard,
      saysLostMs: timesOf(ms.lost),
      backMs: timesOf(ms.back),
    }
  } finally {
    await desktop?.app.close()
    await stopServer(host)
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether everybody came back in time and nobody else was told anything. */
export const isFoundAgain = (figures: AddressFigures): boolean =>
  figures.bytesToStrangers === 0 &&
  (figures.byCase['another office'] === 0 || figures.strangersMet > 0) &&
  figures.noticedMs.max <= BARS.noticed &&
  figures.foundMs.max <= BARS.found &&
  figures.typedMs.max <= BARS.typed &&
  figures.saysLostMs.max <= BARS.saysLost &&
  figures.backMs.max <= BARS.back

/** The office as whoever sits at the host’s PC has it. */
class Loopback {
  readonly #cables: Cables
  readonly #port: number

  constructor(cables: Cables, port: number) {
    this.#cables = cables
    this.#port = port
  }

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const program = `const [url, method, body] = process.argv.slice(1)
      const headers = { 'x-samphan-token': '${TOKEN}', ...(body && { 'content-type': 'application/json' }) }
      const reply = await fetch(url, { method, headers, ...(body && { body }) })
      process.stdout.write(await reply.text())
      process.exitCode = reply.ok ? 0 : 1`
    const url = `http://127.0.0.1:${this.#port}${path}`
    const inside = this.#cables.inside('host', process.execPath, '--input-type=module', '-e', program, url, method)
    const [command = '', ...args] = body === undefined ? inside : [...inside, JSON.stringify(body)]
    const { stdout } = await run(command, args)
    return JSON.parse(stdout) as T
  }

  save(name: string): Promise<unknown> {
    return this.ask('POST', '/api/records/customer', { values: { name: { type: 'company', name } } })
  }

  async untilAt(address: string): Promise<void> {
    for (;;) {
      const { state, open } = await this.ask<HostStatus>('GET', '/api/host')
      if (state === 'listening' && open?.url === `https://${address}:${DEFAULT_PORT}/`) return
      await pause(100)
    }
  }
}

/** Asks for the host’s certificate as a browser does that trusts the office; rejects where it does not name the address. */
function isNamed(address: string, pem: string): Promise<void> {
  const authority = /-----BEGIN CERTIFICATE[\s\S]*/.exec(pem)?.[0] ?? ''
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port: DEFAULT_PORT, ca: authority }, () => {
      socket.destroy()
      resolve()
    })
    socket.on('error', reject)
  })
}

/** A colleague joins with the code on the host’s screen, signs in for the first time, and looks at the customers. */
async function enter({ window }: DesktopApp, office: Loopback, host: string): Promise<void> {
  const { open } = await office.ask<HostStatus>('GET', '/api/host')
  const { id } = await office.ask<{ id: string }>('PUT', '/api/users', { name: 'แอน', nick: 'แอน', role: 'admin', active: true })
  const { code } = await office.ask<{ code: string }>('POST', `/api/users/${id}/code`)
  await window.waitForFunction(() => 'samphan' in globalThis)
  const joined = await window.evaluate(
    async ([address, pairing, signIn, password]) => {
      const { samphan } = globalThis as unknown as { samphan: DesktopBridge }
      const at = { host: address as string, port: 8443 }
      const met = await samphan.meetOffice(at)
      if ('problem' in met) return met.problem
      const { mode } = await samphan.joinOffice({ ...at, keySha256: met.keySha256, code: pairing as string })
      const reply = await fetch('/api/session/code', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: signIn, password }),
      })
      return `${mode} ${reply.status}`
    },
    [host, open?.code.value, code, PASSWORD],
  )
  if (joined !== 'joined 200') throw new Error(`the app did not join: ${joined}`)
  await window.goto('app://samphan/records/customer')
}

/** Somebody takes the host’s old address, or nobody. Returns how he leaves, when what he got is counted. */
async function takeAddress(
  cables: Cables,
  which: Case,
  address: string,
  got: { met: number; plain: number; hands: number; heard: number },
): Promise<() => Promise<void>> {
  cables.filter('stranger')
  if (which === 'nobody' || which === 'another network') {
    cables.address('stranger')
    return async () => undefined
  }
  cables.address('stranger', `${address}/24`)
  if (which === 'a silent PC') {
    cables.filter('stranger', { input: 'ip protocol tcp drop' })
    return async () => undefined
  }
  const program = join(import.meta.dirname, 'stranger.ts')
  const child: ChildProcess = cables.node('stranger', program, [which, address, String(DEFAULT_PORT)])
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const [what = '', bytes] = line.split(' ')
    if (what in got) got[what as keyof typeof got] += Number(bytes ?? 1)
  })
  return async () => {
    child.stdin!.end()
    await once(child, 'close')
  }
}

if (process.argv[1] === import.meta.filename) {
  const [pid, changes] = process.argv.slice(2)
  console.log(JSON.stringify(await newAddresses(new Cables(Number(pid)), Number(changes))))
}
