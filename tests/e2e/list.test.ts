import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { demoTest, expect, test } from './support/office.ts'

const inList = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })

async function threeCustomers(page: Page): Promise<void> {
  await foundOffice(page)
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ', { grade: 'A', nick: 'ป้าแดง' }))
  await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { grade: 'B' }))
  await addRecord(page, 'customer', company('เครื่องกรองน้ำใส', { grade: 'A' }))
  await open(page, '/records/customer')
  await expect(inList(page, 'กตัญญู')).toBeVisible()
}

test('a search in the list finds a nickname, and what was typed with the keyboard in the other language', async ({ page }) => {
  await threeCustomers(page)
  await page.keyboard.press('/')
  await page.keyboard.type('ป้าแดง')
  await expect(inList(page, 'กตัญญู')).toBeVisible()
  await expect(inList(page, 'ฐานฎีกา')).toBeHidden()
  await page.getByLabel(say('list.search')).fill('d9yPP^')
  await expect(page.getByText(say('list.rank.otherKeyboard', { other: 'กตัญญู' }))).toBeVisible()
  await expect(inList(page, 'กตัญญูค้าวัสดุ')).toBeVisible()
  await page.reload()
  await expect(inList(page, 'กตัญญูค้าวัสดุ')).toBeVisible()
  await expect(inList(page, 'ฐานฎีกา')).toBeHidden()
})

test('a condition reads as a sentence; with its sort it is a link and a view of one’s own', async ({ page }) => {
  await threeCustomers(page)
  await page.keyboard.press('f')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: say('filter.field') }).fill('เกรด')
  await page.getByRole('option', { name: say('customer.grade'), exact: true }).click()
  await dialog.getByRole('combobox', { name: say('filter.value') }).press('ArrowDown')
  await page.getByRole('option', { name: 'A', exact: true }).click()
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: say('action.apply') }).click()
  const chip = page.getByRole('button', { name: /^แก้ไขเงื่อนไข เกรด .*A/ })
  await expect(chip).toBeVisible()
  await expect(inList(page, 'ฐานฎีกา')).toBeHidden()

  const names = () => page.getByRole('row').getByRole('gridcell').nth(1)
  await page
    .getByRole('columnheader', { name: say('customer.name') })
    .getByRole('button', { name: say('customer.name'), exact: true })
    .click()
  await expect(names()).toContainText('เครื่องกรอง')
  await page.reload()
  await expect(chip).toBeVisible()
  await expect(names()).toContainText('เครื่องกรอง')

  await page.getByRole('button', { name: say('list.new_view') }).click()
  await page.getByLabel(say('list.view_name')).fill('เกรด A กลับหลัง')
  await page.keyboard.press('Enter')
  await expect(page.getByText(say('list.view_saved', { name: 'เกรด A กลับหลัง' }))).toBeVisible()
  await page.keyboard.press('Alt+1')
  await expect(inList(page, 'ฐานฎีกา')).toBeVisible()
  await page.keyboard.press('Alt+3')
  await expect(inList(page, 'ฐานฎีกา')).toBeHidden()
  await expect(names()).toContainText('เครื่องกรอง')
})

test('what is done to many at once is told with its number, and undone with one click', async ({ page }) => {
  await threeCustomers(page)
  const undo = page.getByRole('status').getByRole('button', { name: say('action.undo') })
  await page.getByRole('checkbox', { name: /กตัญญู/ }).check()
  await page.getByRole('checkbox', { name: /เครื่องกรอง/ }).check()
  await page
    .getByRole('toolbar', { name: say('list.selected', { count: 2, unit: 'ราย' }) })
    .getByText(say('list.tag'))
    .click()
  const form = page.getByRole('dialog')
  await form.getByRole('combobox').first().fill('ออกบูธ')
  await page.keyboard.press('Enter')
  await form.getByRole('button', { name: say('list.tag') }).click()
  await expect(page.getByText(say('list.tagged', { count: 2, unit: 'ราย' }))).toBeVisible()
  await undo.click()
  await expect(page.getByText(say('toast.undone'))).toBeVisible()

  await page.getByRole('checkbox', { name: /กตัญญู/ }).check()
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: say('action.delete') })
    .click()
  await expect(inList(page, 'กตัญญู')).toBeHidden()
  await undo.click()
  await expect(inList(page, 'กตัญญู')).toBeVisible()
})

test('what was deleted waits in the bin and comes back from there', async ({ page }) => {
  await threeCustomers(page)
  await page.getByRole('checkbox', { name: /กตัญญู/ }).check()
  await page
    .getByRole('toolbar')
    .getByRole('button', { name: say('action.delete') })
    .click()
  await page.getByRole('link', { name: say('nav.bin') }).click()
  await page.getByRole('button', { name: new RegExp(`^${say('bin.restore')} .*กตัญญู`) }).click()
  await expect(page.getByText(say('bin.restored', { count: 1, unit: 'ราย' }))).toBeVisible()
  await page.getByRole('link', { name: say('customer.many'), exact: true }).click()
  await expect(inList(page, 'กตัญญู')).toBeVisible()
})

