import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import type { DesktopBridge } from '../../core/desktop-bridge.ts'
import { fingerprintWords } from '../../core/lan/fingerprint-words.ts'
import { freePorts } from '../support/lan.ts'
import { SharedOffice } from '../support/shared-office.ts'
import { PASSWORD } from '../support/test-office.ts'
import { type DesktopApp, startDesktop } from './support/desktop-app.ts'

/** The desktop app of another PC, and a real host by TLS. */
const test = base.extend<{ shared: SharedOffice; dataFolder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern.
  shared: async ({}, use) => {
    const shared = await SharedOffice.open()
    await use(shared)
    await shared.close()
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'samphan-join-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
})

const sessionIn = (window: Page) =>
  window.evaluate(async () => {
    const reply = await fetch('/api/session')
    return { status: reply.status, body: (await reply.json().catch(() => ({}))) as Record<string, string> }
  })

const waiting = ({ window }: DesktopApp) => window.getByRole('status').filter({ hasText: 'รอคนกดอนุญาตที่เครื่องหลัก' })

/** Finds the host by its address and comes to where the six words are shown. */
async function meet({ window }: DesktopApp, port: number): Promise<void> {
  await window.getByRole('button', { name: 'เข้าร่วมออฟฟิศ' }).click()
  await window.getByLabel('หรือพิมพ์ที่อยู่ของเครื่องหลัก').fill(`127.0.0.1:${port}`)
  await window.getByRole('button', { name: 'ต่อไป' }).click()
}

async function joinByCode(desktop: DesktopApp, shared: SharedOffice): Promise<void> {
  await meet(desktop, shared.port)
  await desktop.window.getByLabel('รหัส 6 หลักจากจอเครื่องหลัก').fill((await shared.status()).open?.code.value ?? '')
  await desktop.window.getByRole('button', { name: 'ตรงกันทุกคำ เข้าร่วม' }).click()
  await expect(desktop.window.getByRole('heading', { name: 'ปั๊มไทยรุ่งเรือง' })).toBeVisible()
}

