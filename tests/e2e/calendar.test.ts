import type { Locator, Page } from '@playwright/test'
import { addRecord, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

/** A Wednesday, so that the week has days before and after; days off none. */
const DAY = '2027-06-09'
const NEXT_DAY = '2027-06-10'
/** An instant at which the office’s clock shows this time. */
const at = (day: string, time: string): string => new Date(`${day}T${time}:00+07:00`).toISOString()

const item = (page: Page, name: RegExp | string): Locator => page.locator('[data-item]').filter({ hasText: name }).first()
async function dueOf(page: Page, id: string): Promise<{ dueAt: string; minutes?: number; doneAt?: string }> {
  const reply = await page.request.get(`/api/records/activity/${id}`)
  return (await reply.json()) as { dueAt: string; minutes?: number; doneAt?: string }
}

test('an appointment is made, moved, stretched and ticked off with the keyboard alone, and each step is taken back', async ({
  page,
  complaints,
}) => {
  await foundOffice(page)
  await open(page, `/calendar?date=${DAY}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('6–12 มิถุนายน 2570')
  const frame = page.getByRole('group', { name: say('calendar.title') })
  await expect(frame).toBeFocused()
  await page.keyboard.press('ArrowDown')
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog')
  await expect(form).toBeVisible()
  await page.keyboard.type('ประชุมราคา')
  await page.keyboard.press('F9')
  await expect(form).toBeHidden()
  const made = item(page, 'ประชุมราคา')
  await expect(made).toHaveAccessibleName(/ประชุมราคา 09:30–10:30, ประชุม$/)
  const id = (await made.getAttribute('data-item')) ?? ''
  expect(await dueOf(page, id)).toMatchObject({ dueAt: at(DAY, '09:30'), minutes: 60 })

  await made.focus()
  await page.keyboard.press('m')
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key)
  await expect(page.getByText(/^กำลังย้าย ประชุมราคา: พฤ. 10 มิ.ย. 70 10:00–11:30$/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await dueOf(page, id)).dueAt).toBe(at(NEXT_DAY, '10:00'))
  expect((await dueOf(page, id)).minutes).toBe(90)
  await expect(item(page, 'ประชุมราคา')).toBeFocused()
  // The line before offers to undo, too: the adding.
  const moved = page.getByRole('status').filter({ hasText: 'ย้าย ประชุมราคา' })
  await moved.getByRole('button', { name: /เลิกทำ/ }).click()
  await expect.poll(async () => (await dueOf(page, id)).dueAt).toBe(at(DAY, '09:30'))
  expect((await dueOf(page, id)).minutes).toBe(60)
  await expect(item(page, 'ประชุมราคา')).toHaveAccessibleName(/09:30–10:30/)

  await item(page, 'ประชุมราคา').focus()
  await page.keyboard.press('m')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Escape')
  await expect(item(page, 'ประชุมราคา')).toBeFocused()
  expect((await dueOf(page, id)).dueAt).toBe(at(DAY, '09:30'))
  await page.keyboard.press('Space')
  await expect.poll(async () => (await dueOf(page, id)).doneAt).toBeDefined()
  await expect(item(page, 'ประชุมราคา')).toHaveAccessibleName(new RegExp(say('calendar.done')))
  expect(complaints).toEqual([])
})

test('the mouse draws an appointment, drags it to another day, and stretches it at its foot', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'activity', {
    subject: 'เข้าพบ',
    type: 'visit',
    dueAt: at(DAY, '10:00'),
    minutes: 60,
    remindAt: at(DAY, '09:30'),
  })
  await open(page, `/calendar?date=${DAY}`)
  const box = async (locator: Locator) => {
    const found = await locator.boundingBox()
    if (!found) throw new Error('nothing to drag')
    return found
  }
  const visit = await box(item(page, 'เข้าพบ'))
  const target = await box(page.locator(`[data-cal-day="${NEXT_DAY}"]`))
  await page.mouse.move(visit.x + 30, visit.y + 10)
  await page.mouse.down()
  await page.mouse.move(visit.x + 60, visit.y + 30, { steps: 4 })
  // An hour is 52 px: two hours down.
  await page.mouse.move(target.x + 30, visit.y + 10 + 104, { steps: 8 })
  await page.mouse.up()
  await expect.poll(async () => (await dueOf(page, id)).dueAt).toBe(at(NEXT_DAY, '12:00'))
  // The reminder goes along, half an hour ahead.
  expect(await dueOf(page, id)).toMatchObject({ remindAt: at(NEXT_DAY, '11:30') })
  await expect(page.getByRole('dialog')).toBeHidden()

  const foot = await box(item(page, 'เข้าพบ'))
  await page.mouse.move(foot.x + 30, foot.y + foot.height)
  await page.mouse.down()
  await page.mouse.move(foot.x + 30, foot.y + foot.height + 52, { steps: 6 })
  await page.mouse.up()
  await expect.poll(async () => (await dueOf(page, id)).minutes).toBe(120)

  const free = await box(page.locator(`[data-cal-day="${DAY}"]`))
  await page.mouse.move(free.x + 40, foot.y)
  await page.mouse.down()
  await page.mouse.move(free.x + 40, foot.y + 90, { steps: 6 })
  await page.mouse.up()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect(page.getByRole('dialog').getByLabel(say('activity.minutes'))).toHaveValue('120')
})

test('an appointment of two days is held by either of them, and the hours stay where they are under the mouse', async ({
  page,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'activity', { subject: 'เฝ้าระบบ', type: 'task', dueAt: at(DAY, '22:00'), minutes: 300 })
  await open(page, `/calendar?date=${DAY}`)
  const hours = page.getByRole('group', { name: say('calendar.title') })
  await hours.evaluate((element) => element.scrollTo(0, 0))
  const tail = page.locator(`[data-item="${id}"][data-day="${NEXT_DAY}"]`)
  /** Holds the part after midnight at a height and draws it an hour, 52 px, up or down. */
  const draw = async (from: number, by: 1 | -1) => {
    const box = await tail.boundingBox()
    if (!box) throw new Error('nothing to drag')
    const [x, y] = [box.x + 30, from < 0 ? box.y + box.height + from : box.y + from]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + by * 52, { steps: 8 })
    await page.mouse.up()
  }
  await draw(-2, -1)
  await expect.poll(async () => (await dueOf(page, id)).minutes).toBe(240)
  expect(await hours.evaluate((element) => element.scrollTop)).toBe(0)
  await expect(tail).toHaveAccessibleName(/22:00–02:00/)
  await draw(20, 1)
  await expect.poll(async () => (await dueOf(page, id)).dueAt).toBe(at(DAY, '23:00'))
  expect((await dueOf(page, id)).minutes).toBe(240)
})

test('the keyboard stays on an appointment that somebody else moves, and in the calendar when it leaves the week', async ({
  page,
}) => {
  await foundOffice(page)
  const values = { type: 'meeting', subject: 'ประชุมราคา', dueAt: at(DAY, '10:00'), minutes: 60 }
  const id = await addRecord(page, 'activity', values)
  const elsewhere = async (dueAt: string) => {
    const { version } = (await (await page.request.get(`/api/records/activity/${id}`)).json()) as { version: number }
    const reply = await page.request.patch(`/api/records/activity/${id}`, { data: { version, values: { dueAt } } })
    expect(reply.ok(), await reply.text()).toBe(true)
  }
  for (const view of ['week', 'month', 'agenda']) {
    await elsewhere(at(DAY, '10:00'))
    await open(page, `/calendar?date=${DAY}&view=${view}`)
    await item(page, 'ประชุมราคา').focus()
    await elsewhere(at(NEXT_DAY, '14:00'))
    await expect(item(page, 'ประชุมราคา')).toHaveAttribute('data-day', NEXT_DAY)
    await expect(item(page, 'ประชุมราคา')).toBeFocused()
    await elsewhere(at('2027-09-09', '14:00'))
    await expect(item(page, 'ประชุมราคา')).toBeHidden()
    await expect(page.getByRole('group', { name: say('calendar.title') })).toBeFocused()
  }
})

test('an item opens where it stands: done, another time without dragging, and in the month to another day', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'activity', { subject: 'โทรตาม', type: 'call', dueAt: at(DAY, '14:00') })
  await open(page, `/calendar?date=${DAY}&view=month`)
  await item(page, 'โทรตาม').click()
  const card = page.getByRole('dialog', { name: 'โทรตาม' })
  await card.getByRole('button', { name: say('calendar.change_time') }).click()
  await card.getByLabel(say('calendar.start')).fill('11/6/70')
  await card.getByRole('button', { name: say('action.save') }).click()
  await expect.poll(async () => (await dueOf(page, id)).dueAt).toBe(at('2027-06-11', '14:00'))

  const from = await item(page, 'โทรตาม').boundingBox()
  const to = await page.locator('[data-cal-day="2027-06-16"]').boundingBox()
  if (!from || !to) throw new Error('nothing to drag')
  await page.mouse.move(from.x + 40, from.y + 8)
  await page.mouse.down()
  await page.mouse.move(to.x + 40, to.y + 50, { steps: 10 })
  await page.mouse.up()
  await expect.poll(async () => (await dueOf(page, id)).dueAt).toBe(at('2027-06-16', '14:00'))

  await item(page, 'โทรตาม').click()
  await page
    .getByRole('dialog', { name: 'โทรตาม' })
    .getByRole('button', { name: say('action.done'), exact: true })
    .click()
  await expect.poll(async () => (await dueOf(page, id)).doneAt).toBeDefined()
})

test('the address holds the day, the view and whose calendar it is; keys step through them; holidays stand on their days', async ({
  page,
  complaints,
}) => {
  await foundOffice(page)
  await open(page, '/calendar?date=2026-12-07')
  await expect(page.getByText('ชดเชยวันพ่อแห่งชาติ')).toBeVisible()
  await page.keyboard.press('3')
  await expect(page).toHaveURL(/view=month/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('ธันวาคม 2569')
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('มกราคม 2570')
  await page.keyboard.press('k')
  await page.keyboard.press('4')
  await expect(page).toHaveURL(/view=agenda/)
  await page.getByRole('button', { name: /^ของ / }).click()
  await page.getByRole('menuitem', { name: say('calendar.team') }).click()
  await expect(page).toHaveURL(/whose=team/)
  await page.reload()
  await expect(page.getByRole('button', { name: /^ของ / })).toContainText(say('calendar.team'))
  await open(page, '/calendar?date=2099-01-01')
  await expect(page.getByText(say('calendar.no_holidays', { year: '2641' }))).toBeVisible()
  // A view that goes takes nothing along: what its effects did is ended quietly.
  expect(complaints).toEqual([])
})

test('a calendar file is looked at before anything is saved, imported, and taken back; a private address is made and revoked', async ({
  page,
  playwright,
}) => {
  await foundOffice(page)
  await open(page, `/calendar?date=${DAY}`)
  await page.getByRole('button', { name: say('calendar.more') }).click()
  await page.getByRole('menuitem', { name: say('calendar.import') }).click()
  const lines = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'UID:a',
    'DTSTART;TZID=Asia/Bangkok:20270609T130000',
    'SUMMARY:นัดจากไฟล์',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:b',
    'SUMMARY:ไม่มีเวลา',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  const choose = page.locator('input[type=file]')
  await choose.setInputFiles({ name: 'เละ.ics', mimeType: 'text/calendar', buffer: Buffer.from('ไม่ใช่ปฏิทิน') })
  await expect(page.getByRole('alert')).toContainText(say('error.calendar.not_a_calendar'))
  await choose.setInputFiles({ name: 'นัด.ics', mimeType: 'text/calendar', buffer: Buffer.from(lines.join('\r\n')) })
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(say('calendar.reason.no_start'))).toBeVisible()
  await expect(page.locator('[data-item]')).toHaveCount(0)
  await expect(dialog.getByRole('button', { name: say('calendar.file.apply', { count: 1 }) })).toContainText('F9')
  await page.keyboard.press('F9')
  await expect(item(page, 'นัดจากไฟล์')).toBeVisible()
  await page.getByRole('button', { name: /เลิกทำ/ }).click()
  await expect(item(page, 'นัดจากไฟล์')).toBeHidden()

  await page.getByRole('button', { name: say('calendar.more') }).click()
  await page.getByRole('menuitem', { name: say('calendar.subscribe') }).click()
  await page.getByLabel(say('calendar.feed.name')).fill('มือถือของแอน')
  await page.getByRole('button', { name: say('calendar.feed.make') }).click()
  const address = await page.getByLabel(say('calendar.feed.address')).inputValue()
  // A phone has no cookie of ours.
  const phone = await playwright.request.newContext()
  expect((await (await phone.get(address)).text()).startsWith('BEGIN:VCALENDAR')).toBe(true)
  await page.getByRole('button', { name: say('calendar.feed.revoke', { name: 'มือถือของแอน' }) }).click()
  await expect(page.getByText(say('calendar.feed.none'))).toBeVisible()
  // An address that is worth nothing is no longer offered to be copied.
  await expect(page.getByLabel(say('calendar.feed.address'))).toBeHidden()
  expect((await phone.get(address)).status()).toBe(404)
  await phone.dispose()
})

test('on a phone the days are a list, a month counts them, and nothing runs out of the side', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await foundOffice(page)
  const id = await addRecord(page, 'activity', {
    subject: 'เข้าพบ ฐานฎีกาวิศวกรรมและเพื่อนผู้รับเหมาทั่วประเทศ',
    type: 'visit',
    dueAt: at(DAY, '10:00'),
  })
  await open(page, `/calendar?date=${DAY}`)
  await page
    .getByRole('button', { name: /^ทำ.*เสร็จ|เสร็จ/ })
    .first()
    .click()
  await expect.poll(async () => (await dueOf(page, id)).doneAt).toBeDefined()
  await page
    .locator('label')
    .filter({ hasText: say('calendar.view.month') })
    .click()
  await page.getByRole('button', { name: /10 มิถุนายน 2570/ }).click()
  await expect(page.getByText(say('calendar.nothing'))).toBeVisible()
  for (const view of ['day', 'month', 'agenda']) {
    await open(page, `/calendar?date=${DAY}&view=${view}`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(390)
  }
})
