import type { Browser, Page } from '@playwright/test'
import { Random } from '../../server/features/demo/random.ts'
import { CuttingProxy } from '../faults/cutting-proxy.ts'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, type Office, test } from './support/office.ts'

const PASSWORD = 'ปลาทูสามตัวครับ'

/** A colleague at another device of the same office, signed in. */
async function colleague(page: Page, browser: Browser, { address, token }: Office): Promise<Page> {
  expect((await page.request.post('/api/me/password', { data: { next: PASSWORD } })).ok()).toBe(true)
  const made = await page.request.put('/api/users', {
    data: { name: 'ต้นกล้า ขยันดี', nick: 'ต้น', role: 'manager', active: true },
  })
  const { id } = (await made.json()) as { id: string }
  const { code } = (await (await page.request.post(`/api/users/${id}/code`)).json()) as { code: string }
  const context = await browser.newContext({ baseURL: address, locale: 'th-TH' })
  await context.request.get(`${address}/?token=${token}`, { maxRedirects: 0 })
  expect((await context.request.post('/api/session/code', { data: { code, password: PASSWORD } })).ok()).toBe(true)
  return context.newPage()
}

/**
 * Waits until the window has loaded what it may need soon, as one that has stood for a while has: cut on its way, it cannot be given up,
 * and holds the few connections that a browser allows to one host.
 */
async function loadedAhead(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => name.includes('/display-settings-')),
  )
}

test('two people at one customer see each other, what the other saves, and that he is editing', async ({
  page,
  office,
  browser,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { needs: 'ปั๊มน้ำ 2 ตัว' }))
  const there = await colleague(page, browser, office)
  await open(page, `/records/customer/${id}`)
  await open(there, `/records/customer/${id}`)
  await expect(page.getByText(say('page.here_now', { names: 'ต้น' }))).toBeVisible()
  await expect(there.getByText(say('page.here_now', { names: 'แอน' }))).toBeVisible()

  await there.keyboard.press('e')
  await expect(page.getByText(say('page.editing_now', { names: 'ต้น' }))).toBeVisible()
  await there.getByLabel('ความต้องการ').fill('ปั๊มน้ำ 5 ตัว')
  await there.keyboard.press('F9')
  await expect(page.getByRole('region', { name: 'ข้อมูลลูกค้า' }).getByText('ปั๊มน้ำ 5 ตัว')).toBeVisible()
  await expect(page.getByText(say('page.here_now', { names: 'ต้น' }))).toBeVisible()

  await there.goto('/records/customer')
  await expect(page.getByText(say('page.here_now', { names: 'ต้น' }))).toBeHidden()
  await there.context().close()
})

test('what is saved while the host is away waits, is said to wait, and is sent once when the host is back', async ({
  page,
  office,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ป้ำการช่าง', { needs: 'สายพาน' }))
  await open(page, `/records/customer/${id}`)
  await page.keyboard.press('e')
  await page.getByLabel('ความต้องการ').fill('สายพาน 10 เส้น')
  await office.switchOff()
  await page.keyboard.press('F9')
  await expect(page.getByText(say('host.waiting', { count: 1 }))).toBeVisible()
  await office.switchOn()
  await expect(page.getByText(say('host.waiting', { count: 1 }))).toBeHidden()
  await expect(page.getByRole('definition').getByText('สายพาน 10 เส้น')).toBeVisible()
  const saved = (await (await page.request.get(`/api/records/customer/${id}`)).json()) as { version: number; needs: string }
  expect(saved).toMatchObject({ version: 2, needs: 'สายพาน 10 เส้น' })
})

for (const answered of [false, true])
  test(`a save on its way when the network broke off ${answered ? 'after' : 'before'} it was done is sent again when the host is heard, and is done once`, async ({
    page,
    office,
  }) => {
    await foundOffice(page)
    const id = await addRecord(page, 'customer', company('ป้ำการช่าง', { needs: 'สายพาน' }))
    const cable = new CuttingProxy(() => Number(new URL(office.address).port), new Random('cable'))
    const port = await cable.listen()
    await open(page, `http://127.0.0.1:${port}/records/customer/${id}`)
    await page.keyboard.press('e')
    await page.getByLabel('ความต้องการ').fill('สายพาน 10 เส้น')
    if (answered) cable.arm('half-open')
    else cable.freeze()
    await page.keyboard.press('F9')
    await expect.poll(() => cable.armed).toBe(false)
    cable.freeze()
    await expect(page.getByRole('definition').getByText('สายพาน 10 เส้น')).toBeVisible({ timeout: 15_000 })
    const saved = (await (await page.request.get(`${office.address}/api/records/customer/${id}`)).json()) as { version: number }
    expect(saved.version).toBe(2)
    cable.close()
  })

test('a save on its way when the cable was pulled is said to wait, and the window asks before it is closed', async ({
  page,
  office,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ป้ำการช่าง', { needs: 'สายพาน' }))
  const cable = new CuttingProxy(() => Number(new URL(office.address).port), new Random('cable'))
  const port = await cable.listen()
  await open(page, `http://127.0.0.1:${port}/records/customer/${id}`)
  await page.keyboard.press('e')
  await page.getByLabel('ความต้องการ').fill('สายพาน 10 เส้น')
  await loadedAhead(page)
  cable.pull()
  await page.keyboard.press('F9')
  await expect(page.getByText(say('host.waiting', { count: 1 }))).toBeVisible()
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  cable.plugIn()
  await expect(page.getByRole('definition').getByText('สายพาน 10 เส้น')).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText(say('host.waiting', { count: 1 }))).toBeHidden()
  const saved = (await (await page.request.get(`${office.address}/api/records/customer/${id}`)).json()) as { version: number }
  expect(saved.version).toBe(2)
  cable.close()
})

test('a record opened while the cable was pulled leaves a connection on which the host is heard again, and is shown then', async ({
  page,
  office,
}) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('ป้ำการช่าง', { needs: 'สายพาน' }))
  await addRecord(page, 'customer', company('เต้ยการช่าง', { needs: 'ตลับลูกปืน' }))
  const cable = new CuttingProxy(() => Number(new URL(office.address).port), new Random('cable'))
  const port = await cable.listen()
  await open(page, `http://127.0.0.1:${port}/records/customer`)
  await page.locator('.sp-name', { hasText: 'ป้ำการช่าง' }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('definition').getByText('สายพาน')).toBeVisible()
  await loadedAhead(page)
  await page.goBack()
  await expect(page.locator('.sp-name', { hasText: 'เต้ยการช่าง' })).toBeVisible()
  cable.pull()
  await page.locator('.sp-name', { hasText: 'เต้ยการช่าง' }).click()
  await page.keyboard.press('Enter')
  await expect(page.getByText(say('host.lost_text'))).toBeVisible()
  cable.plugIn()
  await expect(page.getByRole('definition').getByText('ตลับลูกปืน')).toBeVisible({ timeout: 15_000 })
  await expect(page.getByText(say('host.lost_text'))).toBeHidden()
  cable.close()
})
