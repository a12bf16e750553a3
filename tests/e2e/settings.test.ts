import { addRecord, foundOffice, open } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

test('a stage that the owner adds to the pipeline stands on the board', async ({ page, complaints }) => {
  await foundOffice(page)
  await page.goto('/settings?tab=pipelines')
  await page.getByRole('button', { name: 'เพิ่มขั้นตอน' }).click()
  await page.getByLabel('ขั้นตอนใหม่: ชื่อไทย').fill('ทดลองใช้')
  await expect(page.getByText('ยังไม่ได้บันทึก')).toBeVisible()
  await page.keyboard.press('F9')
  await expect(page.getByText(/^บันทึกแล้ว/)).toBeVisible()
  await page.goto('/board')
  await expect(page.getByRole('heading', { name: 'ทดลองใช้' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('a stage with open deals cannot be taken away, and says why', async ({ page }) => {
  await foundOffice(page)
  await addRecord(page, 'deal', { name: 'ปั๊มหอยโข่ง' })
  await page.goto('/settings?tab=pipelines')
  await page.getByRole('button', { name: 'เอาขั้นตอน คุยความต้องการ ออก' }).click()
  await page.keyboard.press('F9')
  await expect(page.getByText(/ยังมีดีลเปิดอยู่ 1 ดีล/)).toBeVisible()
})

test('products are pasted into their list at once, and one that is put away comes back', async ({ page }) => {
  await foundOffice(page)
  await page.goto('/settings?tab=lists&of=product')
  await page.getByLabel('เพิ่มตัวเลือก').fill('GTX Basic\nGTX Pro | GTX Pro\n\nปั๊มบาดาล 3 แรง | Borehole pump 3 HP\n')
  await page.getByRole('button', { name: 'เพิ่ม 3 ตัวเลือก' }).click()
  await expect(page.getByText('3 ตัวเลือก', { exact: true })).toBeVisible()
  await expect(page.getByLabel('ปั๊มบาดาล 3 แรง: ชื่ออังกฤษ')).toHaveValue('Borehole pump 3 HP')
  await page.getByRole('button', { name: 'เก็บเข้ากรุ GTX Basic' }).click()
  await expect(page.getByText('2 ตัวเลือก', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /เลิกทำ/ }).click()
  await expect(page.getByText('3 ตัวเลือก', { exact: true })).toBeVisible()
})

test('a field of the office’s own is at once a target of an import', async ({ page }) => {
  await foundOffice(page)
  await page.goto('/settings?tab=fields')
  await page.getByRole('button', { name: 'เพิ่มช่อง' }).click()
  await page.getByLabel('ชื่อช่อง', { exact: false }).first().fill('วันวางบิล')
  await page.getByRole('dialog').getByLabel('ชนิด').click()
  await page.getByRole('option', { name: 'ตัวเลข', exact: true }).click()
  await page.keyboard.press('F9')
  await expect(page.getByRole('row', { name: /วันวางบิล/ })).toContainText('ตัวเลข')
  await page.goto('/import?entity=customer')
  await page
    .getByLabel('เลือกไฟล์')
    .last()
    .setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('ชื่อลูกค้า,วันวางบิล\nร้านดี,15\n') })
  await expect(page.getByLabel('คอลัมน์ “วันวางบิล” ใส่ในช่อง')).toHaveValue('วันวางบิล')
})

test('a colleague is added with a role, and the last owner cannot be taken away', async ({ page }) => {
  await foundOffice(page)
  await page.goto('/settings?tab=people')
  await page.getByRole('button', { name: 'เพิ่มคน' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('ชื่อ', { exact: false }).first().fill('ฝน ใจเย็น')
  await page.keyboard.press('F9')
  // A new colleague comes in by a code that is shown this once.
  await expect(dialog.locator('output')).toHaveText(/\S{6,}/)
  await dialog.getByRole('button', { name: 'ปิด' }).last().click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('row', { name: /ฝน ใจเย็น/ })).toContainText('พนักงานขาย')
  await page.getByRole('button', { name: 'แก้ไข แอน' }).click()
  await dialog.getByLabel('บทบาท').click()
  await page.getByRole('option', { name: 'พนักงานขาย' }).click()
  await page.keyboard.press('F9')
  await expect(page.getByText('ต้องมีเจ้าของอย่างน้อยหนึ่งคนเสมอ')).toBeVisible()
})

test('what was deleted waits in the bin with who and how long, and comes back', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', { name: { type: 'company', form: 'shop', name: 'ลุงป้ำอะไหล่ปั๊ม' } })
  await page.request.post('/api/records/customer/delete', { data: { ids: [id] } })
  await page.goto('/bin')
  const row = page.getByRole('row', { name: /ลุงป้ำอะไหล่ปั๊ม/ })
  await expect(row).toContainText('แอน')
  await expect(row).toContainText('30 วัน')
  await row.getByRole('button', { name: /^เอากลับ/ }).click()
  await expect(page.getByText('เอากลับ 1 รายแล้ว')).toBeVisible()
  await expect(page.getByText('ไม่มีลูกค้าในถังขยะ')).toBeVisible()
  expect((await page.request.get(`/api/records/customer/${id}`)).status()).toBe(200)
  await page.getByRole('button', { name: 'งานเป็นชุด' }).click()
  await expect(page.getByRole('row', { name: /ลบลูกค้า/ })).toBeVisible()
})

test('a backup made now is restored after the word for it was typed, and the page opens again by itself', async ({
  page,
  office,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', { name: { type: 'company', name: 'กตัญญูค้าวัสดุ' } })
  await page.goto('/settings?tab=backup')
  await expect(page.getByText('ยังไม่เคยสำรองข้อมูล')).toBeVisible()
  await page.getByRole('button', { name: 'สำรองเดี๋ยวนี้' }).click()
  await expect(page.getByText(/^สำรองครบแล้วเมื่อ วันนี้/)).toBeVisible()
  await page.request.post('/api/records/customer/delete', { data: { ids: [id] } })
  await page.getByRole('button', { name: /^กู้คืน วันนี้/ }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('button', { name: 'กู้คืนข้อมูลชุดนี้' })).toBeDisabled()
  await dialog.getByLabel(/^พิมพ์คำว่า/).fill('กู้คืน')
  await dialog.getByRole('button', { name: 'กู้คืนข้อมูลชุดนี้' }).click()
  await expect(page.getByText('กำลังเปิดข้อมูลที่กู้คืน')).toBeVisible()
  await expect(page.getByText(/^กู้คืน ลูกค้า 1 ·/)).toBeVisible()
  // Whoever started the server starts it again; here that is the test.
  await office.switchOff()
  await office.switchOn()
  await expect(page).toHaveURL(`${office.address}/`, { timeout: 20_000 })
  const restored = await page.request.get(`/api/records/customer/${id}`)
  expect(await restored.json()).not.toHaveProperty('deletedAt')
})

test('a save of a whole year of targets stands in the history, and what is beyond its first lines opens by a key', async ({
  page,
}) => {
  await foundOffice(page)
  const { user } = await (await page.request.get('/api/session')).json()
  const cells = Array.from({ length: 12 }, (_, at) =>
    ['2027', '2028'].map((year) => `${year}-${String(at + 1).padStart(2, '0')}`),
  )
    .flat()
    .map((month) => ({ kind: 'person', id: user.id, month, amount: 500_000_00, was: null }))
  expect((await page.request.put('/api/targets', { data: { cells } })).ok()).toBe(true)
  await open(page, '/settings?tab=history')
  const entry = page.locator('.sp-change').first()
  const last = entry.locator('details li').last()
  await expect(last).toBeHidden()
  await entry.locator('summary').focus()
  await page.keyboard.press('Enter')
  await expect(last).toBeVisible()
})
