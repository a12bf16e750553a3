import { demoTest, expect } from './support/office.ts'

demoTest('a number of the forecast opens its deals, and no others', async ({ page }) => {
  await page.goto('/forecast')
  const months = page.getByRole('region', { name: 'เดือนที่คาดว่าจะปิด' })
  const open = months.getByRole('link', { name: /ดีล ·/ }).nth(1)
  const count = Number(/(\d+) ดีล/.exec((await open.textContent()) ?? '')?.[1])
  expect(count).toBeGreaterThan(0)
  await open.click()
  await expect(page).toHaveURL(/\/records\/deal/)
  await expect(page.locator('.sp-page-note')).toContainText(`${count} `)
})

demoTest('what one commits to is written with Enter, told, kept with its history, and taken back', async ({ page }) => {
  await page.goto('/forecast')
  const next = page.locator('.sp-forecast-table').first().getByRole('button').nth(1)
  const month = (await next.textContent()) ?? ''
  await next.click()
  await expect(page).toHaveURL(/month=/)
  const said = page.getByLabel(`เสริฐ รับปาก ${month}`)
  await said.fill('สองล้าน')
  await said.press('Enter')
  await expect(page.getByText(/^อ่านไม่ออก: สองล้าน/)).toBeVisible()
  await said.fill('๑.๕')
  await said.press('Enter')
  await expect(page.getByText(new RegExp(`^เสริฐ รับปาก ${month} 1.5`))).toBeVisible()
  await expect(said).toHaveValue('1.5')
  await page.getByText('ประวัติการรับปาก').click()
  await expect(page.getByText(`เสริฐ ${month}: ไม่มี → 1.5`)).toBeVisible()
  await page.getByRole('button', { name: /เลิกทำ/ }).click()
  await expect(said).toHaveValue('')
})
