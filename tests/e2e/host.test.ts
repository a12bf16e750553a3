import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

test('a password set in the settings is asked for after signing out; a wrong one says so, the right one opens', async ({
  page,
}) => {
  await foundOffice(page)
  await open(page, '/settings')
  await page.getByText(say('settings.tab.me'), { exact: true }).click()
  await page.getByRole('button', { name: say('settings.password.make') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(say('settings.password.next'), { exact: true }).fill('ปลาทูสามตัว')
  await dialog.getByLabel(say('settings.password.again'), { exact: true }).fill('ปลาทูสามตัว')
  await dialog.getByRole('button', { name: say('settings.password.make') }).click()
  await expect(page.getByText(say('settings.password.changed'))).toBeVisible()

  await page.getByRole('button', { name: 'แอน', exact: true }).click()
  await page.getByRole('menuitem', { name: say('user.sign_out') }).click()
  const password = page.getByLabel(say('signin.password'), { exact: true })
  await password.fill('ปลาทูสองตัว')
  await page.getByRole('button', { name: say('signin.go') }).click()
  await expect(page.getByText(say('error.session.wrong_password'))).toBeVisible()
  await expect(password).toHaveValue('')
  await password.fill('ปลาทูสามตัว')
  await page.getByRole('button', { name: say('signin.go') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('when the host is gone the window says so and keeps what it shows; it is well again by itself when the host is back', async ({
  page,
  office,
}) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, '/records/customer')
  await expect(page.getByText('ฐานฎีกาวิศวกรรม').first()).toBeVisible()
  await office.switchOff()
  await expect(page.getByText(say('host.lost_text'))).toBeVisible()
  await expect(page.getByText('ฐานฎีกาวิศวกรรม').first()).toBeVisible()
  await office.switchOn()
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ'))
  await expect(page.getByText(say('host.lost_text'))).toBeHidden()
  await expect(page.getByText('กตัญญูค้าวัสดุ').first()).toBeVisible()
})

test('a list that hears of a change but gets no answer keeps what it shows', async ({ page }) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, '/records/customer')
  await expect(page.getByText('ฐานฎีกาวิศวกรรม').first()).toBeVisible()
  let unanswered = 0
  await page.route('**/api/records/customer/list', (route) => {
    unanswered += 1
    return route.abort('connectionrefused')
  })
  await addRecord(page, 'customer', company('ป้ำการช่าง'))
  await expect.poll(() => unanswered, { timeout: 20_000 }).toBeGreaterThanOrEqual(3)
  await page.waitForTimeout(500)
  await expect(page.getByText('ฐานฎีกาวิศวกรรม').first()).toBeVisible()
  await expect(page.getByRole('button', { name: say('action.retry') })).toBeHidden()
})

test('the language changes at once, with the years of its calendar, and stays', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { customerSince: '2024-02-29' }))
  await open(page, `/records/customer/${id}`)
  const since = page.getByRole('definition').filter({ hasText: '29' })
  await expect(since).toContainText('29 ก.พ. 67')
  await page.getByTitle(say('user.switch_language')).click()
  await expect(page.getByRole('link', { name: 'Customers', exact: true })).toBeVisible()
  await expect(since).toContainText('29 Feb 2024')
  await page.reload()
  await expect(since).toContainText('29 Feb 2024')
  await page.getByTitle('เปลี่ยนเป็นภาษาไทย').click()
  await expect(since).toContainText('29 ก.พ. 67')
})

test('dark colours and large letters are kept on this device', async ({ page }) => {
  await foundOffice(page)
  await open(page, '/')
  const root = page.locator('html')
  const size = () => root.evaluate((html) => Number.parseFloat(getComputedStyle(html).fontSize))
  const usual = await size()
  await page.getByRole('button', { name: say('user.to_dark') }).click()
  await page.getByRole('button', { name: 'แอน', exact: true }).click()
  await page.getByText('130 %').click()
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'dark')
  expect(await size()).toBeCloseTo(usual * 1.3, 1)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(root).toHaveAttribute('data-mantine-color-scheme', 'dark')
  expect(await size()).toBeCloseTo(usual * 1.3, 1)
  expect(await root.evaluate((html) => html.scrollWidth - html.clientWidth)).toBe(0)
})

test('a reminder that falls due is told in the window and counted at the bell, from where it opens', async ({ page }) => {
  await foundOffice(page)
  const due = new Date(Date.now() - 1000).toISOString()
  await addRecord(page, 'activity', { subject: 'โทรหาคุณต้น', type: 'task', dueAt: due, remindAt: due })
  await open(page, '/')
  const told = page.getByText(say('home.reminder', { subject: 'โทรหาคุณต้น' }))
  await expect(told).toBeVisible()
  // Told once, it waits under the bell until it is put away there, however often the page is loaded anew.
  await page.reload()
  const bell = page.getByRole('button', { name: `${say('home.reminders')}: 1` })
  await expect(bell).toBeVisible()
  await expect(told).toBeHidden()
  await bell.click()
  await page.getByRole('menuitem', { name: 'โทรหาคุณต้น' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'โทรหาคุณต้น' })).toBeVisible()
  const asked = page.waitForResponse(/\/api\/reminders/)
  await page.reload()
  await asked
  await expect(page.getByRole('button', { name: say('home.reminders'), exact: true })).toBeVisible()
})

test('reminders at once are told together in a row of their own, which covers nothing, not on a phone either', async ({
  page,
}) => {
  await foundOffice(page)
  const due = new Date(Date.now() - 1000).toISOString()
  const subjects = ['โทรหาคุณต้น', 'ส่งใบเสนอราคา', 'นัดป้ำ']
  for (const subject of subjects) await addRecord(page, 'activity', { subject, type: 'task', dueAt: due, remindAt: due })
  await open(page, '/')
  const strip = page.locator('.sp-reminder')
  await expect(strip).toContainText(subjects[2] ?? '')
  await expect(strip).toContainText('3')
  const isBelow = async () => {
    const [row, main] = [await strip.boundingBox(), await page.locator('#main').boundingBox()]
    return row !== null && main !== null && row.y >= main.y + main.height
  }
  expect(await isBelow()).toBe(true)
  // What is told by a line of its own meanwhile does not take its place.
  await page.keyboard.press('Control+z')
  await expect(page.getByText(say('keys.nothing_to_undo'))).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(strip).toContainText('3')
  expect(await isBelow()).toBe(true)
  const tabs = await page.locator('.sp-tabs').boundingBox()
  const row = await strip.boundingBox()
  expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual(tabs?.y ?? 0)
  await strip.getByRole('button', { name: say('home.reminders_see', { count: 3 }) }).click()
  for (const subject of subjects) await expect(page.getByRole('menuitem', { name: subject })).toBeVisible()
  await page.keyboard.press('Escape')
  await strip.getByRole('button', { name: say('action.close') }).click()
  await expect(strip).toBeEmpty()
})

test('what is told in passing does not lie on the verbs at the foot of a form', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกา'))
  for (const width of [1366, 390]) {
    await page.setViewportSize({ width, height: 768 })
    await open(page, `/records/customer/${id}`)
    await page.keyboard.press('Control+z')
    const told = page.locator('.sp-toast')
    await expect(told).toContainText(say('keys.nothing_to_undo'))
    await page.keyboard.press('e')
    const save = page.locator('[data-foot]')
    await save.scrollIntoViewIfNeeded()
    const [line, button] = [await told.boundingBox(), await save.boundingBox()]
    expect(line && button && (line.y + line.height <= button.y || line.y >= button.y + button.height)).toBe(true)
    await page.reload()
  }
})