demoTest('the list shows what each customer’s open deals sum up to, and is saved as an Excel file', async ({ page }) => {
  await open(page, '/records/customer')
  await expect(page.getByRole('columnheader', { name: say('customer.openDeals') })).toBeVisible()
  await page.getByRole('row').nth(1).click()
  await expect(page.getByRole('columnheader', { name: say('customer.openDeals') })).toBeVisible()
  const reply = await page.request.post('/api/records/deal/list', {
    data: { limit: 20, columns: ['customer', 'amount'], filter: { field: 'status', op: 'anyOf', value: ['open'] } },
  })
  const deals = ((await reply.json()) as { rows: { customer: string; amount?: number; titles: Record<string, string> }[] }).rows
  const deal = deals.find((row) => row.amount !== undefined)
  const customer = deal?.titles[deal.customer] ?? ''
  const filter = { all: [{ field: 'name', op: 'is', value: customer }] }
  await open(page, `/records/customer?f=${encodeURIComponent(JSON.stringify(filter))}`)
  const sum = page.locator(`[id="row-${deal?.customer}"]`).getByRole('gridcell').nth(6)
  await expect(sum).toHaveText(/^[\d,.]+$/)
  expect(Number((await sum.textContent())?.replaceAll(',', '')) * 100).toBeGreaterThanOrEqual(deal?.amount ?? 0)
  await open(page, '/records/customer')

  await page.getByRole('button', { name: say('list.export') }).click()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('menuitem', { name: say('list.export_xlsx') })
      .first()
      .click(),
  ])
  expect(file.suggestedFilename()).toMatch(/ลูกค้า.*\.xlsx$/)
  const bytes = await readFile(await file.path())
  expect(bytes.subarray(0, 2).toString()).toBe('PK')
  expect(bytes.length).toBeGreaterThan(50_000)
})

test('a column is moved, widened and kept at the left from its menu by keyboard, dragged by hand, and saved with the view', async ({
  page,
}) => {
  await threeCustomers(page)
  const heads = async () =>
    (await page.getByRole('columnheader').allTextContents()).map((text) => text.trim()).filter((text) => text !== '')
  const head = (key: 'customer.grade' | 'customer.phones') => page.getByRole('columnheader', { name: say(key) })
  const before = await heads()
  expect(before.slice(2, 4)).toEqual([say('customer.phones'), say('customer.grade')])

  await inList(page, 'กตัญญู').getByRole('gridcell').nth(1).click()
  for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Alt+ArrowDown')
  await expect(page.getByRole('menu')).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await heads()).slice(2, 4)).toEqual([say('customer.grade'), say('customer.phones')])
  const width = async () => Math.round((await head('customer.phones').boundingBox())?.width ?? 0)
  const narrow = await width()
  for (let press = 0; press < 3; press++) await page.keyboard.press('Equal')
  await expect.poll(width).toBe(narrow + 48)
  await page.keyboard.press('p')
  await expect(page.getByRole('menu')).toBeHidden()
  await expect.poll(async () => (await heads())[1]).toBe(say('customer.phones'))

  const from = await head('customer.grade').boundingBox()
  const to = await head('customer.phones').boundingBox()
  if (!from || !to) throw new Error('the heads are not drawn')
  // A pinned column stays in front of the others wherever they are dropped.
  await page.mouse.move(from.x + 10, from.y + 10)
  await page.mouse.down()
  await page.mouse.move(to.x + to.width + 60, from.y + 10, { steps: 5 })
  await page.mouse.up()
  await expect.poll(async () => (await heads()).slice(1, 3)).toEqual([say('customer.phones'), say('customer.grade')])
  await page.reload()
  await expect.poll(async () => (await heads()).slice(1, 3)).toEqual([say('customer.phones'), say('customer.grade')])
  expect(await width()).toBe(narrow + 48)

  await page.getByRole('button', { name: say('list.new_view') }).click()
  await page.getByLabel(say('list.view_name')).fill('เบอร์ก่อน')
  await page.keyboard.press('Enter')
  await expect(page.getByText(say('list.view_saved', { name: 'เบอร์ก่อน' }))).toBeVisible()
  await page.reload()
  await expect.poll(async () => (await heads()).slice(1, 3)).toEqual([say('customer.phones'), say('customer.grade')])
  expect(await width()).toBe(narrow + 48)
  // An edge that is drawn far moves the other columns aside, and none of them out.
  const all = await heads()
  const edge = await head('customer.phones').boundingBox()
  await page.mouse.move((edge?.x ?? 0) + (edge?.width ?? 0) - 2, from.y + 10)
  await page.mouse.down()
  await page.mouse.move(1300, from.y + 10, { steps: 5 })
  await page.mouse.up()
  await expect.poll(width).toBeGreaterThan(narrow + 300)
  expect(await heads()).toEqual(all)
})

