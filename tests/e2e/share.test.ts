import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser, Page } from '@playwright/test'
import { fingerprintWords } from '../../core/lan/fingerprint-words.ts'
import { projectFolder } from '../../scripts/project-folder.ts'
import { stopServer } from '../../scripts/server-child.ts'
import { freePorts } from '../support/lan.ts'
import { foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'
import { unreadable } from './support/readable.ts'

const PASSWORD = 'ปลาทูสามตัว'

/** A page of another device in the house: nothing of this PC's session, and it trusts the office. */
const otherDevice = async (browser: Browser, viewport = { width: 390, height: 844 }): Promise<Page> => {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport, locale: 'th-TH', baseURL: '' })
  return context.newPage()
}

/** Shares the office on loopback, which the screen offers to nobody. */
async function share(page: Page): Promise<number> {
  const port = await freePorts()
  const reply = await page.request.put('/api/host', { data: { on: true, address: '127.0.0.1', port } })
  expect(reply.ok(), await reply.text()).toBe(true)
  return port
}

async function expectReadable(page: Page): Promise<void> {
  expect(await unreadable(page, ['minor', 'moderate', 'serious', 'critical'])).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
}

test('what is not shared says so, offers to be, and stopping it is asked about', async ({ page }) => {
  await foundOffice(page)
  await open(page, '/settings?tab=share')
  await expect(page.getByText(say('share.off_title'))).toBeVisible()
  await expect(page.getByText(say('share.without_password', { who: 'แอน' }))).toBeVisible()
  const port = await share(page)
  await expect(page.getByText(say('share.state.listening'))).toBeVisible()
  await expect(page.getByText(`https://127.0.0.1:${port}/`).first()).toBeVisible()
  await expectReadable(page)
  await page.getByRole('button', { name: say('share.stop') }).click()
  await expect(page.getByRole('dialog')).toContainText(say('share.stop_text'))
  await page.keyboard.press('Enter')
  await expect(page.getByText(say('share.off_title'))).toBeVisible()
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test('a phone comes from the page of trust to the sign-in and to work, and hears of what the host writes', async ({
  page,
  browser,
}) => {
  await foundOffice(page)
  const port = await share(page)
  expect((await page.request.post('/api/me/password', { data: { next: PASSWORD } })).ok()).toBe(true)
  const phone = await otherDevice(browser)
  await phone.goto(`http://127.0.0.1:${port + 1}/`)
  await expect(phone.getByRole('heading', { level: 1, name: say('trust.title') })).toBeVisible()
  await expectReadable(phone)
  await phone.getByText(say('platform.ios')).click()
  await expect(phone.getByRole('link', { name: say('trust.profile') })).toHaveAttribute('href', '/samphan-office.mobileconfig')
  await phone.getByRole('link', { name: say('trust.language') }).click()
  await expect(phone.getByRole('heading', { level: 1, name: 'Let this device trust the office' })).toBeVisible()
  await phone.goBack()
  await phone.getByRole('link', { name: say('trust.open') }).click()
  // Who is called what is told to nobody on the network.
  await phone.getByLabel(say('signin.name')).fill('แอน')
  await phone.getByLabel(say('signin.password'), { exact: true }).fill(PASSWORD)
  await phone.getByRole('button', { name: say('signin.go') }).click()
  await expect(phone.getByRole('navigation').first()).toBeVisible()
  await phone.goto(`https://127.0.0.1:${port}/records/customer`)
  await expect(phone.getByRole('heading', { level: 1 })).toBeVisible()
  const made = await page.request.post('/api/records/customer', {
    data: { values: { name: { type: 'company', form: 'limited', name: 'กตัญญูค้าวัสดุ' } } },
  })
  expect(made.ok()).toBe(true)
  await expect(phone.getByText('กตัญญูค้าวัสดุ').first()).toBeVisible()
  await phone.context().close()
})

test('a PC that asks appears on the host’s screen by itself, is approved with the keyboard and shut out again', async ({
  page,
  browser,
}) => {
  await foundOffice(page)
  const port = await share(page)
  await open(page, '/settings?tab=share')
  const status = (await (await page.request.get('/api/host')).json()) as { open: { fingerprint: string } }
  await expect(page.getByRole('list', { name: say('share.words') })).toContainText(
    fingerprintWords(status.open.fingerprint, 'th')[5] ?? '?',
  )
  const other = await otherDevice(browser)
  const join_ = (name: string) =>
    other.request.post(`https://127.0.0.1:${port}/api/join`, { data: { name, platform: 'windows', secret: 'A'.repeat(43) } })
  expect((await join_('เคาน์เตอร์ 1')).ok()).toBe(true)
  const waiting = page.getByRole('region', { name: say('share.waiting') })
  await expect(waiting).toContainText('เคาน์เตอร์ 1')
  await expectReadable(page)
  await waiting.getByRole('button', { name: say('share.approve'), exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(say('share.approved', { name: 'เคาน์เตอร์ 1' }))).toBeVisible()
  await expect(waiting).toBeHidden()
  await page.getByRole('button', { name: `${say('share.revoke')} เคาน์เตอร์ 1` }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: say('share.revoke') })
    .click()
  await expect(page.getByText(say('share.devices_none'))).toBeVisible()
  await other.context().close()
})

test('a machine without a display is made the host by a command, and claimed from a phone with the token that it shows', async ({
  browser,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'samphan-e2e-host-'))
  const port = await freePorts()
  const { child, said } = startHost(folder, port)
  const host = await said
  expect(host).toMatchObject({ on: true, state: 'listening', url: `https://127.0.0.1:${port}/` })
  const phone = await otherDevice(browser)
  await phone.goto(`${host.url}#setup=${host.setupToken.value}`)
  await expect(phone.getByText(say('setup.claim_text'))).toBeVisible()
  await expect(phone.getByLabel(say('setup.token'))).toHaveValue(host.setupToken.value)
  await phone.getByLabel(say('setup.company')).fill('ร้านฐานฎีกา')
  await phone.getByLabel(say('setup.owner')).fill('แอน ใจดี')
  await phone.getByLabel(say('setup.password'), { exact: false }).first().fill(PASSWORD)
  await expectReadable(phone)
  await phone.getByLabel(say('setup.token')).fill('AAAAA-AAAAA')
  await phone.getByRole('button', { name: say('setup.start') }).click()
  await expect(phone.getByText(say('error.setup.token'))).toBeVisible()
  await phone.getByLabel(say('setup.token')).fill(host.setupToken.value.toLowerCase())
  await phone.getByRole('button', { name: say('setup.start') }).click()
  await expect(phone.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(phone.getByText(say('setup.claim_text'))).toBeHidden()
  expect(phone.url()).not.toContain('setup=')
  await phone.context().close()
  await stopServer(child)
  await rm(folder, { recursive: true, force: true })
})

type HostSaid = { url: string; setupToken: { value: string } }

function startHost(folder: string, port: number): { child: ChildProcess; said: Promise<HostSaid> } {
  const child = spawn(
    process.execPath,
    ['server/cli.ts', 'host', '--data', folder, '--address', '127.0.0.1', '--port', String(port), '--json'],
    { cwd: projectFolder, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const said = new Promise<HostSaid>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', (line) => resolve(JSON.parse(line) as HostSaid))
    child.once('exit', (code) => reject(new Error(`the host ended with ${code}`)))
  })
  return { child, said }
}
