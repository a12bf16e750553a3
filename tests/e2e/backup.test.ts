import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { addRecord, foundOffice } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const PASSPHRASE = 'น้ำตก กระต่าย ดินสอ สะพาน'
/** A backup is restored on trial, and a copy served, by programs of their own, which have to start first. */
const STARTED = { timeout: 40_000 }
const KEEP = { allDays: 2, daily: 14, weekly: 8, monthly: 12 }

let usb: string
test.beforeEach(() => {
  usb = mkdtempSync(join(tmpdir(), 'samphan-usb-'))
})
test.afterEach(() => rmSync(usb, { recursive: true, force: true }))

const goTo = (page: Page, ...targets: string[]) =>
  page.request.put('/api/backup/plan', { data: { targets, time: '01:30', keep: KEEP } })

async function encrypt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'ตั้งรหัสสำรอง' }).click()
  const dialog = page.getByRole('dialog')
  const [first, again] = [dialog.getByLabel('รหัสสำรอง', { exact: true }), dialog.getByLabel('พิมพ์รหัสสำรองอีกครั้ง')]
  await first.fill('สั้น')
  await expect(dialog.getByText('สั้นไป ขาดอีก 8 ตัว')).toBeVisible()
  await first.fill('passwordpassword')
  await expect(dialog.getByText('เดาง่าย')).toBeVisible()
  await first.fill(PASSPHRASE)
  await expect(dialog.getByText('ดี เดายาก')).toBeVisible()
  await expect(dialog.getByText(/ไม่มีใครกู้คืนให้ได้/)).toBeVisible()
  await again.fill(`${PASSPHRASE}!`)
  await expect(dialog.getByText('สองช่องไม่เหมือนกัน')).toBeVisible()
  await again.fill(PASSPHRASE)
  await again.press('Enter')
  await expect(dialog.getByText('ใบกู้คืนข้อมูลสัมพันธ์')).toBeVisible()
  await expect(dialog.getByText(PASSPHRASE)).toBeVisible()
  await dialog.getByRole('button', { name: 'พิมพ์หรือจดแล้ว' }).click()
}

test('an encrypted backup is tried, looked into under a striped banner where nothing can be changed, and closed', async ({
  page,
}) => {
  await foundOffice(page)
  await addRecord(page, 'customer', { name: { type: 'company', name: 'กตัญญูค้าวัสดุ' } })
  await page.goto('/settings?tab=backup')
  await encrypt(page)
  await page.getByRole('button', { name: 'สำรองเดี๋ยวนี้' }).click()
  await expect(page.getByRole('cell', { name: 'ลองกู้คืนแล้วครบ' })).toBeVisible(STARTED)
  await page.getByRole('button', { name: /^เปิดดู วันนี้/ }).click()
  await page.getByRole('button', { name: 'เปิดสำเนา' }).click()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'ไปที่หน้าต่างสำเนา' }).click()
  const copy = await opened
  await expect(copy.getByText(/^สำเนาของ วันนี้ .* ดูได้อย่างเดียว$/)).toBeVisible(STARTED)
  const origin = new URL(copy.url()).origin
  const reply = await copy.request.post(`${origin}/api/records/customer`, { data: { values: {} } })
  expect(await reply.json()).toMatchObject({ code: 'copy.read_only' })
  // The living office is still open beside it, in the same browser.
  expect((await page.request.get('/api/session')).status()).toBe(200)
  await copy.getByRole('button', { name: 'ปิดสำเนา' }).click()
  await expect
    .poll(() =>
      copy.request.get(`${origin}/api/session`).then(
        () => 'there',
        () => 'gone',
      ),
    )
    .toBe('gone')
})

