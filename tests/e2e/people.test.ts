import type { Browser, Page } from '@playwright/test'
import { Secret, TOTP } from 'otpauth'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, type Office, test } from './support/office.ts'

const OWNERS = 'ปลาทูสามตัวครับ'
const NEW = 'ช้างสองเชือกเดินเล่น'

/** Another device at the same office, on which nobody signed in yet. */
async function otherDevice(browser: Browser, { address, token }: Office): Promise<Page> {
  const context = await browser.newContext({ baseURL: address, locale: 'th-TH' })
  await context.request.get(`${address}/?token=${token}`, { maxRedirects: 0 })
  return context.newPage()
}

test('a new colleague sets a password by a one-use code, and is signed out from afar within seconds', async ({
  page,
  office,
  browser,
}) => {
  test.setTimeout(90_000)
  await foundOffice(page)
  expect((await page.request.post('/api/me/password', { data: { next: OWNERS } })).ok()).toBe(true)
  await open(page, '/settings?tab=people')
  await page.getByRole('button', { name: say('settings.people.add') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: say('settings.people.name'), exact: true }).fill('ต้นกล้า ขยันดี')
  await dialog.getByLabel(say('settings.people.nick')).fill('ต้น')
  await dialog.getByRole('button', { name: say('settings.people.add_and_code') }).click()
  const code = await page.locator('.sp-code').textContent()
  expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  const there = await otherDevice(browser, office)
  await there.goto('/')
  await there.getByRole('button', { name: say('signin.have_code') }).click()
  await there.getByLabel(say('signin.code')).fill('AAAA-BBBB-CCCC')
  await there.getByLabel(say('signin.new_password')).fill(NEW)
  await there.getByRole('button', { name: say('signin.use_code') }).click()
  await expect(there.getByLabel(say('signin.code'))).toHaveAccessibleDescription(new RegExp(say('error.session.wrong_code')))
  await there.getByLabel(say('signin.code')).fill((code ?? '').toLowerCase().replaceAll('-', ' '))
  await there.getByRole('button', { name: say('signin.use_code') }).click()
  await expect(there.getByRole('button', { name: 'ต้น', exact: true })).toBeVisible()

  await page.getByRole('button', { name: /^ให้ออก ต้น,/ }).click()
  await expect(there.getByRole('button', { name: say('signin.go') })).toBeVisible({ timeout: 5_000 })
  // Thrown out in the middle of his work, he is told so.
  await expect(there.getByRole('status').filter({ hasText: say('signin.ended_title') })).toBeVisible()
  await there.getByLabel(say('signin.who')).selectOption({ label: 'ต้น' })
  await there.getByLabel(say('signin.password'), { exact: true }).fill(NEW)
  await there.keyboard.press('Enter')
  await expect(there.getByRole('button', { name: 'ต้น', exact: true })).toBeVisible()
  // His own account is there for him though he configures nothing.
  await there.goto('/settings')
  await expect(there.getByRole('heading', { level: 2, name: say('settings.tab.me') })).toBeVisible()
  await there.context().close()
})

test('a role is copied, told in words, saved by F9; its masked number is shown by its end and revealed on the page', async ({
  page,
  office,
  browser,
}) => {
  test.setTimeout(90_000)
  await foundOffice(page)
  await open(page, '/settings?tab=roles')
  await page
    .getByRole('navigation', { name: say('rights.which') })
    .getByRole('button', { name: say('settings.role.sales') })
    .click()
  await page.getByRole('button', { name: say('rights.copy') }).click()
  await page.getByRole('dialog').getByLabel(say('settings.role.name_th')).fill('ขายหน้าร้าน')
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 3, name: 'ขายหน้าร้าน' })).toBeVisible()
  await page.getByLabel('เห็น ลูกค้า', { exact: true }).selectOption(say('rights.reach.all'))
  await expect(page.getByLabel(say('rights.preview'))).toContainText(say('rights.view.all'))
  await page.getByLabel(say('rights.add_field')).first().click()
  await page
    .getByRole('option', { name: say('customer.phones'), exact: true })
    .first()
    .click()
  await page.keyboard.press('F9')
  await expect(page.getByText(/บันทึกแล้วเมื่อ|บันทึกแล้ว/).first()).toBeVisible()

  const customer = await addRecord(page, 'customer', company('ป้ำการช่าง', { phones: [{ id: 'a', e164: '+66891235678' }] }))
  const roles = (await (await page.request.get('/api/roles')).json()) as { roles: { key: string; nameTh: string }[] }
  const role = roles.roles.find(({ nameTh }) => nameTh === 'ขายหน้าร้าน')?.key
  const made = await page.request.put('/api/users', { data: { name: 'ต้น', nick: 'ต้น', role, active: true } })
  const { id } = (await made.json()) as { id: string }
  const { code } = (await (await page.request.post(`/api/users/${id}/code`)).json()) as { code: string }
  const there = await otherDevice(browser, office)
  expect((await there.request.post('/api/session/code', { data: { code, password: NEW } })).ok()).toBe(true)
  await there.goto('/records/customer')
  // In the list there is the mask alone; beside it, it is lifted as on the page, and not before.
  await expect(there.getByRole('row', { name: /ป้ำการช่าง/ })).toContainText('•••• 5678')
  await there.goto(`/records/customer/${customer}`)
  await expect(there.getByText('•••• 5678')).toBeVisible()
  await expect(there.getByText('089-123-5678')).toBeHidden()
  await there.getByRole('button', { name: say('page.reveal_of', { field: say('customer.phones') }) }).click()
  await expect(there.getByText('089-123-5678').first()).toBeVisible()
  await there.context().close()
})

