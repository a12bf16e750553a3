import type { Locator, Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const notes = (page: Page): Locator => page.getByRole('textbox', { name: say('customer.notes'), exact: true })

test('an owner answers three questions, sees where to begin, and types the first customer without the mouse', async ({
  page,
  complaints,
}) => {
  await page.goto('/')
  await page.getByLabel(say('setup.company')).fill('ร้านฐานฎีกา')
  await page.getByLabel(say('setup.owner')).fill('แอน ใจดี')
  await page.getByRole('button', { name: say('setup.start') }).click()
  await expect(page.getByRole('heading', { name: say('home.title') })).toBeVisible()

  await page.getByRole('link', { name: say('customer.many'), exact: true }).click()
  await expect(page.getByText(say('empty.customer.title'))).toBeVisible()
  await expect(page.getByText(say('empty.import.title'))).toBeVisible()

  await page.keyboard.press('Alt+n')
  const form = page.getByRole('dialog', { name: say('form.new', { entity: say('customer.one') }) })
  await expect(form).toBeVisible()
  await page.keyboard.type('บจก. ฐานฎีกาวิศวกรรม')
  await expect(form.getByText('บริษัท ฐานฎีกาวิศวกรรม จำกัด')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type('0810004521')
  await expect(form.getByText('081-000-4521')).toBeVisible()
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 1, name: 'บริษัท ฐานฎีกาวิศวกรรม จำกัด' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'โทร 081-000-4521' }).first()).toBeVisible()
  expect(complaints).toEqual([])
})

test('a customer whose phone is already known is shown while the number is typed, and can be used instead', async ({ page }) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { phones: [{ id: 'a1b2c3d4e5', e164: '+66810004521' }] }))
  await open(page, '/records/customer')
  await page.keyboard.press('Control+n')
  const form = page.getByRole('dialog')
  await expect(form).toBeVisible()
  await page.keyboard.type('ร้านใหม่')
  await page.keyboard.press('Enter')
  await page.keyboard.type('081-000-4521')
  await expect(form.getByText(say('form.duplicate', { count: 1 }))).toBeVisible()
  await expect(form.getByText(say('duplicates.how.same', { field: say('customer.phones') }), { exact: false })).toBeVisible()
  await form.getByRole('button', { name: say('form.use_existing') }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'บริษัท ฐานฎีกาวิศวกรรม จำกัด' })).toBeVisible()
})

test('a call, its outcome and the next task are one form; the task is the next step, stands on its day and is ticked off', async ({
  page,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, `/records/customer/${id}`)
  await expect(page.getByText(say('page.no_next_step'), { exact: true })).toBeVisible()
  await page.keyboard.press('l')
  await page.getByLabel(say('page.log_said')).fill('ขอลดอีก 3 % รอผู้จัดการอนุมัติ')
  await page
    .getByRole('group', { name: say('page.log_outcome') })
    .getByRole('button', { name: 'ให้โทรกลับ' })
    .click()
  await page.getByLabel(say('page.log_next_what')).fill('โทรตามใบเสนอราคา')
  const due = page.getByRole('textbox', { name: say('page.log_next_when') }).first()
  await due.fill('วันนี้')
  await due.press('Tab')
  await page.keyboard.press('F9')

  const timeline = page.getByRole('region', { name: say('page.timeline') })
  await expect(timeline.getByText('ขอลดอีก 3 % รอผู้จัดการอนุมัติ')).toBeVisible()
  await expect(timeline.getByText('ให้โทรกลับ')).toBeVisible()
  await expect(page.getByRole('heading', { name: say('page.next_step'), exact: true })).toBeVisible()
  await expect(page.getByText('โทรตามใบเสนอราคา').first()).toBeVisible()

  await page.getByRole('link', { name: say('nav.home') }).click()
  const ring = page.getByRole('button', { name: say('page.finish', { subject: 'โทรตามใบเสนอราคา' }) })
  await expect(ring).toHaveAttribute('aria-pressed', 'false')
  // The key is for the line on which the cursor stands, with its verbs.
  await expect(page.getByRole('button', { name: say('page.snooze') })).toBeVisible()
  await page.keyboard.press('Space')
  await expect(ring).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByText(say('home.all_done'))).toBeVisible()
})

