import type { Page } from '@playwright/test'
import { addDeal, addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const inList = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text })
const undo = (page: Page) => page.getByRole('status').getByRole('button', { name: say('action.undo') })

test('many are edited, tagged and deleted by keyboard alone, and each is undone', async ({ page }) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ'))
  await addRecord(page, 'customer', company('ขวัญใจการช่าง', { grade: 'A' }))
  await open(page, '/records/customer?c=grade,tags')
  await expect(inList(page, 'กตัญญู')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: say('filter.field') }).fill('เกรด')
  await page.keyboard.press('Enter')
  // Out of habit nothing is emptied: the key acts once there is a value. A letter goes to the choice that begins with it.
  await expect(dialog.getByRole('button', { name: say('bulk.empty_field') })).toBeVisible()
  await page.keyboard.press('F9')
  await page.keyboard.press('a')
  await expect(dialog.getByRole('combobox', { name: say('customer.grade') })).toHaveValue('A')
  await page.keyboard.press('F9')
  const told = page.getByRole('status').filter({ hasText: say('bulk.changed', { count: 1, unit: 'ราย' }) })
  await expect(told).toContainText(say('bulk.already', { count: 1, unit: 'ราย' }))
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

test('what is done to all that match says its number first, and is undone as one', async ({ page }) => {
  await foundOffice(page)
  const names = Array.from({ length: 310 }, (_, at) => `ร้านที่ ${at}`)
  while (names.length > 0) await Promise.all(names.splice(0, 20).map((name) => addRecord(page, 'customer', company(name))))
  await open(page, '/records/customer')
  await page.getByRole('checkbox', { name: say('list.select_all') }).check()
  await page.getByRole('button', { name: say('list.select_every', { count: 310 }) }).click()
  await page.keyboard.press('t')
  const form = page.getByRole('dialog')
  await form.getByRole('combobox').first().fill('ออกบูธ')
  await page.keyboard.press('Enter')
  await form.getByRole('button', { name: say('list.tag') }).click()
  const tagged = async () => {
    const filter = { field: 'tags', op: 'anyOf', value: ['ออกบูธ'] }
    const reply = await page.request.post('/api/records/customer/count', { data: { filter } })
    return ((await reply.json()) as { count: number }).count
  }
  const start = page.getByRole('dialog').getByRole('button', { name: say('bulk.tag', { count: 310, unit: 'ราย' }) })
  await expect(page.getByRole('dialog')).toContainText(say('bulk.rules_later', { count: 300, rest: 10 }))
  await expect(page.getByRole('dialog')).toContainText('ออกบูธ')
  expect(await tagged()).toBe(0)
  await start.click()
  await expect(page.getByText(say('list.tagged', { count: 310, unit: 'ราย' }))).toBeVisible()
  expect(await tagged()).toBe(310)
  await undo(page).click()
  await expect.poll(tagged).toBe(0)
})

test('a stage for deals of two pipelines is offered under each, and those of the other are left alone by name', async ({
  page,
}) => {
  await foundOffice(page)
  const stage = (nameTh: string, kind: string) => ({
    nameTh,
    nameEn: nameTh,
    kind,
    probability: 50,
    staleDays: null,
    maxDeals: null,
    colour: null,
    required: [],
  })
  const made = await page.request.put('/api/pipelines', {
    data: { nameTh: 'งานซ่อม', nameEn: 'Service', stages: [stage('นัดดูงาน', 'open'), stage('ซ่อมเสร็จ', 'won')] },
  })
  expect(made.ok()).toBe(true)
  const { pipelines } = (await (await page.request.get('/api/session')).json()) as {
    pipelines: { id: string; nameTh: string; stages: { id: string; nameTh: string }[] }[]
  }
  const [sales, service] = pipelines
  await addDeal(page, 'ปั๊มน้ำ')
  await addRecord(page, 'deal', { name: 'ซ่อมปั๊ม', pipeline: service?.id, stage: service?.stages[0]?.id })
  await open(page, '/records/deal?c=name,stage')
  const choose = async (option: string) => {
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox', { name: say('filter.field') }).fill(say('deal.stage'))
    await page.getByRole('option', { name: say('deal.stage'), exact: true }).click()
    await dialog.getByRole('combobox', { name: say('deal.stage') }).click()
    await expect(page.getByRole('option', { name: option })).toBeVisible()
    return dialog
  }
  await expect(inList(page, 'ซ่อมปั๊ม')).toBeVisible()
  await inList(page, 'ซ่อมปั๊ม').getByRole('checkbox').check()
  await choose('ซ่อมเสร็จ')
  await expect(page.getByRole('option', { name: sales?.stages[1]?.nameTh ?? '' })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await inList(page, 'ปั๊มน้ำ').getByRole('checkbox').check()
  const dialog = await choose(sales?.stages[1]?.nameTh ?? '')
  await expect(page.getByRole('group', { name: 'งานซ่อม' })).toBeVisible()
  await page.getByRole('option', { name: sales?.stages[1]?.nameTh ?? '' }).click()
  await dialog.getByRole('button', { name: say('bulk.set_field') }).click()
  await expect(dialog).toContainText(say('refusal.deal.wrong_stage'))
  await expect(dialog).toContainText('ซ่อมปั๊ม')
  await dialog.getByRole('button', { name: say('bulk.change', { count: 1, unit: say('deal.unit') }) }).click()
  await expect(inList(page, 'ปั๊มน้ำ').locator('[id$="-stage"]')).toHaveText(sales?.stages[1]?.nameTh ?? '')
  await expect(inList(page, 'ซ่อมปั๊ม').locator('[id$="-stage"]')).toHaveText('นัดดูงาน')
})