test('who may only read is offered nothing to write, on the desk and on the phone', async ({ page, office, browser }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  const made = (await (
    await page.request.put('/api/users', { data: { name: 'ศรี บัญชีดี', nick: 'ศรี', role: 'readonly', active: true } })
  ).json()) as { id: string }
  const { code } = (await (await page.request.post(`/api/users/${made.id}/code`)).json()) as { code: string }
  const there = await otherDevice(browser, office)
  expect((await there.request.post('/api/session/code', { data: { code, password: NEW } })).ok()).toBe(true)
  for (const viewport of [
    { width: 1366, height: 768 },
    { width: 390, height: 844 },
  ]) {
    await there.setViewportSize(viewport)
    await open(there, '/')
    await expect(there.getByText(say('home.empty'))).toBeVisible()
    await expect(there.getByRole('button', { name: say('home.add_task') })).toHaveCount(0)
    await expect(there.getByRole('button', { name: say('nav.log'), exact: true })).toHaveCount(0)
    await open(there, `/records/customer/${id}`)
    await expect(there.getByText(say('page.no_next_step'))).toBeVisible()
    await expect(there.getByRole('button', { name: say('page.plan_next') })).toHaveCount(0)
    await expect(there.getByRole('button', { name: say('page.log') })).toHaveCount(0)
    await there.keyboard.press('l')
    await expect(there.getByLabel(say('page.log_said'))).toHaveCount(0)
  }
  await there.context().close()
})

test('a role that sees by a filter is made on the roles page, told in words, and says when what it names is gone', async ({
  page,
}) => {
  await foundOffice(page)
  await open(page, '/settings?tab=roles&of=readonly')
  await page.getByLabel('เห็น ลูกค้า', { exact: true }).selectOption(say('rights.reach.some'))
  const dialog = page.getByRole('dialog', { name: 'เห็น ลูกค้า' })
  await expect(dialog.getByRole('button', { name: say('action.apply') })).toBeDisabled()
  await dialog.getByRole('button', { name: say('filter.add') }).click()
  const condition = page.locator('form.sp-condition')
  await condition.getByRole('combobox', { name: say('filter.field'), exact: true }).fill(say('customer.grade'))
  await page.getByRole('option', { name: say('customer.grade'), exact: true }).click()
  await condition.getByRole('combobox', { name: say('filter.value') }).press('ArrowDown')
  await page.getByRole('option', { name: 'A', exact: true }).click()
  await page.keyboard.press('Tab')
  await condition.getByRole('button', { name: say('action.apply') }).click()
  await dialog.getByRole('button', { name: say('action.apply'), exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByLabel('เห็น ลูกค้า', { exact: true })).toHaveValue('some')
  await expect(page.getByLabel(say('rights.preview'))).toContainText('เห็นบางราย เฉพาะที่ เกรด คือ A')
  await page.keyboard.press('F9')
  await expect(page.getByText(/^บันทึกแล้ว \d/)).toBeVisible()
  const gone = { key: 'A', labelTh: 'A', labelEn: 'A', archived: true }
  expect((await page.request.put('/api/choices/grade', { data: gone })).ok()).toBe(true)
  await open(page, '/settings?tab=roles&of=readonly')
  await expect(page.getByText(say('rights.fault'))).toBeVisible()
})

test('recovery codes go onto a sheet of paper that says whose they are, and nothing else does', async ({ page }) => {
  await foundOffice(page)
  expect((await page.request.post('/api/me/password', { data: { next: OWNERS } })).ok()).toBe(true)
  await open(page, '/settings?tab=me')
  await page.getByRole('button', { name: say('totp.set_up') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say('settings.password.current')).fill(OWNERS)
  await dialog.getByRole('button', { name: say('totp.next') }).click()
  const secret = Secret.fromBase32((await dialog.locator('.sp-totp strong').innerText()).replaceAll(' ', ''))
  await dialog.getByLabel(say('totp.code')).fill(new TOTP({ secret }).generate())
  await dialog.getByRole('button', { name: say('totp.turn_on') }).click()
  await expect(dialog.getByRole('button', { name: say('totp.print') })).toBeVisible()
  const codes = await dialog.locator('.sp-totp-codes li').allInnerTexts()
  expect(codes).toHaveLength(8)
  await page.emulateMedia({ media: 'print' })
  await expect(dialog).toBeHidden()
  const printed = await page.locator('body').innerText()
  for (const code of codes) expect(printed.split(code)).toHaveLength(2)
  const { user } = await (await page.request.get('/api/session')).json()
  expect(printed).toContain(user.name)
  expect(printed).toContain(say('totp.sheet_title'))
  expect(printed).not.toContain(say('totp.kept'))
})

test('who asks a code of every admin has set up his own before', async ({ page }) => {
  await foundOffice(page)
  expect((await page.request.post('/api/me/password', { data: { next: OWNERS } })).ok()).toBe(true)
  await open(page, '/settings?tab=people')
  const asked = page.getByRole('checkbox', { name: say('settings.signin.code_for_admins') })
  await expect(asked).toBeDisabled()
  await page.getByText(say('error.totp.own_first')).getByRole('link').click()
  await expect(page.getByRole('button', { name: say('totp.set_up') })).toBeVisible()
  const { secret } = await (await page.request.post('/api/me/totp', { data: { password: OWNERS } })).json()
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate()
  expect((await page.request.post('/api/me/totp/confirm', { data: { code } })).ok()).toBe(true)
  await open(page, '/settings?tab=people')
  await asked.click()
  await expect(page.getByText(say('toast.saved'))).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: say('settings.tab.people') })).toBeVisible()
})
