import type { Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { demoTest, expect, test } from './support/office.ts'

const inList = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
const undo = (page: Page) => page.getByRole('status').getByRole('button', { name: say('action.undo') })

test('many are edited, tagged and deleted by keyboard alone, and each is undone', async ({ page }) => {
  await foundOffice(page)
  for (const name of ['กตัญญูค้าวัสดุ', 'ขวัญใจการช่าง']) await addRecord(page, 'customer', company(name))
  await open(page, '/records/customer?c=grade,tags')
  await expect(inList(page, 'กตัญญู')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: say('filter.field') }).fill('เกรด')
  await page.getByRole('option', { name: say('customer.grade'), exact: true }).click()
  await dialog.getByRole('combobox', { name: say('customer.grade') }).click()
  await page.getByRole('option', { name: 'A', exact: true }).click()
  await dialog.getByRole('button', { name: say('bulk.set_field') }).click()
  await expect(page.getByText(say('bulk.changed', { count: 2, unit: 'ราย' }))).toBeVisible()
  await expect(inList(page, 'กตัญญู').locator('[id$="-grade"]')).toHaveText('A')
  await undo(page).click()
  await expect(inList(page, 'กตัญญู').locator('[id$="-grade"]')).toHaveText('–')

  await page.keyboard.press('x')
  await page.keyboard.press('Delete')
  await expect(page.getByText(say('list.deleted', { count: 1, unit: 'ราย' }))).toBeVisible()
  await expect(inList(page, 'ขวัญใจ')).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(inList(page, 'ขวัญใจ')).toBeVisible()
})

demoTest(
  'what is done to all that match says its number first; what may not be changed is left alone and listed',
  async ({ page }) => {
    await open(page, '/records/deal')
    const reply = await page.request.post('/api/records/deal/count', { data: {} })
    const { count } = (await reply.json()) as { count: number }
    const all = count.toLocaleString('en-US')
    await page.getByRole('checkbox', { name: say('list.select_all') }).check()
    await page.getByRole('button', { name: say('list.select_every', { count: all }) }).click()
    await page.keyboard.press('t')
    const form = page.getByRole('dialog')
    await form.getByRole('combobox').first().fill('ออกบูธ')
    await page.keyboard.press('Enter')
    await form.getByRole('button', { name: say('list.tag') }).click()
    const start = page.getByRole('dialog').getByRole('button', { name: say('bulk.tag', { count: all, unit: 'ดีล' }) })
    await expect(start).toBeVisible()
    await expect(page.getByRole('dialog')).toContainText(say('bulk.rules_later'))
    await start.click()
    await page.getByRole('button', { name: say('bulk.stop') }).click()
    await expect(page.getByText(/^หยุดแล้ว ทำไป/)).toBeVisible()
    await undo(page).click()
    await expect(page.getByText(say('toast.undone'))).toBeVisible({ timeout: 60_000 })
    const tagged = await page.request.post('/api/records/deal/count', {
      data: { filter: { field: 'tags', op: 'anyOf', value: ['ออกบูธ'] } },
    })
    expect(await tagged.json()).toEqual({ count: 0, capped: false })
  },
)
