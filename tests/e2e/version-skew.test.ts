import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { VERSION_HEADER } from '../../core/contract/version.ts'
import { foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

/** From now on the window says that it was built for another contract, as one does whose host was updated under it. */
const becomes = (page: Page, version: string) =>
  page.route('**/api/**', (route) => route.continue({ headers: { ...route.request().headers(), [VERSION_HEADER]: version } }))

test('a window that the host no longer serves says to load it anew, keeps what was typed, and does nothing else', async ({
  page,
}) => {
  await foundOffice(page)
  await open(page, '/records/customer')
  await page.keyboard.press('Control+n')
  await page.getByRole('dialog').getByRole('textbox').first().fill('กตัญญูค้าวัสดุ')
  await becomes(page, '0')
  await page.keyboard.press('F9')
  const title = page.getByRole('heading', { level: 1, name: say('version.old_title_browser') })
  await expect(title).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.unroute('**/api/**')
  await page.getByRole('button', { name: say('version.reload') }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: say('customer.many') })).toBeVisible()
  await page.keyboard.press('Control+n')
  await expect(page.getByRole('dialog').getByRole('textbox').first()).toHaveValue('กตัญญูค้าวัสดุ')
})

test('a window that is newer than the host says so', async ({ page }) => {
  await foundOffice(page)
  await becomes(page, '99')
  await page.goto('/')
  await expect(page.getByRole('heading', { level: 1, name: say('version.new_title_browser') })).toBeVisible()
})
