import type { Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const COLUMNS = 'grade,creditDays,creditLimit,customerSince'
const NAMES = ['กตัญญูค้าวัสดุ', 'ขวัญใจการช่าง', 'ฐานฎีกาวิศวกรรม']

/** Three customers in a list with columns of several kinds. */
async function sheet(page: Page): Promise<void> {
  await foundOffice(page)
  for (const name of NAMES) await addRecord(page, 'customer', company(name, { creditDays: 30 }))
  await open(page, `/records/customer?c=${COLUMNS}`)
  await expect(page.getByRole('row').filter({ hasText: NAMES[2] ?? '' })).toBeVisible()
}

const cell = (page: Page, row: number, field: string) =>
  page
    .getByRole('row')
    .filter({ hasText: NAMES[row] ?? '' })
    .locator(`[id$="-${field}"]`)
const ring = (page: Page) => page.locator('[data-ring]')

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((block) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', block)
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}

const copy = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const clipboardData = new DataTransfer()
    document.activeElement?.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }))
    return clipboardData.getData('text/plain')
  })

test('F2 edits a cell where it stands, and the chosen columns are kept', async ({ page }) => {
  await sheet(page)
  await open(page, '/records/customer')
  await page.getByRole('button', { name: say('list.columns') }).click()
  await page.getByRole('checkbox', { name: say('customer.creditDays') }).click()
  await page.getByRole('checkbox', { name: say('customer.mainContact') }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('columnheader', { name: say('customer.creditDays') })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('columnheader', { name: say('customer.creditDays') })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: say('customer.mainContact') })).toBeHidden()

  await cell(page, 2, 'creditDays').click()
  await page.keyboard.press('F2')
  const editor = page.getByRole('textbox', { name: say('customer.creditDays') })
  await editor.fill('45')
  await editor.press('Enter')
  await expect(cell(page, 2, 'creditDays')).toHaveText('45')
  // The value stands at once; that it is saved is said.
  await expect(page.getByText(say('cell.saved', { label: say('customer.creditDays'), title: NAMES[2] ?? '' }))).toBeVisible()
  await page.reload()
  await expect(cell(page, 2, 'creditDays')).toHaveText('45')
})

test('a cell is typed over as in a sheet: Enter goes down, Tab right, a wrong value says why and stays, Esc leaves it as it was', async ({
  page,
}) => {
  await sheet(page)
  await cell(page, 0, 'creditDays').click()
  await page.keyboard.type('45')
  await page.keyboard.press('Enter')
  await expect(cell(page, 0, 'creditDays')).toHaveText('45')
  await page.keyboard.type('60')
  await page.keyboard.press('Tab')
  await expect(cell(page, 1, 'creditDays')).toHaveText('60')
  await expect(ring(page)).toHaveAttribute('id', /-creditLimit$/)
  await page.keyboard.type('x10')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText(say('field_error.money.not_a_number'))
  await cell(page, 2, 'creditDays').click()
  const typed = page.getByRole('textbox', { name: say('customer.creditLimit') })
  await expect(typed).toHaveValue('x10')
  await expect(typed).toBeFocused()
  await typed.fill('1,500.50')
  await cell(page, 2, 'creditDays').click()
  await expect(cell(page, 1, 'creditLimit')).toHaveText('1,500.50')
  await page.keyboard.type('9')
  await page.keyboard.press('Escape')
  await expect(cell(page, 2, 'creditDays')).toHaveText('30')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.type('a')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(cell(page, 2, 'grade')).toHaveText('A')
  await page.reload()
  await expect(cell(page, 1, 'creditDays')).toHaveText('60')
  await expect(cell(page, 2, 'grade')).toHaveText('A')
})

