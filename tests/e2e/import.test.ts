import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { foundOffice, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const OLD_CUSTOMERS = `ชื่อลูกค้า,เบอร์โทร,เกรด,เป็นลูกค้าตั้งแต่
บจก. กตัญญูค้าวัสดุ,812345678,VIP,3/11/2530
ร้านลุงป้ำอะไหล่ปั๊ม,089-000-3345,B,25/1/2561
ร้านปู่ฉุย,08100099,B,14/2/2566
`

async function choose(page: Page, entity: string, file: { name: string; text: string }): Promise<void> {
  await page.goto(`/import?entity=${entity}`)
  await page
    .getByLabel('เลือกไฟล์')
    .last()
    .setInputFiles({ name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text) })
}

test('an owner brings in an old customer file: values matched, repairs told, the bad row left out with its reason, and all of it undone', async ({
  page,
  complaints,
}) => {
  await foundOffice(page)
  await choose(page, 'customer', { name: 'ลูกค้าเก่า.csv', text: OLD_CUSTOMERS })
  await expect(page.getByText('จับคู่แล้ว 4 จาก 4 คอลัมน์')).toBeVisible()
  await expect(page.getByText('เติม 0 ข้างหน้าให้ 1 เบอร์')).toBeVisible()
  await expect(page.getByText('3 พฤศจิกายน 2530')).toBeVisible()
  await page.getByRole('row', { name: /^เกรด/ }).click()
  await page.getByLabel('ค่า “VIP” คือ').click()
  await page.getByRole('option', { name: 'A', exact: true }).click()
  await page.keyboard.press('F9')

  await expect(page.getByText('ยังไม่มีอะไรถูกบันทึก')).toBeVisible()
  await expect(page.getByRole('row', { name: /ปู่ฉุย/ })).toContainText('เบอร์ “08100099” หลักไม่ครบ')
  await expect(page.getByRole('button', { name: 'นำเข้า 2 ราย' })).toBeDisabled()
  await page.getByLabel(/ข้าม 1 แถวที่นำเข้าไม่ได้/).check()
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { name: 'นำเข้า 2 รายแล้ว' })).toBeVisible()
  // Nothing of it is left to come back to.
  await expect(page.getByRole('button', { name: say('import.leave') })).toBeHidden()

  const found = await page.request.post('/api/records/customer/list', { data: { sort: { field: 'createdAt' } } })
  const { rows } = (await found.json()) as { rows: { grade?: string; phones: { e164: string }[] }[] }
  expect(rows.map((row) => [row.grade, row.phones[0]?.e164])).toEqual([
    ['A', '+66812345678'],
    ['B', '+66890003345'],
  ])

  await page.getByRole('button', { name: 'เลิกทำการนำเข้าทั้งชุด' }).click()
  await expect(page.getByRole('heading', { name: 'เลิกทำการนำเข้านี้แล้ว' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'เลิกทำการนำเข้านี้แล้ว' })).toBeVisible()
  await expect(page.getByText(/เพิ่มใหม่ 2/)).toBeHidden()
  const count = await page.request.post('/api/records/customer/count', { data: {} })
  expect(await count.json()).toMatchObject({ count: 0 })
  expect(complaints).toEqual([])
})

