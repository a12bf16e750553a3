import { readFile } from 'node:fs/promises'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

test('what is ticked in a list is printed on a begun sheet of stickers, by keyboard, as the preview showed it', async ({
  page,
}) => {
  await foundOffice(page)
  const address = {
    id: 'a1',
    type: 'billing',
    houseNo: '99',
    subdistrict: 'คลองเตย',
    district: 'คลองเตย',
    province: 'กรุงเทพมหานคร',
  }
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ', { addresses: [address] }))
  await addRecord(page, 'customer', company('ขอนแก่นปั๊มน้ำ', { addresses: [address], doNotContact: ['post'] }))
  await addRecord(page, 'customer', company('คลองเตยการช่าง', { addresses: [address] }))
  await open(page, '/records/customer')
  await expect(page.getByRole('row')).toHaveCount(4)
  for (const name of ['กตัญญู', 'ขอนแก่น'])
    await page
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('checkbox')
      .check()

  await page.keyboard.press('Control+p')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(say('print.scope_ids', { count: 2, unit: say('customer.unit') }))).toBeVisible()
  await expect(dialog.getByRole('radio', { name: say('print.list') })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(dialog.getByRole('radio', { name: say('print.labels') })).toBeChecked()
  await dialog.getByRole('button', { name: say('print.place', { number: 3 }), exact: true }).click()
  await expect(dialog.getByRole('img', { name: say('print.preview') })).toBeVisible()
  await expect(dialog.getByText(say('print.left_refused', { count: 1 }))).toBeVisible()

  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('F9')])
  expect(file.suggestedFilename()).toMatch(/^ป้ายที่อยู่ ลูกค้า .*\.pdf$/)
  expect((await readFile(await file.path())).subarray(0, 5).toString()).toBe('%PDF-')
  await expect(dialog).toBeHidden()
})
