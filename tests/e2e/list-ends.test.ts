import { open, say } from './support/first-records.ts'
import { demoTest, expect } from './support/office.ts'

demoTest('End goes to the last of all records, what is above it comes as one goes up, and Home goes back', async ({ page }) => {
  const ids = async (body: object): Promise<string[]> => {
    const reply = await page.request.post('/api/records/customer/list', {
      data: { sort: { field: 'name' }, limit: 200, ...body },
    })
    return ((await reply.json()) as { rows: { id: string }[] }).rows.map((row) => row.id)
  }
  const tail = await ids({ fromEnd: true })
  const [first] = await ids({})
  await page.setViewportSize({ width: 1366, height: 768 })
  await open(page, `/records/customer?s=${encodeURIComponent('{"field":"name"}')}`)
  const grid = page.getByRole('grid')
  await expect(page.locator(`[id="row-${first}"]`)).toBeVisible()
  await page.keyboard.press('End')
  await expect(grid).toHaveAttribute('aria-activedescendant', `row-${tail.at(-1)}`)
  await expect(page.locator(`[id="row-${tail.at(-1)}"]`)).toBeInViewport()
  await expect(page.getByText('2,000 / 2,000')).toBeVisible()
  for (let times = 0; times < 9; times++) {
    await page.keyboard.press('PageUp')
    await page.waitForTimeout(100)
  }
  for (let times = 0; times < 5; times++) await page.keyboard.press('ArrowUp')
  // Two further pages came above meanwhile, and no row was left out or taken twice.
  const here = tail.at(-1 - 9 * 15 - 5)
  await expect(grid).toHaveAttribute('aria-activedescendant', `row-${here}`)
  await expect(page.locator(`[id="row-${here}"]`)).toBeInViewport()
  await expect(page.getByText('1,860 / 2,000')).toBeVisible()
  await page.keyboard.press('Home')
  await expect(grid).toHaveAttribute('aria-activedescendant', `row-${first}`)
  await expect(page.locator(`[id="row-${first}"]`)).toBeInViewport()

  // In the order of a field of one's own End says what it does.
  const made = await page.request.put('/api/fields/customer', {
    data: { labelTh: 'สาย', labelEn: 'Route', kind: 'text', filterable: true },
  })
  const field = (await made.json()) as { id: string; key: string }
  await open(page, `/records/customer?s=${encodeURIComponent(JSON.stringify({ field: field.key }))}`)
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await page.keyboard.press('End')
  await expect(page.getByText(say('list.end_of_loaded', { count: 100 }))).toBeVisible()
  await page.request.post(`/api/fields/customer/${field.id}/archive`, { data: { archived: true } })
})
