import type { Page } from '@playwright/test'
import { addDeal, addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

/** Ends the page as a crash does: nothing of it gets a last word. */
async function crash(page: Page): Promise<Page> {
  const context = page.context()
  const session = await context.newCDPSession(page)
  await session.send('Page.crash').catch(() => undefined)
  await page.close()
  return context.newPage()
}

const crashed = (page: Page) => Promise.race([crash(page), page.waitForEvent('crash').then(() => page.context().newPage())])

test('a new customer half typed is there again after a crash, and a deal begun at a customer waits at that customer', async ({
  page,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  await open(page, '/records/customer')
  await page.keyboard.press('Alt+n')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.type('ร้านป้าแดง')
  await page.keyboard.press('Enter')
  await page.keyboard.type('0810004521')
  const second = await crashed(page)
  await open(second, '/records/customer')
  await second.keyboard.press('Alt+n')
  await expect(second.getByText(say('draft.found'))).toBeVisible()
  await expect(second.getByRole('textbox', { name: say('customer.phones') }).first()).toHaveValue('081-000-4521')
  await second.keyboard.press('Escape')

  await open(second, `/records/customer/${id}`)
  await second.keyboard.press('Control+n')
  await expect(second.getByRole('dialog')).toBeVisible()
  await second.keyboard.type('ระบบปั๊มน้ำ')
  const third = await crashed(second)
  await open(third, `/records/customer/${id}`)
  await third.keyboard.press('Control+n')
  await expect(third.getByRole('dialog').getByRole('textbox').first()).toHaveValue('ระบบปั๊มน้ำ')
})

test('a log half written and a field half edited are there again after a crash', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { notes: 'เดิม' }))
  await open(page, `/records/customer/${id}`)
  await page.keyboard.press('l')
  await page.getByLabel(say('page.log_said')).fill('ขอลดอีก 3 %')
  const second = await crashed(page)
  await open(second, `/records/customer/${id}`)
  await second.keyboard.press('l')
  await expect(second.getByLabel(say('page.log_said'))).toHaveValue('ขอลดอีก 3 %')
  // Esc leaves the form; what was written stands in the line that opens it.
  await second.keyboard.press('Escape')
  await expect(second.getByLabel(say('page.log_said'))).toBeHidden()
  await expect(second.getByRole('button', { name: 'ขอลดอีก 3 %' })).toBeVisible()

  await open(second, `/records/customer/${id}`)
  await second.keyboard.press('e')
  const notes = (on: Page) => on.getByRole('textbox', { name: say('customer.notes'), exact: true })
  await notes(second).fill('ยังพิมพ์ไม่จบ')
  const third = await crashed(second)
  await open(third, `/records/customer/${id}`)
  await expect(third.getByText(say('draft.found'))).toBeVisible()
  await third.getByRole('button', { name: say('leave.stay') }).click()
  await expect(notes(third)).toHaveValue('ยังพิมพ์ไม่จบ')
})

test('what a stage asks, a lead’s conversion and a setting half typed are there again after a crash', async ({ page }) => {
  await foundOffice(page)
  const customer = await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม'))
  const deal = await addDeal(page, 'ปั๊มน้ำ', { customer })
  const lead = await addRecord(page, 'lead', { name: { first: 'ต้น' }, interest: 'ปั๊มน้ำ' })
  const win = async (on: Page) => {
    await open(on, `/records/deal/${deal}`)
    await expect(on.getByRole('button').filter({ has: on.locator('kbd', { hasText: /^M$/ }) })).toBeVisible()
    await on.keyboard.press('m')
    await on
      .getByRole('dialog')
      .getByRole('button', { name: /ปิดการขายได้/ })
      .click()
    return on.getByRole('dialog').getByRole('textbox', { name: say('deal.amount') })
  }
  await (await win(page)).fill('120000')
  const second = await crashed(page)
  await expect(await win(second)).toHaveValue('120,000')
  await expect(second.getByText(say('draft.found'))).toBeVisible()
  await second.keyboard.press('F9')
  await expect(second.getByRole('dialog')).toBeHidden()

  const convert = async (on: Page) => {
    await open(on, `/records/lead/${lead}`)
    await on.getByRole('button', { name: say('convert.go') }).click()
    return on.getByRole('textbox', { name: say('convert.deal_name') })
  }
  await (await convert(second)).fill('ระบบปั๊มน้ำทั้งตึก')
  const third = await crashed(second)
  await expect(await convert(third)).toHaveValue('ระบบปั๊มน้ำทั้งตึก')
  await third.getByRole('button', { name: say('action.discard') }).click()
  await expect(await convert(third)).toHaveValue('ปั๊มน้ำ')

  const rename = async (on: Page) => {
    await open(on, '/settings?tab=forms')
    return on.getByRole('textbox', { name: say('settings.forms.name_th') })
  }
  await (await rename(third)).fill('สมาชิก')
  const fourth = await crashed(third)
  await expect(await rename(fourth)).toHaveValue('สมาชิก')
  await expect(fourth.getByText(say('settings.unsaved'))).toBeVisible()
  await fourth.getByRole('button', { name: say('action.discard') }).click()
  await expect(fourth.getByText(say('settings.unsaved'))).toBeHidden()
})

test('a record just made is taken back by Ctrl+Z, and so is its deletion', async ({ page }) => {
  await foundOffice(page)
  await open(page, '/records/customer')
  await page.keyboard.press('Alt+n')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.type('ร้านป้าแดง')
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 1, name: /ป้าแดง/ })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('button', { name: say('page.restore') })).toBeVisible()
  await page.getByRole('button', { name: say('page.restore') }).click()
  await expect(page.getByRole('button', { name: say('page.restore') })).toBeHidden()
  await page.keyboard.press('Delete')
  await expect(page.getByRole('heading', { level: 1, name: say('customer.many') })).toBeVisible()
  await page.keyboard.press('Control+z')
  await expect(page.getByRole('heading', { level: 1, name: /ป้าแดง/ })).toBeVisible()
  await expect(page.getByRole('button', { name: say('page.restore') })).toBeHidden()
})

test('what is being typed is not offered as found; what waits is shown whole before more is typed', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', { ...company('ฐานฎีกาวิศวกรรม'), needs: 'ท่อ 4 นิ้ว', lineId: 'thandika' })
  await open(page, `/records/customer/${id}`)
  const edit = (label: string) => page.getByRole('button', { name: say('list.edit_cell', { label }) }).click()
  await edit(say('customer.needs'))
  await page.getByRole('textbox', { name: say('customer.needs') }).fill('ท่อ 6 นิ้ว')
  await expect(page.getByText(say('draft.found'))).toHaveCount(0)
  await page.reload()
  await expect(page.getByText(say('draft.found'))).toBeVisible()
  await edit(say('customer.lineId'))
  await expect(page.getByRole('textbox', { name: say('customer.needs') })).toHaveValue('ท่อ 6 นิ้ว')
})
