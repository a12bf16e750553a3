import type { Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const line = (page: Page, name: string) => page.getByRole('option', { name, exact: true })

/** Presses a letter as a keyboard with the Thai layout sends it: the same place, another letter. */
const pressThai = (page: Page, code: string, key: string) =>
  page.evaluate(
    (init) => document.body.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true })),
    { code, key },
  )

test('the palette does things with the open record, in either language and with the wrong keyboard', async ({
  page,
  complaints,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, `/records/customer/${id}`)
  for (const typed of [say('keys.assign'), 'assign', 'ฟหหรเื']) {
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: say('search.placeholder') })).toBeFocused()
    await page.keyboard.type(typed)
    await expect(line(page, say('keys.assign'))).toContainText('A')
    await line(page, say('keys.assign')).click()
    await expect(page.getByRole('dialog', { name: say('assign.title', { title: 'ฐานฎีกาวิศวกรรม' }) })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: say('search.placeholder') })).toBeFocused()
  await page.keyboard.type('>')
  await expect(line(page, say('keys.log'))).toBeVisible()
  await expect(line(page, say('search.settings', { tab: say('settings.tab.fields') }))).toBeVisible()
  expect(complaints).toEqual([])
})

test('names that sound like what was typed are the last group; what was opened last stands first without a text', async ({
  page,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'contact', { name: { first: 'สมชาย', last: 'รักไทย' } })
  await addRecord(page, 'contact', { name: { first: 'สมหมาย', last: 'Somchai' } })
  await open(page, `/records/contact/${id}`)
  await open(page, '/')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: say('search.placeholder') })).toBeFocused()
  await expect(page.getByRole('group', { name: say('search.recent') }).getByRole('option', { name: 'สมชาย รักไทย' })).toBeVisible()
  await page.keyboard.type('Somchai')
  await expect(page.getByRole('group', { name: say('search.sounds') }).getByRole('option')).toHaveText(/สมชาย รักไทย/)
  await expect(page.getByRole('option').first()).toContainText('สมหมาย')
})

test('the keys of a record work under the Thai layout, and the page of shortcuts lists them by screen', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, `/records/customer/${id}`)
  await pressThai(page, 'KeyT', 'ะ')
  const task = page.getByRole('dialog', { name: say('form.new', { entity: say('activity.one') }) })
  await expect(task).toBeVisible()
  await page.keyboard.type('ส่งใบเสนอราคา')
  await page.keyboard.press('F9')
  await expect(page.getByText('ส่งใบเสนอราคา').first()).toBeVisible()
  await expect(task).toBeHidden()
  await pressThai(page, 'KeyA', 'ฟ')
  await expect(page.getByRole('dialog', { name: say('assign.title', { title: 'ฐานฎีกาวิศวกรรม' }) })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Shift+Slash')
  const help = page.getByRole('dialog', { name: say('keys.title') })
  for (const word of ['keys.everywhere', 'keys.in_record', 'keys.in_list', 'keys.in_day', 'keys.in_calendar'] as const)
    await expect(help.getByRole('heading', { name: say(word) })).toBeVisible()
  await expect(help.getByRole('listitem').filter({ hasText: say('keys.assign') })).toHaveText(/^A/)
})

test('a deal moves to another stage from its own page, and Ctrl+Z takes it back also when its line is gone', async ({ page }) => {
  await foundOffice(page)
  const customer = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, `/records/customer/${customer}`)
  await page.keyboard.press('Control+n')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.type('ปั๊มน้ำ')
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 1, name: 'ปั๊มน้ำ' })).toBeVisible()
  const id = page.url().split('/').at(-1)
  const stage = async () => ((await (await page.request.get(`/api/records/deal/${id}`)).json()) as { stage: string }).stage
  const first = await stage()
  await expect(page.getByRole('button').filter({ has: page.locator('kbd', { hasText: /^M$/ }) })).toBeVisible()
  await page.keyboard.press('m')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('2')
  await expect.poll(stage).not.toBe(first)
  await page
    .getByRole('status')
    .getByRole('button', { name: say('action.close') })
    .click()
  await page.keyboard.press('Control+z')
  await expect.poll(stage).toBe(first)
  await expect(page.getByText(say('toast.undone'))).toBeVisible()
})
