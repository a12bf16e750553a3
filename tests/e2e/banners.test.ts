import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const PHONE = { width: 390, height: 844 }

/** Three records and a setting that are not what was saved in them: four things to be told. */
async function damage(page: Page, dataFolder: string) {
  const ids: string[] = []
  for (const name of ['กตัญญูค้าวัสดุ', 'ป้ำการช่าง', 'ฐานฎีกา'])
    ids.push(await addRecord(page, 'customer', company(name, { needs: 'ท่อ' })))
  const db = new Sqlite(join(dataFolder, 'samphan.db'))
  db.exec("update customer set needs = 'ทอ'")
  db.prepare("insert into setting (key, value) values ('records_damaged', ?)").run(
    JSON.stringify(ids.map((id) => ({ entity: 'customer', id }))),
  )
  db.exec("insert into setting (key, value) values ('backup', '{') on conflict (key) do update set value = excluded.value")
  db.close()
}

const banners = (page: Page) => page.locator('.sp-banner')
const more = (page: Page, count: number) => page.getByRole('button', { name: say('notice.more', { count }) })

test('several things to be told leave a phone its screen: the gravest stands there, the others open from the keyboard', async ({
  page,
  office,
}) => {
  await foundOffice(page)
  await damage(page, office.dataFolder)
  await page.setViewportSize(PHONE)
  await open(page, '/records/customer')
  await expect(banners(page)).toHaveCount(1)
  await expect(banners(page)).toContainText(say('notice.records_damaged', { count: 3 }).slice(0, 20))
  const section = page.locator('.sp-notices')
  expect((await section.boundingBox())?.height).toBeLessThan(PHONE.height / 4)
  await more(page, 3).focus()
  await page.keyboard.press('Enter')
  await expect(banners(page)).toHaveCount(4)
  const fewer = page.getByRole('button', { name: say('notice.fewer') })
  await expect(fewer).toBeFocused()
  await expect(fewer).toHaveAttribute('aria-expanded', 'true')
  expect((await section.boundingBox())?.height).toBeLessThan(PHONE.height * 0.7)
  expect((await page.locator('#main').boundingBox())?.height).toBeGreaterThan(0)
  // What was folded is reached by keyboard.
  await page.keyboard.press('Tab')
  await expect(page.locator('.sp-notices-rest')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(
    page
      .locator('.sp-notices-rest')
      .getByRole('link', { name: say('notice.open_record') })
      .first(),
  ).toBeFocused()
  const axe = await new AxeBuilder({ page }).include('.sp-notices').analyze()
  expect(axe.violations).toEqual([])
  await fewer.press('Enter')
  await expect(banners(page)).toHaveCount(1)

  await office.switchOff()
  await expect(banners(page).first()).toContainText(say('host.lost_text'), { timeout: 20_000 })
  await expect(banners(page)).toHaveCount(1)
  await expect(more(page, 4)).toBeVisible()
  await office.switchOn()
  await expect(more(page, 3)).toBeVisible({ timeout: 20_000 })
})

test('on a desk two of them stand there', async ({ page, office }) => {
  await foundOffice(page)
  await damage(page, office.dataFolder)
  await open(page, '/records/customer')
  await expect(banners(page)).toHaveCount(2)
  await more(page, 2).click()
  await expect(banners(page)).toHaveCount(4)
})
