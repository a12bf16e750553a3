import type { Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const MESSAGE =
  'หจก.กตัญญูค้าวัสดุ (สาขา 2)\n0-1035-99000-02-5\nติดต่อ คุณณัฐฐินันท์ ปั้นสุข (ปุ๊กกี้) จัดซื้อ\nโทร 081-000-1180\nฝากถามเรื่องมอเตอร์ 2 แรง'

/** Pastes a text where the keyboard is, as Ctrl+V does. */
async function pasteText(page: Page, text: string): Promise<void> {
  await page.evaluate((copied) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', copied)
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

test('a LINE message pasted on a list becomes a customer with its contact; what found no field is kept in the notes', async ({
  page,
  complaints,
}) => {
  await foundOffice(page)
  await open(page, '/records/customer')
  await pasteText(page, MESSAGE)
  const dialog = page.getByRole('dialog')
  const left = dialog.getByRole('region', { name: say('paste.text') })
  await expect(left.locator('mark[data-left]')).toHaveText('ฝากถามเรื่องมอเตอร์ 2 แรง')
  await expect(left.locator('mark').first()).toContainText('หจก.กตัญญูค้าวัสดุ')
  await expect(dialog.getByRole('textbox', { name: say('paste.contact') })).toHaveValue('คุณณัฐฐินันท์ ปั้นสุข (ปุ๊กกี้)')
  await expect(dialog.getByLabel(say('links.position'))).toHaveValue('จัดซื้อ')
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 1, name: 'ห้างหุ้นส่วนจำกัด กตัญญูค้าวัสดุ' })).toBeVisible()
  await expect(page.getByText('ฝากถามเรื่องมอเตอร์ 2 แรง').first()).toBeVisible()
  const contacts = (await (await page.request.post('/api/records/contact/list', { data: {} })).json()) as { rows: unknown[] }
  expect(contacts.rows).toHaveLength(1)
  // The last act is taken back whole.
  await page.keyboard.press('Control+z')
  await expect(page.getByText(say('page.restore'))).toBeVisible()
  expect(complaints).toEqual([])
})

test('what was pasted and corrected survives a killed window, and is offered at the next start', async ({ page, context }) => {
  await foundOffice(page)
  await open(page, '/records/customer')
  await pasteText(page, MESSAGE)
  await page.getByLabel(say('links.position')).fill('ผู้จัดการ')
  // It is on the disk a moment after the last letter.
  const kept = () => page.evaluate(() => localStorage.getItem('samphan.draft.paste'))
  await expect.poll(kept, { timeout: 2_000 }).toContain('ผู้จัดการ')
  await page.close()
  const again = await context.newPage()
  await open(again, '/')
  await again.getByRole('button', { name: say('paste.go_on') }).click()
  await expect(again.getByLabel(say('links.position'))).toHaveValue('ผู้จัดการ')
  await expect(again.getByLabel(say('paste.leftover', { into: say('customer.notes') }))).toHaveValue('ฝากถามเรื่องมอเตอร์ 2 แรง')
})

test('another branch of a known firm is proposed as its branch', async ({ page }) => {
  await foundOffice(page)
  const head = await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ', { taxId: { number: '0103599000025', branch: '00000' } }))
  await open(page, '/records/customer')
  await pasteText(page, MESSAGE)
  await page.getByRole('button', { name: say('paste.branch') }).click()
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 1, name: /กตัญญูค้าวัสดุ/ })).toBeVisible()
  const id = page.url().split('/').at(-1)
  expect(await (await page.request.get(`/api/records/customer/${id}`)).json()).toMatchObject({ parent: head })
})

test('ten thousand rows of Excel, formulas among them, go whole into the import', async ({ page }) => {
  await foundOffice(page)
  await open(page, '/records/customer')
  const rows = Array.from({ length: 10_000 }, (_, at) => `ร้าน ${at}\t=1+${at}`)
  await pasteText(page, ['ชื่อ\tหมายเหตุ', ...rows].join('\n'))
  const go = page.getByRole('button', { name: say('paste.table_import', { entity: say('customer.many'), count: '10,000' }) })
  // As in every dialog, and in the import after this one, F9 goes on.
  await expect(go).toContainText('F9')
  await page.keyboard.press('F9')
  await expect(page.getByText(`${say('paste.file_name')}.tsv`).first()).toBeVisible()
  await expect(page.getByText('=1+0').first()).toBeVisible()
})

