import type { Page } from '@playwright/test'
import { addDeal, addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const NOBODY = '0190a000-0000-7000-8000-000000000000'
const asking = (customer: string): string =>
  `f=${encodeURIComponent(JSON.stringify({ all: [{ field: 'customer', op: 'anyOf', value: [customer] }] }))}`

async function twoCustomers(page: Page): Promise<[first: string, second: string]> {
  await foundOffice(page)
  return [await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ')), await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))]
}

test('a condition on a record says its name, as a chip and where it is changed; one that is not seen is told as such', async ({
  page,
}) => {
  const [first] = await twoCustomers(page)
  await addDeal(page, 'ปั๊มน้ำ 5 แรง', { customer: first })
  await open(page, `/records/deal?${asking(first)}`)
  const chip = page.getByRole('button', { name: /^แก้ไขเงื่อนไข ลูกค้า .*กตัญญูค้าวัสดุ/ })
  await chip.click()
  await expect(page.getByRole('dialog').getByLabel(say('filter.value'))).toHaveValue(/กตัญญูค้าวัสดุ/)
  await open(page, `/records/deal?${asking(NOBODY)}`)
  await expect(page.getByRole('button', { name: /^แก้ไขเงื่อนไข ลูกค้า .*\(ไม่มีสิทธิ์ดู\)/ })).toBeVisible()
})

test('a colour rule about a record says its name', async ({ page }) => {
  const [first] = await twoCustomers(page)
  await addDeal(page, 'ปั๊มน้ำ 5 แรง', { customer: first })
  const rule = JSON.stringify([{ filter: { field: 'customer', op: 'anyOf', value: [first] }, tone: 'ok' }])
  await open(page, `/records/deal?k=${encodeURIComponent(rule)}`)
  await expect(page.getByRole('img', { name: /กตัญญูค้าวัสดุ/ })).toBeVisible()
})

test('the history of a record says which one it pointed at before', async ({ page }) => {
  const [first, second] = await twoCustomers(page)
  const deal = await addDeal(page, 'ปั๊มน้ำ 5 แรง', { customer: first })
  const reply = await page.request.patch(`/api/records/deal/${deal}`, { data: { version: 1, values: { customer: second } } })
  expect(reply.ok(), await reply.text()).toBe(true)
  await open(page, `/records/deal/${deal}`)
  await page.getByRole('button', { name: say('action.more') }).click()
  await page.getByRole('menuitem', { name: new RegExp(say('page.history')) }).click()
  await expect(page.getByRole('dialog').getByText('กตัญญูค้าวัสดุ')).toHaveCount(2)
})

test('a form names what is missing together with what is wrong, and takes it back once it is filled in', async ({ page }) => {
  await foundOffice(page)
  await page.goto('/records/customer')
  await page.getByRole('button', { name: 'เพิ่มลูกค้า' }).first().click()
  const form = page.getByRole('dialog')
  const name = form.getByRole('textbox', { name: 'ชื่อลูกค้า' })
  await name.fill('ร้านที่ลบแล้ว')
  await name.fill('')
  await form.getByLabel('LINE ID').fill('มี ช่องว่าง')
  await page.keyboard.press('F9')
  await expect(form.getByText('LINE ID ใช้ตัวอังกฤษ ตัวเลข . _ - เท่านั้น')).toBeVisible()
  await expect(form.getByText(say('field_error.required'))).toBeVisible()
  await name.fill('ร้านที่มีชื่อ')
  await expect(form.getByText(say('field_error.required'))).toBeHidden()
})