test('words of a pick list that begin alike are written out, and a long name does not push a phone sideways', async ({
  page,
}) => {
  await foundOffice(page)
  const text = `ชื่อลูกค้า,เกรด\nร้านหนึ่ง,GTX Plus Basic\nร้านสอง,GTX Plus Pro\n${'ก'.repeat(700)},\n`
  await choose(page, 'customer', { name: 'คำยาว.csv', text })
  await page.getByRole('row', { name: /^เกรด/ }).click()
  for (const value of ['GTX Plus Basic', 'GTX Plus Pro']) {
    const word = page.getByRole('listitem').getByText(value, { exact: true })
    expect(await word.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
    // Less than a line of it is out of sight: the marks below the last one.
    expect(await word.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThan(12)
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: say('import.check') }).click()
  await expect(page.getByRole('row', { name: /ยาวหรือมากเกินไป/ })).toBeVisible()
  const main = page.locator('.sp-import-main')
  expect(await main.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
})

test('an import that is left is found under its address with every decision, and in the history', async ({ page }) => {
  await foundOffice(page)
  await choose(page, 'customer', { name: 'ค้างไว้.csv', text: OLD_CUSTOMERS })
  await page.getByRole('row', { name: /^เกรด/ }).click()
  await page.getByLabel('ค่า “VIP” คือ').click()
  await page.getByRole('option', { name: 'ไม่ใส่', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/records\/customer/)
  await page.goto('/import')
  await page
    .getByRole('row', { name: /ค้างไว้\.csv/ })
    .getByRole('link', { name: 'ทำต่อ' })
    .click()
  await page.getByRole('row', { name: /^เกรด/ }).click()
  await expect(page.getByLabel('ค่า “VIP” คือ')).toHaveValue('ไม่ใส่')
})

test('a file in the old Thai encoding is read, and the person can say that it is another one', async ({ page }) => {
  await foundOffice(page)
  await page.goto('/import?entity=customer')
  // “ชื่อลูกค้า” and “ร้านดี” in Windows-874.
  const old = Buffer.from([
    0xaa, 0xd7, 0xe8, 0xcd, 0xc5, 0xd9, 0xa1, 0xa4, 0xe9, 0xd2, 0x0a, 0xc3, 0xe9, 0xd2, 0xb9, 0xb4, 0xd5, 0x0a,
  ])
  await page.getByLabel('เลือกไฟล์').last().setInputFiles({ name: 'เก่า.csv', mimeType: 'text/csv', buffer: old })
  await expect(page.getByRole('row', { name: /^ชื่อลูกค้า ร้านดี/ })).toBeVisible()
  await page.getByRole('button', { name: 'อักษรแบบ ไทย Windows-874' }).click()
  await page.getByRole('menuitem', { name: 'ยุโรป Windows-1252' }).click()
  await expect(page.getByRole('row', { name: /^ชื่อลูกค้า/ })).toHaveCount(0)
})

test('a file that cannot be opened is refused with what to do next', async ({ page }) => {
  await foundOffice(page)
  await choose(page, 'customer', { name: 'ว่าง.csv', text: '' })
  const refusal = page.getByRole('alert')
  await expect(refusal).toContainText('เปิดไฟล์นี้ไม่ได้')
  await expect(refusal).toContainText('ไฟล์ว่าง')
  await expect(refusal.getByRole('listitem')).toHaveCount(3)
  await refusal.getByRole('button', { name: 'เลือกไฟล์อีกครั้ง' }).click()
  await expect(page.getByText('ลากไฟล์มาวางที่นี่')).toBeVisible()
})

test('contact cards are chosen together, as a mail program saves them, one a file; other files one by one', async ({ page }) => {
  const card = (name: string) => `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\nEND:VCARD`
  const vcf = (name: string, buffer = Buffer.from(card(name))) => ({ name: `${name}.vcf`, mimeType: 'text/vcard', buffer })
  await foundOffice(page)
  await page.goto('/import?entity=contact')
  const input = page.getByLabel('เลือกไฟล์').last()
  await input.setInputFiles([vcf('สมหญิง ใจดี'), vcf('สมชาย ใจดี'), vcf('Nok Jaidee')])
  await expect(page.getByText('นามบัตร 3 ไฟล์.vcf')).toBeVisible()
  await expect(page.getByRole('button', { name: 'ตรวจก่อนนำเข้า' })).toBeEnabled()
  await page.keyboard.press('F9')
  await page.getByRole('button', { name: 'นำเข้า 3 คน' }).click()
  await expect(page.getByRole('heading', { name: 'นำเข้า 3 คนแล้ว' })).toBeVisible()

  await page.goto('/import?entity=contact')
  await input.setInputFiles([vcf('หนึ่ง'), { name: 'สอง.csv', mimeType: 'text/csv', buffer: Buffer.from('ชื่อ\nสอง\n') }])
  await expect(page.getByRole('alert')).toContainText('ไฟล์อื่นนำเข้าทีละไฟล์')
  await page.getByRole('button', { name: 'เลือกไฟล์อีกครั้ง' }).click()
  await input.setInputFiles([vcf('หนึ่ง'), vcf('สอง', Buffer.from([0xca, 0xcd, 0xa7]))])
  await expect(page.getByRole('alert')).toContainText('UTF-8')
})

test('on a phone in English and the larger text, the rows of the check stand above a foot that is whole', async ({ page }) => {
  await foundOffice(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.addInitScript(() => localStorage.setItem('samphan.language', 'en'))
  for (const size of ['100', '130'] as const) {
    await page.addInitScript((text) => localStorage.setItem('samphan.text-size', text), size)
    await page.goto('/import?entity=customer')
    const file = { name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(OLD_CUSTOMERS) }
    await page.getByLabel('Choose a file').last().setInputFiles(file)
    await page.getByRole('button', { name: 'Check before importing' }).click()
    const go = page.getByRole('button', { name: 'Import 2 customers' })
    await expect(go).toBeVisible()
    const foot = page.locator('[data-foot]')
    expect((await foot.boundingBox())?.height).toBeLessThan(230)
    const { x = 0, width = 999 } = (await go.boundingBox()) ?? {}
    expect(x + width).toBeLessThanOrEqual(390)
    const last = await page.locator('[data-state="ahead"]').last().boundingBox()
    expect((last?.x ?? 999) + (last?.width ?? 999)).toBeLessThanOrEqual(390)
  }
})

test('the Maven files come in through the wizard with nothing but one click for the sellers', async ({ page }) => {
  const folder = process.env.SAMPHAN_REAL_DATA ? join(process.env.SAMPHAN_REAL_DATA, 'maven-crm-opportunities') : ''
  test.skip(!existsSync(folder), 'SAMPHAN_REAL_DATA is not set')
  test.setTimeout(300_000)
  await foundOffice(page)
  for (const [entity, file, verb, done] of [
    ['customer', 'accounts.csv', 'นำเข้า 85 ราย', 'นำเข้า 85 รายแล้ว'],
    ['deal', 'sales_pipeline.csv', 'นำเข้า 8,800 ดีล', 'นำเข้า 8,800 ดีลแล้ว'],
  ] as const) {
    await page.goto(`/import?entity=${entity}`)
    await page.getByLabel('เลือกไฟล์').last().setInputFiles(join(folder, file))
    await expect(page.getByRole('button', { name: 'ตรวจก่อนนำเข้า' })).toBeEnabled()
    if (entity === 'deal') {
      await page.getByRole('row', { name: /^sales_agent/ }).click()
      await page.getByRole('button', { name: 'เพิ่มทั้ง 30 คนเป็นพนักงานขาย' }).click()
      await expect(page.getByText('ไม่รู้จัก 30 ชื่อ')).toHaveCount(0)
    }
    await page.keyboard.press('F9')
    await expect(page.getByRole('button', { name: verb })).toBeEnabled({ timeout: 60_000 })
    await page.keyboard.press('F9')
    await expect(page.getByRole('heading', { name: done })).toBeVisible({ timeout: 60_000 })
  }
  const reply = await page.request.post('/api/records/deal/aggregate', { data: { groupBy: 'status', sum: 'amount' } })
  const { groups } = (await reply.json()) as { groups: { key: string; count: number; sum: number }[] }
  expect(groups.find((group) => group.key === 'won')).toMatchObject({ count: 4238, sum: 1_000_553_400 })
  expect(await (await page.request.post('/api/records/customer/count', { data: {} })).json()).toMatchObject({ count: 85 })
})