test('a block is copied for a sheet, and one from a sheet is looked at before it is pasted, and undone as one', async ({
  page,
}) => {
  await sheet(page)
  await cell(page, 0, 'grade').click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  expect(await copy(page)).toBe('\t30\n\t30')

  // Where nothing stands there is nothing to clear, and nothing is asked.
  await cell(page, 0, 'grade').click()
  await page.keyboard.press('Delete')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Delete')
  await expect(page.getByRole('dialog')).toContainText(say('block.changes', { cells: 1, records: 1, unit: 'ราย' }))
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await cell(page, 0, 'grade').click()
  await paste(page, 'A\t15\t2,000\nB\t=SUM(B1:B9)\tหกพัน\nC\t30\t\nA\t1\t1\n')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(say('block.beyond', { rows: 1 }))
  await expect(dialog).toContainText(say('block.changes', { cells: 5, records: 3, unit: 'ราย' }))
  await expect(dialog).toContainText(say('refusal.formula'))
  await expect(cell(page, 0, 'grade')).not.toHaveText('A')
  await dialog.getByRole('button', { name: say('block.refused', { cells: 2 }) }).click()
  await expect(dialog.getByRole('row')).toHaveCount(2)
  await expect(dialog.getByRole('button', { name: say('block.apply', { cells: 5 }) })).toContainText('F9')
  await page.keyboard.press('F9')
  await expect(cell(page, 0, 'creditLimit')).toHaveText('2,000')
  await expect(cell(page, 1, 'grade')).toHaveText('B')
  await expect(cell(page, 1, 'creditDays')).toHaveText('30')
  await expect(dialog).toBeHidden()
  await page.keyboard.press('Control+z')
  await expect(cell(page, 0, 'creditLimit')).toHaveText('–')
  await expect(cell(page, 1, 'grade')).toHaveText('–')
})

test('ten thousand rows are not pasted into a list: they are offered to the import, and nothing is lost', async ({ page }) => {
  await sheet(page)
  await cell(page, 0, 'creditDays').click()
  await paste(page, `ชื่อลูกค้า\tเครดิต\n${Array.from({ length: 9_999 }, (_, at) => `ร้านที่ ${at}\t${at % 90}`).join('\n')}`)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(say('block.too_many', { rows: '10,000' }))
  await dialog.getByRole('button', { name: say('block.import', { rows: '10,000' }) }).click()
  await expect(page).toHaveURL(/\/import\/[0-9a-f-]+/)
  await expect(page.getByText(say('block.file')).first()).toBeVisible()
})

test('with a whole row under the cursor the clipboard is the page’s, not a cell’s', async ({ page }) => {
  await sheet(page)
  await page
    .getByRole('row')
    .filter({ hasText: NAMES[0] ?? '' })
    .getByRole('gridcell')
    .nth(1)
    .click()
  await page.evaluate(() => {
    window.addEventListener('paste', (event) => document.body.setAttribute('data-paste', String(event.defaultPrevented)))
  })
  await paste(page, '99')
  await expect(page.locator('body')).toHaveAttribute('data-paste', /true|false/)
  await expect(page.getByRole('dialog', { name: say('block.title') })).toBeHidden()
})

test('the menu of a column gives the focus back: to its button, or to the list where the keys had opened it', async ({
  page,
}) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ', { grade: 'A' }))
  await open(page, '/records/customer')
  const row = page.getByRole('row').filter({ hasText: 'กตัญญู' })
  const button = page.getByRole('button', { name: say('column.menu', { label: say('customer.grade') }) })
  const menu = page.getByRole('menu')
  await button.press('Enter')
  await expect(menu).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await expect(button).toBeFocused()
  await row.getByRole('gridcell').nth(1).click()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(menu).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(menu).toBeHidden()
  await page.keyboard.press('ArrowRight')
  await expect(row.locator('[data-ring]')).toHaveText('–')
})

test('Enter and Space press the button that one came to by keys, and open and tick a row once the arrows went on', async ({
  page,
}) => {
  await foundOffice(page)
  for (const name of NAMES) await addRecord(page, 'customer', company(name))
  await open(page, '/records/customer')
  await expect(page.getByRole('row')).toHaveCount(4)
  const mine = page.getByRole('button', { name: say('quick.mine'), exact: true })
  await mine.press('Enter')
  await expect(mine).toHaveAttribute('aria-pressed', 'true')
  await mine.press('Space')
  await expect(mine).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await expect(page.getByRole('row').nth(1).getByRole('checkbox')).toBeChecked()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/records\/customer\/[\w-]+/)
})