test('who may not import is told, and adds one row at a time; the table waits', async ({ page }) => {
  await foundOffice(page)
  await page.route('**/api/session', async (route) => {
    const reply = await route.fetch()
    const session = (await reply.json()) as { entities: { key: string; grant: { import: boolean } }[] }
    for (const entity of session.entities) entity.grant.import = false
    await route.fulfill({ response: reply, json: session })
  })
  await open(page, '/records/customer')
  await pasteText(page, 'ร้านแดง\t081-234-5678\nร้านดำ\t081-234-5679')
  await expect(page.getByText(say('paste.table_may_not'))).toBeVisible()
  await page.getByRole('button', { name: say('paste.row_named', { row: 'ร้านดำ' }) }).click()
  await expect(
    page
      .getByRole('region', { name: say('paste.text') })
      .locator('mark')
      .first(),
  ).toContainText('ร้านดำ')
  await page.keyboard.press('F9')
  await page.getByRole('button', { name: say('paste.go_on') }).click()
  await expect(page.getByText(say('paste.table_may_not'))).toBeVisible()
})

test('where something is being written, a paste stays text; on a phone the message is put into a box', async ({ page }) => {
  await foundOffice(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await open(page, '/records/customer')
  await page.keyboard.press('Alt+n')
  await page.getByRole('button', { name: say('paste.button') }).click()
  const box = page.getByLabel(say('paste.box'))
  await box.fill('คุณแดง 081-234-5678')
  await page.getByRole('button', { name: say('paste.read') }).click()
  await expect(page.getByRole('region', { name: say('paste.text') }).locator('mark')).toHaveCount(2)
})

test('Ctrl+N makes what belongs to the open record: a deal of the customer, a task about the deal', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, `/records/customer/${id}`)
  await page.keyboard.press('Control+n')
  const form = page.getByRole('dialog', { name: say('form.new', { entity: say('deal.one') }) })
  await expect(form.getByLabel(say('deal.customer'))).toHaveValue('ฐานฎีกาวิศวกรรม')
  await page.keyboard.type('ระบบปั๊มน้ำ')
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 1, name: 'ระบบปั๊มน้ำ' })).toBeVisible()
  await page.keyboard.press('Control+n')
  const task = page.getByRole('dialog', { name: say('form.new', { entity: say('activity.one') }) })
  await expect(task.getByText('ระบบปั๊มน้ำ').first()).toBeVisible()
})

test('a message of two people becomes two customers, one after the other; or one, where the reader wants it so', async ({
  page,
}) => {
  await foundOffice(page)
  await open(page, '/records/customer')
  await pasteText(page, 'คุณสมชาย ใจดี 081-234-5678\nคุณสมหญิง รักงาน 089-876-5432')
  const dialog = page.getByRole('dialog')
  const name = dialog.getByRole('textbox', { name: say('customer.name') })
  await expect(dialog.getByText(say('paste.person_of', { at: 1, of: 2 }))).toBeVisible()
  await expect(name).toHaveValue('คุณสมชาย ใจดี')
  await dialog.getByRole('button', { name: say('paste.together') }).click()
  await expect(dialog.getByRole('region', { name: say('paste.text') }).locator('mark')).toHaveCount(4)
  await dialog.getByRole('button', { name: say('paste.apart', { count: 2 }) }).click()
  await expect(name).toHaveValue('คุณสมชาย ใจดี')
  await page.keyboard.press('F9')
  await expect(name).toHaveValue('คุณสมหญิง รักงาน')
  await expect(dialog.getByText(say('paste.person_of', { at: 2, of: 2 }))).toBeVisible()
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 1, name: 'คุณสมหญิง รักงาน' })).toBeVisible()
  const { rows } = (await (await page.request.post('/api/records/customer/list', { data: {} })).json()) as { rows: unknown[] }
  expect(rows).toHaveLength(2)
})
