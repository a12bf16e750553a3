import type { Page } from '@playwright/test'
import { addDeal, addRecord, company, foundOffice, open, say } from './support/first-records.ts'
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

test('what is typed while the palette is still on its way stands in its box, and is no shortcut of the page', async ({
  page,
  complaints,
}) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('Nok Garage'))
  let bring = () => {}
  const brought = new Promise<void>((resolve) => {
    bring = resolve
  })
  await page.route(/\/palette-[^/]*\.js/, async (route) => {
    await brought
    await route.continue()
  })
  await open(page, '/records/customer')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('nolk')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Backspace')
  bring()
  const box = page.getByRole('combobox', { name: say('search.placeholder') })
  await expect(box).toBeFocused()
  await expect(box).toHaveValue('no')
  await page.keyboard.type('k')
  await expect(box).toHaveValue('nok')
  await expect(page.getByRole('option', { name: /Nok Garage/ })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(1)
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
  await expect(
    help
      .getByRole('listitem')
      .filter({ hasText: say('keys.assign') })
      .first(),
  ).toHaveText(/^A/)
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

test('what can be done on a list, the board and the calendar stands in the palette with its key, and is done from there', async ({
  page,
}) => {
  await foundOffice(page)
  const customer = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ'))
  await addDeal(page, 'ปั๊มน้ำ', { customer })
  const palette = page.getByRole('combobox', { name: say('search.placeholder') })
  const act = async (name: string, cap: string) => {
    await page.keyboard.press('Control+k')
    await expect(palette).toBeFocused()
    await page.keyboard.type(`>${name}`)
    await expect(line(page, name)).toContainText(cap)
    await line(page, name).click()
    await expect(palette).toBeHidden()
  }
  await open(page, '/records/customer')
  await expect(page.getByRole('row')).toHaveCount(3)
  await act(say('keys.view_of', { title: say('list.mine_view', { entity: say('customer.many') }) }), 'Alt 2')
  await expect(page).toHaveURL(/view=mine/)
  await act(say('keys.quick_of', { title: say('quick.mine') }), 'Shift 1')
  await act(say('keys.group'), 'G')
  await expect(page.getByRole('menu').locator(':focus')).toBeAttached()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('row')).toHaveCount(3)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('x')
  await expect(page.getByRole('button', { name: say('list.tag') })).toBeVisible()
  await act(say('list.tag'), 'T')
  await expect(page.getByRole('dialog').getByRole('combobox', { name: say('list.tag') })).toBeFocused()
  await page.keyboard.press('Escape')

  await open(page, '/board')
  await page.locator('[data-card]').first().focus()
  await act(say('keys.move_deal'), 'M')
  await expect(page.getByRole('dialog', { name: say('board.move', { title: 'ปั๊มน้ำ' }) })).toBeVisible()
  await page.keyboard.press('Escape')

  await open(page, '/calendar')
  await act(say('keys.calendar_as', { title: say('calendar.view.month') }), '3')
  await expect(page).toHaveURL(/view=month/)
})

test('a key that is pressed as soon as a menu or popover closes is heard', async ({ page }) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, '/records/customer')
  for (const [opens, view] of [
    ['f', 'mine'],
    ['g', 'all'],
  ] as const) {
    await page.keyboard.press(opens)
    await expect(page.getByRole('dialog').or(page.getByRole('menu')).locator(':focus')).toBeAttached()
    await page.evaluate(
      async (digit) => {
        const press = (target: Element | null, init: KeyboardEventInit) =>
          target?.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }))
        press(document.activeElement, { key: 'Escape', code: 'Escape' })
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
        press(document.activeElement, { key: digit, code: `Digit${digit}`, altKey: true })
      },
      view === 'mine' ? '2' : '1',
    )
    await expect(page.getByRole('toolbar').locator('[aria-pressed=true]')).toContainText(
      view === 'mine' ? say('list.mine_view', { entity: say('customer.many') }) : say('list.all_view'),
    )
  }
})

test('what the hand went down on is done, also when the lines are drawn anew before it comes up', async ({ page }) => {
  await foundOffice(page)
  await open(page, '/')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('>')
  const wanted = line(page, say('calendar.title'))
  await wanted.scrollIntoViewIfNeeded()
  const place = await wanted.boundingBox()
  if (!place) throw new Error('the line has no place')
  await page.mouse.move(place.x + 60, place.y + place.height / 2)
  await page.mouse.down()
  await page.keyboard.type(say('calendar.title'))
  await expect(line(page, say('nav.reports'))).toBeHidden()
  await expect(wanted).toBeVisible()
  expect((await wanted.boundingBox())?.y).not.toBe(place.y)
  await page.mouse.up()
  await expect(page).toHaveURL(/calendar/)
})