test('a place is added beside those in use, and either can be left until one remains', async ({ page }) => {
  await foundOffice(page)
  await page.goto('/settings?tab=backup')
  const places = page.locator('.sp-backup-places').getByRole('listitem')
  await expect(places).toHaveCount(1)
  const own = (await places.locator('.sp-place-name').textContent()) ?? ''
  const leave = places.getByRole('button', { name: /^เลิกใช้/ })
  await expect(leave).toHaveCount(0)
  await page.getByRole('button', { name: 'เพิ่มที่เก็บ' }).click()
  await page.keyboard.type(usb)
  await page.keyboard.press('Enter')
  await expect(places.locator('.sp-place-name')).toHaveText([own, usb])
  await page.getByRole('button', { name: 'สำรองเดี๋ยวนี้' }).click()
  await expect(page.getByRole('cell', { name: 'ลองกู้คืนแล้วครบ' })).toHaveCount(2, STARTED)
  await leave.last().click()
  await expect(places.locator('.sp-place-name')).toHaveText([own])
  await expect(leave).toHaveCount(0)
})

test('who runs the office sees on every screen that a backup failed, with the way to what is to be done', async ({ page }) => {
  await foundOffice(page)
  await addRecord(page, 'customer', { name: { type: 'company', name: 'กตัญญูค้าวัสดุ' } })
  await goTo(page, usb)
  rmSync(usb, { recursive: true })
  expect((await page.request.post('/api/backup', { data: {} })).status()).toBe(422)
  for (const path of ['/', '/records/customer']) {
    await page.goto(path)
    const notice = page.getByRole('alert').filter({ hasText: usb })
    await expect(notice).toContainText('ไม่พบโฟลเดอร์สำรอง')
    const axe = await new AxeBuilder({ page }).include('.sp-notices').analyze()
    expect(axe.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
  }
  await page.getByRole('link', { name: 'ไปหน้าสำรองข้อมูล' }).click()
  await expect(page.getByText('สำรองครั้งล่าสุดไม่สำเร็จ')).toBeVisible()
  await page.request.put('/api/backup/plan', { data: { targets: [], time: '01:30', keep: KEEP } })
  await page.reload()
  await page.getByRole('button', { name: 'สำรองเดี๋ยวนี้' }).click()
  await expect(page.getByRole('link', { name: 'ไปหน้าสำรองข้อมูล' })).toHaveCount(0, STARTED)
})

test('a new PC is given its office from the stick, after the passphrase', async ({ page, office }) => {
  await foundOffice(page)
  await addRecord(page, 'customer', { name: { type: 'company', name: 'กตัญญูค้าวัสดุ' } })
  await goTo(page, usb)
  await page.request.put('/api/backup/passphrase', { data: { passphrase: PASSPHRASE } })
  await page.request.post('/api/backup', { data: {} })
  await office.switchOff()
  rmSync(office.dataFolder, { recursive: true })
  await office.switchOn()

  await page.goto('/')
  await page.getByRole('button', { name: 'กู้คืนจากชุดสำรอง' }).click()
  await page.getByLabel('โฟลเดอร์ของชุดสำรอง').fill(`${tmpdir()}/nowhere`)
  await page.getByRole('button', { name: 'ดูชุดสำรอง' }).click()
  await expect(page.getByRole('alert')).toContainText('ไม่พบชุดสำรอง')
  await page.getByLabel('โฟลเดอร์ของชุดสำรอง').fill(usb)
  await page.getByLabel('โฟลเดอร์ของชุดสำรอง').press('Enter')
  await page.getByRole('button', { name: /ลูกค้า 1 · .*ต้องใช้รหัสสำรอง/ }).click()
  await page.getByLabel('รหัสสำรอง').fill('ไม่ใช่รหัสนี้แน่นอน')
  await page.getByRole('button', { name: 'กู้คืนชุดนี้' }).click()
  await expect(page.getByRole('alert')).toContainText('รหัสสำรองไม่ถูก')
  await page.getByLabel('รหัสสำรอง').fill(PASSPHRASE)
  await page.getByRole('button', { name: 'กู้คืนชุดนี้' }).click()
  await expect(page.getByText(/^กู้คืน ลูกค้า 1 ·/)).toBeVisible()
  await office.switchOff()
  await office.switchOn()
  await expect(page.getByRole('heading', { level: 1, name: 'งานวันนี้' })).toBeVisible({ timeout: 20_000 })
})