test('a list in groups has counts and sums on its heads, folds by keyboard, and is a link', async ({ page }) => {
  await foundOffice(page)
  for (const [name, grade, baht] of [
    ['กตัญญูค้าวัสดุ', 'A', 1_000],
    ['ขวัญใจการช่าง', 'B', 500],
    ['ฐานฎีกาวิศวกรรม', 'A', 2_500],
  ] as const)
    await addRecord(page, 'customer', company(name, { grade, creditLimit: baht * 100 }))
  await open(page, '/records/customer?c=grade,creditLimit')
  await expect(inList(page, 'กตัญญู')).toBeVisible()
  await page.keyboard.press('g')
  await page.getByRole('menuitem', { name: say('customer.grade'), exact: true }).click()
  const head = (grade: string) => page.getByRole('row', { name: new RegExp(`^${grade} \\d`) })
  await expect(head('A')).toContainText('2 ราย')
  await expect(head('A')).toContainText('3,500')
  await expect(head('B')).toContainText('500')
  const grades = page.getByRole('row').locator('[id$="-grade"]')
  await expect(grades).toHaveText(['A', 'A', 'B'])

  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(grades).toHaveText(['B'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-cur] [id$="-grade"]')).toHaveText('B')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(grades).toHaveText(['A', 'A', 'B'])
  await page.reload()
  await expect(head('A')).toContainText('3,500')
})

test('a quick filter is pressed by key, joins the other conditions, and is let go again', async ({ page }) => {
  await threeCustomers(page)
  const chip = page.getByRole('button', { name: say('quick.quiet') })
  await page.keyboard.press('Shift+Digit4')
  await expect(chip).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText(say('list.no_match', { entity: say('customer.many') }))).toBeVisible()
  await page.keyboard.press('Shift+Digit4')
  await page.keyboard.press('Shift+Digit1')
  await expect(page.getByRole('button', { name: say('quick.mine'), exact: true })).toHaveAttribute('aria-pressed', 'true')
  await expect(chip).toHaveAttribute('aria-pressed', 'false')
  await expect(inList(page, 'กตัญญู')).toBeVisible()
})

test('an admin chooses the view with which a role’s lists open; the others are a press away', async ({ page }) => {
  await threeCustomers(page)
  const made = await page.request.post('/api/views/customer', {
    data: { name: 'เกรด B', shared: true, definition: { filter: { all: [{ field: 'grade', op: 'anyOf', value: ['B'] }] } } },
  })
  expect(made.ok()).toBe(true)
  await page.reload()
  await page.getByRole('button', { name: 'เกรด B' }).click()
  await page.getByRole('button', { name: say('list.view_menu', { name: 'เกรด B' }) }).click()
  const owner = page.getByRole('menuitem', { name: say('settings.role.owner') })
  await owner.click()
  await expect(owner).toContainText(say('settings.role.owner'))
  await expect(owner.getByLabel(say('view.is_first'))).toBeVisible()
  await open(page, '/records/customer')
  await expect(page.getByRole('button', { name: 'เกรด B', exact: false, pressed: true })).toBeVisible()
  await expect(inList(page, 'กตัญญู')).toBeHidden()
  await page.keyboard.press('Alt+1')
  await expect(inList(page, 'กตัญญู')).toBeVisible()
})

test('rows are coloured by a condition, with a sign that says it in words, and the rule is kept', async ({ page }) => {
  await threeCustomers(page)
  await page.getByRole('button', { name: say('colour.rules') }).click()
  const dialog = page.getByRole('dialog')
  // By keyboard alone: the field by its name, then a letter a value.
  await dialog.getByRole('combobox', { name: say('filter.field') }).fill('เกรด')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('combobox', { name: say('filter.value') })).toBeFocused()
  await page.keyboard.press('a')
  await page.keyboard.press('Enter')
  await dialog.getByRole('combobox', { name: say('colour.tone') }).selectOption('ok')
  await page.keyboard.press('Escape')
  await expect(inList(page, 'กตัญญู')).toHaveAttribute('data-tone', 'ok')
  await expect(inList(page, 'กตัญญู').getByRole('img', { name: /เกรด/ })).toBeVisible()
  await expect(inList(page, 'ฐานฎีกา')).not.toHaveAttribute('data-tone')
  await page.reload()
  await expect(inList(page, 'กตัญญู')).toHaveAttribute('data-tone', 'ok')
})
