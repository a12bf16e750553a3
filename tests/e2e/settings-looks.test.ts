import type { Page } from '@playwright/test'
import { CONFIGURABLE, RESERVED } from '../../core/configuration/areas.ts'
import { expect, demoTest as test } from './support/office.ts'
import { unreadable } from './support/readable.ts'

async function expectFine(page: Page, what: string): Promise<void> {
  await expect(page.locator('.sp-skeleton')).toHaveCount(0)
  expect(await unreadable(page), what).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} is wider than the window`).toBe(
    true,
  )
}

for (const { name, scheme, width, textSize } of [
  { name: 'on a desk', scheme: 'light', width: 1366, textSize: '100' },
  { name: 'with large type, dark', scheme: 'dark', width: 1366, textSize: '130' },
  { name: 'on a phone', scheme: 'light', width: 390, textSize: '100' },
] as const) {
  test(`every section of the settings, the bin and each step of an import can be read by everybody ${name}`, async ({ page }) => {
    test.setTimeout(300_000)
    await page.emulateMedia({ colorScheme: scheme })
    await page.setViewportSize({ width, height: 844 })
    await page.addInitScript((size) => localStorage.setItem('samphan.text-size', size), textSize)
    for (const section of [...CONFIGURABLE, ...RESERVED, 'me']) {
      await page.goto(`/settings?tab=${section}`)
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
      await expectFine(page, section)
    }
    await page.goto('/bin?of=batches')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectFine(page, 'bin')

    await page.goto('/import?entity=customer')
    const text =
      'ชื่อลูกค้า,เบอร์โทร,เกรด,เป็นลูกค้าตั้งแต่,ผู้ดูแล\nร้านป้ำ กตัญญู ฐานฎีกา ปั๊มน้ำที่นี่,812345678,VIP,3/11/2530,ฐิ\nร้านปู่ฉุย,08100099,B,31/2/2566,แอนนี่\n'
    await page
      .getByLabel('เลือกไฟล์')
      .last()
      .setInputFiles({ name: 'ลูกค้าเก่า ร้านปั๊ม 2567.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await expect(page.getByRole('button', { name: 'ตรวจก่อนนำเข้า' })).toBeEnabled()
    await page.getByText('เกรด', { exact: true }).first().click()
    await expectFine(page, 'matching')
    await page.getByRole('button', { name: 'ตรวจก่อนนำเข้า' }).click()
    await expect(page.getByText('ยังไม่มีอะไรถูกบันทึก')).toBeVisible()
    await expectFine(page, 'checked')
    await expect(page.getByRole('button', { name: 'นำเข้า 1 ราย' })).toBeInViewport()
  })
}

test('what a role may do is read and changed on a phone without scrolling sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/settings?tab=roles&of=sales')
  const deals = page.getByRole('region', { name: 'ดีล', exact: true })
  const exported = deals.getByRole('checkbox', { name: 'ส่งออก' })
  await expect(exported).not.toBeChecked()
  const sideways = await page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(part).overflowX))
      .map((part) => part.className),
  )
  expect(sideways).toEqual([])
  await deals.getByText('ส่งออก', { exact: true }).click()
  await deals.getByRole('combobox', { name: 'ลบ' }).selectOption('none')
  await page.getByRole('button', { name: 'บันทึกบทบาท' }).click()
  await expect(page.getByText('บันทึกแล้ว').or(page.getByText('ไม่มีอะไรเปลี่ยน')).first()).toBeVisible()
  await page.reload()
  await expect(exported).toBeChecked()
  await expect(deals.getByRole('combobox', { name: 'ลบ' })).toHaveValue('none')
})
