import type { Locator, Page } from '@playwright/test'
import { demoTest, expect } from './support/office.ts'

const column = (page: Page, at: number): Locator => page.locator('.sp-column').nth(at)
const cards = (page: Page, at: number): Locator => column(page, at).locator('[data-card]')

/** How many deals a stage has, as its heading says. */
async function countOf(page: Page, at: number): Promise<number> {
  const label = (await column(page, at).getAttribute('aria-label')) ?? ''
  return Number(/(\d[\d,]*) ดีล/.exec(label)?.[1]?.replaceAll(',', ''))
}

demoTest(
  'a deal is carried to another stage with the keyboard, told in words, and taken back with one click',
  async ({ page }) => {
    await page.goto('/board')
    await expect(cards(page, 1).first()).toBeVisible()
    const [before, after] = [await countOf(page, 0), await countOf(page, 1)]
    await cards(page, 1).first().focus()
    await page.keyboard.press('Space')
    await expect(page.locator('.sp-zone')).toHaveCount(2)
    await expect(page.locator('.sp-zone').first()).toBeVisible()
    await page.keyboard.press('ArrowLeft')
    await expect(page.locator('[aria-live="assertive"]').first()).toContainText('คุยความต้องการ')
    await page.keyboard.press('Space')
    await expect.poll(() => countOf(page, 0)).toBe(before + 1)
    expect(await countOf(page, 1)).toBe(after - 1)
    await page.getByRole('button', { name: /เลิกทำ/ }).click()
    await expect.poll(() => countOf(page, 0)).toBe(before)
    await expect.poll(() => countOf(page, 1)).toBe(after)
  },
)

demoTest('losing a deal asks for the reason and for nothing else; without it nothing moves', async ({ page }) => {
  await page.goto('/board')
  const before = await countOf(page, 2)
  await cards(page, 2).first().focus()
  await page.keyboard.press('KeyM')
  await page.getByRole('dialog').getByRole('button', { name: 'ไม่ได้งาน' }).click()
  const dialog = page.getByRole('dialog', { name: /ไม่ได้งาน/ })
  await expect(dialog.getByRole('textbox').or(dialog.getByRole('combobox'))).toHaveCount(1)
  await dialog.getByRole('button', { name: 'บันทึกว่าไม่ได้งาน' }).click()
  await expect(dialog).toContainText('กรอกช่องนี้ก่อนบันทึก')
  expect(await countOf(page, 2)).toBe(before)
  await dialog.getByRole('combobox', { name: 'เหตุผลที่ไม่ได้' }).click()
  await page.getByRole('option').first().click()
  await page.keyboard.press('F9')
  await expect(page.getByText(/^บันทึกว่าไม่ได้งาน/).first()).toBeVisible()
  await expect.poll(() => countOf(page, 2)).toBe(before - 1)
})

demoTest('dragging with the mouse to the zone at the foot asks for the amount and wins the deal', async ({ page }) => {
  await page.goto('/board')
  const before = await countOf(page, 4)
  const from = await cards(page, 4).first().boundingBox()
  if (!from) throw new Error('no card to drag')
  await page.mouse.move(from.x + 60, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(from.x + 40, from.y + 80, { steps: 6 })
  const zone = await page.locator('.sp-zone[data-kind="won"]').boundingBox()
  if (!zone) throw new Error('no zone to drop on')
  await page.mouse.move(zone.x + 200, zone.y + 20, { steps: 12 })
  await expect(page.locator('.sp-zone[data-kind="won"][data-over]')).toBeVisible()
  await page.mouse.up()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('มูลค่า (บาท)')).toBeVisible()
  await expect(dialog.getByRole('textbox')).toHaveCount(1)
  await page.keyboard.press('F9')
  await expect.poll(() => countOf(page, 4)).toBe(before - 1)
})

demoTest(
  'the arrows go from card to card, Enter opens the deal, and the address keeps the pipeline and whose deals',
  async ({ page }) => {
    await page.goto('/board')
    await page.getByRole('button', { name: /^ผู้ดูแล/ }).click()
    await page.getByRole('menuitem', { name: 'นัท' }).click()
    await expect(page).toHaveURL(/owner=/)
    await page.getByRole('heading', { level: 1 }).click()
    await page.getByRole('menuitem', { name: 'สัญญาบริการ' }).click()
    await expect(page).toHaveURL(/pipeline=/)
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('สัญญาบริการ')
    await expect(page.getByRole('button', { name: /^ผู้ดูแล/ })).toContainText('นัท')

    await page.goto('/board')
    await cards(page, 0).first().focus()
    await page.keyboard.press('ArrowDown')
    await expect(cards(page, 0).nth(1)).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(cards(page, 1).nth(1)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(/\/records\/deal\//)
  },
)

demoTest('on a phone one stage is shown at a time', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/board')
  const stages = page.getByRole('navigation', { name: 'ขั้นตอนการขาย' })
  await stages.getByRole('button', { name: /^เสนอราคา/ }).click()
  await expect(page.getByText('โอกาส 50 % · ไม่ควรเกิน 14 วัน')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

demoTest(
  'S puts the board in lanes by owner; a deal is carried along its lane, and a folded lane keeps its numbers',
  async ({ page }) => {
    await page.goto('/board')
    await expect(cards(page, 0).first()).toBeVisible()
    await page.keyboard.press('KeyS')
    await expect(page).toHaveURL(/lanes=true/)
    const lane = page.locator('[data-lane]').nth(1)
    const cell = (at: number) => lane.locator('.sp-column').nth(at).locator('[data-card]')
    await expect(cell(1).first()).toBeVisible()
    const title = (await cell(1).first().locator('.sp-board-card-name').textContent()) ?? ''
    await cell(1).first().focus()
    await page.keyboard.press('Space')
    await expect(page.locator('.sp-zone').first()).toBeVisible()
    await page.keyboard.press('ArrowLeft')
    await expect(page.locator('[aria-live="assertive"]').first()).toContainText('คุยความต้องการ')
    await page.keyboard.press('Space')
    await expect(page.getByRole('status').filter({ hasText: 'คุยความต้องการ' })).toContainText(title)
    const head = lane.getByRole('button', { expanded: true })
    const said = await head.textContent()
    await head.press('Enter')
    await expect(lane.locator('[data-card]')).toHaveCount(0)
    await expect(lane.getByRole('button', { expanded: false })).toHaveText(said ?? '')
  },
)

demoTest('a stage with more deals than its limit says so in words', async ({ page }) => {
  await page.goto('/settings?tab=pipelines')
  await page.getByLabel('สำรวจหน้างาน: ไม่เกิน (ดีล)').fill('5')
  await page.keyboard.press('F9')
  await expect(page.getByText(/^บันทึกไปป์ไลน์/).first()).toBeVisible()
  await page.goto('/board')
  await expect(column(page, 1).locator('header')).toContainText('เกิน 5 ดีล')
})
