import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import Sqlite from 'better-sqlite3'
import { addRecord, foundOffice, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

test('who runs the office is told of a field that became another by itself, looks at it and puts back what was saved', async ({
  page,
  office,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', { name: { type: 'company', name: 'กตัญญูค้าวัสดุ' }, needs: 'ท่อเหล็ก 40 เส้น' })
  const db = new Sqlite(join(office.dataFolder, 'samphan.db'))
  db.prepare("update customer set needs = 'ท่อเหล็ก 10 เส้น' where id = ?").run(id)
  db.prepare("insert into setting (key, value) values ('records_damaged', ?)").run(JSON.stringify([{ entity: 'customer', id }]))
  db.close()
  await page.goto('/records/customer')
  const notice = page.getByRole('alert').filter({ hasText: 'กตัญญูค้าวัสดุ: ช่องความต้องการ เพี้ยนไปเอง' })
  await expect(notice).toBeVisible()
  const axe = await new AxeBuilder({ page }).include('.sp-notices').analyze()
  expect(axe.violations).toEqual([])
  await notice.getByRole('link', { name: 'เปิดดู' }).click()
  await expect(page.getByText('ท่อเหล็ก 10 เส้น')).toBeVisible()
  await notice.getByRole('button', { name: 'คืนค่าที่บันทึกไว้' }).click()
  await expect(page.getByText('คืนค่าแล้ว')).toBeVisible()
  await expect(notice).toHaveCount(0)
  await expect(page.getByText('ท่อเหล็ก 40 เส้น').first()).toBeVisible()
})

test('a field that nobody can read says so in the list and on the page, and all else is there', async ({ page, office }) => {
  await foundOffice(page)
  const phones = [{ id: 'p1', e164: '+66812345678' }]
  const id = await addRecord(page, 'customer', { name: { type: 'company', name: 'ป้ำการช่าง' }, needs: 'สายพาน', phones })
  const db = new Sqlite(join(office.dataFolder, 'samphan.db'))
  db.prepare('update customer set phones = substr(phones, 1, 20) where id = ?').run(id)
  db.close()
  await page.goto('/records/customer')
  await expect(
    page.getByRole('row', { name: 'ป้ำการช่าง' }).getByText(say('field.unreadable_short'), { exact: true }),
  ).toBeVisible()
  await page.goto(`/records/customer/${id}`)
  await expect(page.getByText(say('field.unreadable'))).toBeVisible()
  await expect(page.getByText('สายพาน').first()).toBeVisible()
})

test('who exports the whole office is told of attachments that are damaged and not in it', async ({ page, office }) => {
  await foundOffice(page)
  const file = { name: 'order.txt', mimeType: 'text/plain', buffer: Buffer.from('สั่งซื้อ 40 เส้น') }
  const { sha256 } = (await (await page.request.post('/api/files', { multipart: { file } })).json()) as { sha256: string }
  writeFileSync(join(office.dataFolder, 'files', sha256.slice(0, 2), sha256), 'สั่งซื้อ 10 เส้น')
  await page.goto('/settings?tab=data')
  const zip = page.waitForEvent('download')
  await page.getByRole('button', { name: 'ส่งออกทั้งสำนักงาน' }).click()
  expect((await zip).suggestedFilename()).toMatch(/^samphan-.*\.zip$/)
  await expect(page.getByText('ไฟล์แนบ 1 ไฟล์ในเครื่องหลักเสียหรือหายไป จึงไม่อยู่ใน zip')).toBeVisible()
})

for (const at of ['2026-13-45T99:99:00.000Z', 'เมื่อวาน', ''])
  test(`a time that is no time any more (“${at}”) leaves the timeline it stands in as it is`, async ({ page, office }) => {
    await foundOffice(page)
    const id = await addRecord(page, 'customer', { name: { type: 'company', name: 'ป้ำการช่าง' } })
    const doneAt = new Date().toISOString()
    const about = [{ entity: 'customer', id }]
    const broken = await addRecord(page, 'activity', { type: 'call', subject: 'โทรเรื่องสายพาน', doneAt, about })
    await addRecord(page, 'activity', { type: 'call', subject: 'โทรเรื่องท่อเหล็ก', doneAt, about })
    const db = new Sqlite(join(office.dataFolder, 'samphan.db'))
    db.prepare('update activity set at = ?, due_at = ?, done_at = ? where id = ?').run(at, at, at, broken)
    db.close()
    await page.goto(`/records/customer/${id}`)
    await expect(page.getByText('โทรเรื่องท่อเหล็ก').first()).toBeVisible()
    await expect(page.getByText('โทรเรื่องสายพาน').first()).toBeVisible()
    await page.goto('/records/activity')
    await expect(page.getByText('โทรเรื่องสายพาน').first()).toBeVisible()
  })
