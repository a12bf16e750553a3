import type { Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const mobile = (e164: string) => ({ phones: [{ id: 'a1b2c3d4e5', e164 }] })

/** Two customers that are one, each with something that hangs on it, and two that are not. */
async function office(page: Page): Promise<{ kept: string; gone: string }> {
  await foundOffice(page)
  const kept = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { ...mobile('+66810004521'), grade: 'A' }))
  const gone = await addRecord(
    page,
    'customer',
    company('ฐานดีกาวิศวะกรรม', { ...mobile('+66810004521'), grade: 'B', notes: 'วางบิลวันศุกร์' }),
  )
  await addRecord(page, 'deal', { name: 'ปั๊มน้ำ', customer: kept })
  await addRecord(page, 'deal', { name: 'ปั๊มลม', customer: kept })
  await addRecord(page, 'activity', { subject: 'โทรถามราคา', type: 'call', about: [{ entity: 'customer', id: gone }] })
  await addRecord(page, 'customer', company('ป้ำพาณิชย์', mobile('+66810009999')))
  await addRecord(page, 'customer', company('ปั๊มลมไทย', mobile('+66810009999')))
  return { kept, gone }
}

test('two customers that are one are found now, compared, chosen field by field and merged by keyboard; the old address leads to the survivor', async ({
  page,
  complaints,
}) => {
  const { kept, gone } = await office(page)
  await open(page, '/duplicates')
  // Nobody has looked yet, so nobody can say that there is none.
  await expect(page.getByText(say('duplicates.not_looked'))).toBeVisible()
  await expect(page.getByText(say('duplicates.none', { entity: say('customer.many') }))).toBeHidden()
  await page.getByRole('button', { name: say('duplicates.look') }).click()
  await expect(page.locator('.sp-dup-line')).toHaveCount(2)
  const pane = page.locator('.sp-dup-compare')
  await expect(pane).toContainText(say('duplicates.how.same', { field: say('customer.phones') }))
  await expect(pane).toContainText(say('duplicates.how.near', { field: say('customer.name') }))
  await expect(pane).toContainText(say('duplicates.moves', { what: `${say('activity.many')} 1` }))
  // Down to the grade, and over to the right.
  const grade = pane.getByRole('group', { name: say('customer.grade') })
  for (let step = 0; step < 8 && (await grade.getAttribute('data-here')) === null; step++) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(grade.getByRole('radio').nth(1)).toBeChecked()
  await page.keyboard.press('F9')
  await expect(page.getByText(say('duplicates.merged', { title: 'ฐานฎีกาวิศวกรรม' }))).toBeVisible()
  await expect(page.locator('.sp-dup-line')).toHaveCount(1)
  await page.goto(`/records/customer/${gone}`)
  await expect(page).toHaveURL(new RegExp(`/records/customer/${kept}`))
  await expect(page.getByText('วางบิลวันศุกร์').first()).toBeVisible()
  await expect(page.getByText('โทรถามราคา').first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('a merge is taken back with the toast, and what was said to be different stays so until it is looked at again', async ({
  page,
}) => {
  const { gone } = await office(page)
  await open(page, '/duplicates')
  await page.getByRole('button', { name: say('duplicates.look') }).click()
  await expect(page.locator('.sp-dup-line')).toHaveCount(2)
  // F9 merges what is compared: nobody presses it before there is something to see.
  await expect(page.locator('.sp-dup-compare')).toContainText('ฐานฎีกาวิศวกรรม')
  await page.keyboard.press('F9')
  await page.getByRole('button', { name: new RegExp(say('action.undo')) }).click()
  await expect(page.getByText(say('toast.undone'), { exact: true })).toBeVisible()
  await expect(page.locator('.sp-dup-line')).toHaveCount(2)
  const record = await page.request.get(`/api/records/customer/${gone}`)
  expect(await record.json()).toMatchObject({ id: gone, grade: 'B' })
  await page.locator('.sp-dup-line').filter({ hasText: 'ป้ำพาณิชย์' }).click()
  await expect(page.locator('.sp-dup-compare')).toContainText('ป้ำพาณิชย์')
  await page.keyboard.press('x')
  await expect(page.getByText(say('duplicates.said_different'))).toBeVisible()
  await expect(page.locator('.sp-dup-line')).toHaveCount(1)
  await page.getByRole('button', { name: say('duplicates.dismissed') }).click()
  await expect(page.locator('.sp-dup-line')).toContainText('ป้ำพาณิชย์')
  await expect(page.locator('.sp-dup-compare')).toContainText('ป้ำพาณิชย์')
  await page.keyboard.press('x')
  await page.getByRole('button', { name: new RegExp(`^${say('customer.many')} \\d`) }).click()
  await expect(page.locator('.sp-dup-line')).toHaveCount(2)
})

test('who chooses is told when somebody else just changed one of the two, and merges the latest', async ({ page }) => {
  const { gone } = await office(page)
  await open(page, '/duplicates')
  await page.getByRole('button', { name: say('duplicates.look') }).click()
  await expect(page.locator('.sp-dup-compare')).toContainText('วางบิลวันศุกร์')
  await page.request.patch(`/api/records/customer/${gone}`, { data: { version: 1, values: { notes: 'วางบิลวันจันทร์' } } })
  await expect(page.locator('.sp-dup-changed')).toContainText('ฐานดีกาวิศวะกรรม')
  await expect(page.locator('.sp-dup-compare')).toContainText('วางบิลวันจันทร์')
  await page.keyboard.press('F9')
  await expect(page.getByText(say('duplicates.merged', { title: 'ฐานฎีกาวิศวกรรม' }))).toBeVisible()
})

test('two ticked customers are merged from their list', async ({ page }) => {
  await office(page)
  await open(page, '/records/customer')
  await page
    .getByRole('row', { name: /ฐานดีกา/ })
    .getByRole('checkbox')
    .check()
  await page
    .getByRole('row', { name: /ฐานฎีกา/ })
    .getByRole('checkbox')
    .check()
  await page.getByRole('button', { name: say('duplicates.merge_two') }).click()
  await expect(page.locator('.sp-dup-compare')).toContainText('ฐานฎีกาวิศวกรรม')
})