test('a PC joins by comparing six words and being approved on the host, and stays joined; shut out, it is told so', async ({
  shared,
  dataFolder,
}) => {
  const seller = await shared.office.person('ต้น', 'sales')
  let desktop = await startDesktop(dataFolder)
  await desktop.window.getByRole('button', { name: 'เข้าร่วมออฟฟิศ' }).click()
  await desktop.window.getByRole('button', { name: `127.0.0.1:${shared.port}` }).click()
  const words = fingerprintWords((await shared.status()).open?.fingerprint ?? '', 'th')
  const shown = desktop.window.getByRole('list', { name: 'คำหกคำของออฟฟิศนี้' }).getByRole('listitem')
  await expect(shown).toHaveText(words.map((word, at) => `${at + 1}${word}`))
  await desktop.window.getByRole('button', { name: 'ตรงกันทุกคำ ขอเข้าร่วม' }).click()
  await expect(waiting(desktop)).toBeVisible()

  // A PC that is switched off while it waits goes on waiting.
  await desktop.app.close()
  desktop = await startDesktop(dataFolder)
  await expect(waiting(desktop)).toBeVisible()
  const [device] = (await shared.status()).devices
  await shared.office.owner.request('POST', `/api/host/devices/${device?.id}`, { state: 'approved' })
  await expect(desktop.window.getByRole('heading', { name: 'ปั๊มไทยรุ่งเรือง' })).toBeVisible()

  const signedIn = await desktop.window.evaluate(
    async ([userId, password]) => {
      const send = (path: string, body: unknown) =>
        fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
      await send('/api/session', { userId, password })
      const stream = new EventSource('/api/stream')
      await new Promise((opened) => stream.addEventListener('open', opened))
      const told = new Promise<string>((resolve) => stream.addEventListener('changed', ({ data }) => resolve(data)))
      const made = await send('/api/records/activity', { values: { type: 'task', subject: 'โทรหาลูกค้า' } })
      const heard = await told
      stream.close()
      const form = new FormData()
      form.append('file', new File([new Uint8Array(300_000)], 'ใบเสนอราคา.bin'))
      const file = await fetch('/api/files', { method: 'POST', body: form })
      return { state: (await (await fetch('/api/session')).json()).state, made: made.status, heard, file: await file.json() }
    },
    [seller.id, PASSWORD],
  )
  expect(signedIn).toMatchObject({ state: 'ready', made: 200, heard: expect.stringMatching(/\.\d+"$/), file: { size: 300_000 } })
  expect(await desktop.window.evaluate(() => document.cookie)).toBe('')

  await shared.office.owner.request('POST', `/api/host/devices/${device?.id}`, { state: 'revoked' })
  expect(await sessionIn(desktop.window)).toMatchObject({ status: 403, body: { code: 'device.not_approved' } })
  await desktop.window.reload()
  await expect(desktop.window.getByText('เครื่องนี้ไม่ได้รับอนุญาตให้ใช้ออฟฟิศนี้แล้ว')).toBeVisible()
  await desktop.window.getByRole('button', { name: 'ออกจากออฟฟิศนี้' }).click()
  await desktop.window.getByRole('dialog').getByRole('button', { name: 'ออกจากออฟฟิศนี้' }).click()
  await expect(desktop.window.getByText('เริ่มใช้สัมพันธ์')).toBeVisible()
  await desktop.app.close()
})

test('another key at the host’s address is a hard stop, and nothing is sent to it', async ({ shared, dataFolder }) => {
  let desktop = await startDesktop(dataFolder)
  await joinByCode(desktop, shared)
  await desktop.app.close()

  // Another host takes the address: its certificate is as good as ours, but of another office.
  await shared.share({ on: false })
  const impostor = await SharedOffice.open()
  expect((await impostor.share({ port: shared.port })).status).toBe(200)
  const asked: string[] = []
  impostor.office.container.sessions.userOf = async (request) => {
    asked.push(request.url)
    return undefined
  }
  desktop = await startDesktop(dataFolder)
  await expect(desktop.window.getByText('หยุดไว้ก่อน: เครื่องหลักที่ตอบกลับไม่ใช่เครื่องเดิม')).toBeVisible({ timeout: 20_000 })
  expect(await sessionIn(desktop.window)).toMatchObject({ status: 503, body: { code: 'office.key_changed' } })
  expect(asked).toEqual([])

  // The right host comes back to its address: the app goes on by itself.
  await impostor.close()
  await shared.share()
  await expect.poll(async () => (await sessionIn(desktop.window)).status, { timeout: 20_000 }).toBe(200)
  await desktop.app.close()
})

test('the host is found by its key at another address, whoever else bears its name; its renewed certificate needs nobody', async ({
  shared,
  dataFolder,
}) => {
  const desktop = await startDesktop(dataFolder)
  await joinByCode(desktop, shared)
  shared.office.now = new Date(shared.office.now.getTime() + 370 * 86_400_000)
  await shared.host.look()
  expect(await sessionIn(desktop.window)).toMatchObject({ status: 200 })

  const impostor = await SharedOffice.open()
  const next = await freePorts()
  await shared.share({ port: next })
  await impostor.share({ port: shared.port })
  await expect.poll(async () => (await sessionIn(desktop.window)).status, { timeout: 30_000 }).toBe(200)

  // Who takes the address now takes every connection and never says a word, as a PC behind its firewall.
  const silent = createServer(() => undefined)
  await shared.share({ port: await freePorts() })
  await new Promise<void>((resolve) => silent.listen(next, '127.0.0.1', resolve))
  await expect.poll(async () => (await sessionIn(desktop.window)).status, { timeout: 30_000 }).toBe(200)
  silent.close()
  expect((await shared.status()).devices).toHaveLength(1)
  expect((await impostor.status()).devices).toHaveLength(0)
  await impostor.close()
  await desktop.app.close()
})

test('the host’s new address can be typed: whoever shows its key there is it, and nothing is compared or approved again', async ({
  shared,
  dataFolder,
}) => {
  const desktop = await startDesktop(dataFolder)
  await joinByCode(desktop, shared)
  const impostor = await SharedOffice.open()
  const hostIsAt = (port: number) =>
    desktop.window.evaluate(
      (at) => (globalThis as unknown as { samphan: DesktopBridge }).samphan.hostIsAt({ host: '127.0.0.1', port: at }),
      port,
    )
  expect(await hostIsAt(impostor.port)).toMatchObject({ mode: 'joined', problem: 'office.key_changed' })
  expect(await hostIsAt(await freePorts())).toMatchObject({ mode: 'joined', problem: 'office.not_found' })
  expect(await sessionIn(desktop.window)).toMatchObject({ status: 200 })

  const next = await freePorts()
  await shared.share({ port: next })
  expect(await hostIsAt(next)).not.toHaveProperty('problem')
  expect(await sessionIn(desktop.window)).toMatchObject({ status: 200 })
  expect((await shared.status()).devices).toHaveLength(1)
  expect((await impostor.status()).devices).toHaveLength(0)
  await impostor.close()
  await desktop.app.close()
})