test('two people change different fields of a customer: both changes stand, nobody is asked', async ({ page, context }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { notes: 'เดิม', needs: 'ปั๊มน้ำ' }))
  await open(page, `/records/customer/${id}`)
  await page.getByRole('button', { name: say('list.edit_cell', { label: say('customer.notes') }) }).click()
  await notes(page).fill('ชอบให้โทรเช้า')
  const other = await context.newPage()
  await other.request.patch(`/api/records/customer/${id}`, { data: { version: 1, values: { needs: 'ปั๊มลม' } } })
  await page
    .getByRole('region', { name: say('page.facts', { entity: say('customer.one') }) })
    .getByRole('button', { name: say('action.save'), exact: true })
    .click()
  await expect(notes(page)).toBeHidden()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.reload()
  await expect(page.getByText('ชอบให้โทรเช้า').first()).toBeVisible()
  await expect(page.getByText('ปั๊มลม').first()).toBeVisible()
})

test('two windows change the same field: both texts are laid side by side and the chosen one stands', async ({
  page,
  context,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { notes: 'เดิม' }))
  const pen = say('list.edit_cell', { label: say('customer.notes') })
  const second = await context.newPage()
  for (const window of [page, second]) {
    await open(window, `/records/customer/${id}`)
    await window.getByRole('button', { name: pen }).click()
  }
  await notes(page).fill('ของหน้าต่างแรก')
  await notes(second).fill('ของหน้าต่างสอง')
  await second.keyboard.press('F9')
  await expect(notes(second)).toBeHidden()
  await page.keyboard.press('F9')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('ของหน้าต่างแรก')).toBeVisible()
  await expect(dialog.getByText('ของหน้าต่างสอง')).toBeVisible()
  // Enter pressed too soon leads back to what was typed, and writes over nothing.
  await expect(dialog.getByRole('button', { name: say('conflict.back') })).toBeFocused()
  await dialog.getByRole('button', { name: say('conflict.join_texts', { label: say('customer.notes') }) }).click()
  await dialog.getByRole('button', { name: say('conflict.save') }).click()
  await expect(dialog).toBeHidden()
  const stored = (await (await page.request.get(`/api/records/customer/${id}`)).json()) as { notes: string }
  expect(stored.notes).toBe('ของหน้าต่างสอง\nของหน้าต่างแรก')
})

test('leaving with unsaved text is asked about, and the text is there again on coming back', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { notes: 'เดิม' }))
  await open(page, `/records/customer/${id}`)
  await page.keyboard.press('e')
  await notes(page).fill('ยังพิมพ์ไม่จบ')
  await page.getByRole('link', { name: say('nav.home') }).click()
  const guard = page.getByRole('dialog', { name: say('leave.title') })
  await guard.getByRole('button', { name: say('leave.stay') }).click()
  await expect(notes(page)).toHaveValue('ยังพิมพ์ไม่จบ')
  await page.getByRole('link', { name: say('nav.home') }).click()
  await guard.getByRole('button', { name: say('leave.go') }).click()
  await expect(page.getByRole('heading', { name: say('home.title') })).toBeVisible()
  await open(page, `/records/customer/${id}`)
  await expect(page.getByText(say('draft.found'))).toBeVisible()
  await page.getByRole('button', { name: say('leave.stay') }).click()
  await expect(notes(page)).toHaveValue('ยังพิมพ์ไม่จบ')
  await page.keyboard.press('F9')
  await expect(page.getByText('ยังพิมพ์ไม่จบ').first()).toBeVisible()
  await expect(page.getByText(say('draft.found'))).toBeHidden()
})

test('the history says who changed what, and a change to many at once is undone from there', async ({ page }) => {
  await foundOffice(page)
  const ids = [
    await addRecord(page, 'customer', company('หนึ่ง', { grade: 'B' })),
    await addRecord(page, 'customer', company('สอง')),
  ]
  await page.request.post('/api/records/customer/bulk/start', {
    data: { target: { ids }, act: { kind: 'set', values: { grade: 'A' } } },
  })
  await open(page, `/records/customer/${ids[0]}`)
  await page.keyboard.press('h')
  const drawer = page.getByRole('dialog', { name: say('page.history') })
  const change = drawer.getByRole('listitem').first()
  await expect(change.getByText(say('customer.grade'))).toBeVisible()
  await expect(change.getByText(/^แอน · /)).toBeVisible()
  await expect(change.locator('del')).toHaveText('B')
  await drawer
    .getByRole('button', { name: say('page.history_undo') })
    .first()
    .click()
  await expect(page.getByText(say('toast.undone'))).toBeVisible()
  const stored = (await (await page.request.get(`/api/records/customer/${ids[0]}`)).json()) as { grade: string }
  expect(stored.grade).toBe('B')
})
