import { gzipSync } from 'node:zlib'
import type { Page, Response } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

/** Compressed script that the first screen may need, in kilobytes. */
const FIRST_LOAD_KB = 350

/** The scripts that a page loads from now on. */
function scriptsOf(page: Page): Response[] {
  const scripts: Response[] = []
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response)
  })
  return scripts
}
async function kilobytes(scripts: readonly Response[]): Promise<number> {
  const bodies = await Promise.all(scripts.map((script) => script.body()))
  return bodies.reduce((sum, body) => sum + gzipSync(body).length / 1024, 0)
}
const wordsIn = (lang: 'th' | 'en', scripts: readonly Response[]) =>
  scripts.map((script) => script.url()).filter((url) => new RegExp(`/${lang}-[\\w-]+\\.js$`).test(url))

test('the first screen loads the words of one language; the other comes when it is switched to, renamed as the office does', async ({
  page,
}) => {
  await foundOffice(page)
  const name = { th: 'สมาชิก', en: 'Member', enMany: 'Members' }
  expect((await page.request.put('/api/ours/customer', { data: { name } })).ok()).toBe(true)
  await addRecord(page, 'customer', company('ฐานฎีกา'))
  const scripts = scriptsOf(page)
  await open(page, '/')
  const first = [...scripts]
  expect(wordsIn('th', first)).toHaveLength(1)
  expect(wordsIn('en', first)).toEqual([])
  expect(await kilobytes(first)).toBeLessThan(FIRST_LOAD_KB)

  await open(page, '/records/customer')
  await expect(page.getByRole('heading', { level: 1, name: 'สมาชิก' })).toBeVisible()
  await page.getByTitle(say('user.switch_language')).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Members' })).toBeVisible()
  scripts.length = 0
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Members' })).toBeVisible()
  expect(wordsIn('th', scripts)).toEqual([])

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('ตั้งค่า')
  await expect(page.getByRole('option', { name: /Settings/ }).first()).toBeVisible()
})

test('a list that is opened directly is drawn with what it needs; what it may be asked for next comes by itself', async ({
  page,
}) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('ฐานฎีกา'))
  // However slow this computer is, nothing is fetched ahead while the list is still on its way.
  await page.addInitScript(() => {
    const real = window.setTimeout
    const held = (act: () => void, ms = 0) => real(act, ms >= 2_000 ? 1_000_000 : ms)
    Object.assign(window, { setTimeout: held })
  })
  const scripts = scriptsOf(page)
  await page.goto('/records/customer')
  await expect(page.getByRole('row').filter({ hasText: 'ฐานฎีกา' })).toBeVisible()
  expect(await kilobytes([...scripts])).toBeLessThan(FIRST_LOAD_KB)

  const other = await page.context().newPage()
  const parts = ['condition-editor', 'cell-editor', 'bulk-forms', 'column-menu', 'view-dialog', 'palette']
  const ahead = parts.map((part) => other.waitForResponse((response) => response.url().includes(`/${part}-`)))
  await other.goto('/records/customer')
  for (const part of await Promise.all(ahead)) expect(part.ok()).toBe(true)
})

test('a language whose words cannot be fetched is said, and the one that is on stays', async ({ page }) => {
  await foundOffice(page)
  await open(page, '/records/customer')
  await page.route(/\/en-[\w-]+\.js$/, (route) => route.abort())
  await page.getByTitle(say('user.switch_language')).click()
  await expect(page.getByText(say('error.host.unreachable'))).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: say('customer.many') })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: say('customer.many') })).toBeVisible()
})

test('a device that never chose speaks as its office does, from the first word on', async ({ page }) => {
  await page.request.post('/api/setup', {
    data: { company: { name: 'Samphan Pumps' }, language: 'en', ownerName: 'Ann Jaidee', ownerNick: 'Ann' },
  })
  await page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(window, { samphanSeen: seen })
    addEventListener('DOMContentLoaded', () =>
      new MutationObserver(() => seen.push(document.body.innerText)).observe(document.body, { subtree: true, childList: true }),
    )
  })
  await page.goto('/records/customer')
  await expect(page.getByRole('heading', { level: 1, name: 'Customers' })).toBeVisible()
  const seen = await page.evaluate(() => (window as unknown as { samphanSeen: string[] }).samphanSeen)
  expect(seen.filter((text) => text.includes(say('customer.many')))).toEqual([])
})

test('in English and the larger text a dialog’s verbs are whole on a phone', async ({ page }) => {
  await foundOffice(page)
  const lead = await addRecord(page, 'lead', { name: { first: 'สมหญิง', last: 'กตัญญูฐานฎีกา' } })
  await page.setViewportSize({ width: 390, height: 844 })
  await page.addInitScript(() => {
    localStorage.setItem('samphan.language', 'en')
    localStorage.setItem('samphan.text-size', '130')
  })
  await page.goto(`/records/lead/${lead}`)
  await page.getByRole('button', { name: 'Convert to customer' }).click()
  for (const name of ['Don’t save', 'Convert to customer']) {
    const box = await page.getByRole('dialog').getByRole('button', { name }).boundingBox()
    expect((box?.x ?? 999) + (box?.width ?? 999)).toBeLessThanOrEqual(390 - 16)
  }
})
