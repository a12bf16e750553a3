import { say } from './support/first-records.ts'
import { demoTest, expect } from './support/office.ts'

demoTest('a report is built, named, saved and laid out by keyboard; its number opens exactly its records', async ({ page }) => {
  await page.goto('/reports/new')
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label, exact: true }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }
  const table = page.locator('.sp-report-table')
  await expect(table).toContainText('รวม')
  await choose('แยกตาม', 'แหล่งที่มา')
  await choose('แล้วแยกตาม', 'ผู้ดูแล')
  await choose('คำนวณ', 'ผลรวม')
  await expect(page.getByRole('combobox', { name: 'ของช่อง' })).toHaveValue('มูลค่า (บาท)')
  await page.keyboard.press('F9')
  await expect(page.getByText('กรอกช่องนี้ก่อนบันทึก')).toBeVisible()
  await page.getByLabel('ชื่อรายงาน').fill('ยอดตามแหล่งที่มาและคน')
  await choose('คำนวณ', 'จำนวน')
  const link = table.getByRole('row').nth(1).getByRole('link').last()
  const count = (await link.textContent()) ?? ''
  await page.keyboard.press('F9')
  await expect(page).toHaveURL(/\/reports\?page=own$/)
  const tile = page.getByRole('region', { name: 'ยอดตามแหล่งที่มาและคน' })
  await expect(tile.getByRole('row').nth(1).getByRole('link').last()).toHaveText(count)

  await page.goto('/reports/new')
  await page.getByLabel('ชื่อรายงาน').fill('ดีลตามขั้น')
  await page.keyboard.press('F9')
  const second = page.getByRole('region', { name: 'ดีลตามขั้น' })
  await expect(second.locator('.sp-report-table')).toBeVisible()
  const column = (name: string) => page.locator('.sp-own-column').filter({ has: page.getByRole('region', { name }) })
  await second.getByRole('button', { name: 'ย้าย ดีลตามขั้น' }).focus()
  const was = await column('ดีลตามขั้น').getAttribute('data-rfd-droppable-id')
  await page.keyboard.press('Space')
  await expect(page.locator('[aria-live="assertive"]').first()).toContainText('ยก ดีลตามขั้น')
  await page.keyboard.press(was === '0' ? 'ArrowRight' : 'ArrowLeft')
  await expect(page.locator('[aria-live="assertive"]').first()).toContainText(`คอลัมน์ ${was === '0' ? 2 : 1}`)
  await page.keyboard.press('Space')
  await expect(column('ดีลตามขั้น')).not.toHaveAttribute('data-rfd-droppable-id', was ?? '')
  await page.reload()
  await expect(column('ดีลตามขั้น')).not.toHaveAttribute('data-rfd-droppable-id', was ?? '')

  await tile.getByRole('row').nth(1).getByRole('link').last().click()
  await expect(page).toHaveURL(/\/records\/deal/)
  await expect(page.locator('.sp-page-note')).toContainText(`${count} `)
})

demoTest('the reports about selling open their records and follow the period', async ({ page }) => {
  await page.goto('/reports/sales')
  const endings = page.getByRole('table', { name: 'อัตราได้งาน และเวลาที่ใช้ขาย' })
  await expect(endings).toContainText('%')
  const total = endings.getByRole('row').last().getByRole('link').first()
  const thisYear = (await total.textContent()) ?? ''
  await page.getByText('ปีที่แล้ว', { exact: true }).click()
  await expect(page).toHaveURL(/period=lastYear/)
  // This year's number stands there until last year's has come.
  await expect(total).not.toHaveText(thisYear)
  const won = Number(((await total.textContent()) ?? '').replaceAll(',', ''))
  await total.click()
  await expect(page).toHaveURL(/\/records\/deal/)
  await expect(page.locator('.sp-page-note')).toContainText(won.toLocaleString('en-US'))
})

demoTest(
  'a report goes by keyboard from one page to another and back; a page is named, shared and made the first of a role',
  async ({ page }) => {
    const definition = { entity: 'deal', groups: [{ field: 'stage' }], measure: { kind: 'count' }, chart: 'table' }
    const made = await page.request.post('/api/reports', { data: { name: 'ดีลรายขั้น', shared: true, definition } })
    const { id } = (await made.json()) as { id: string }
    await page.goto('/reports?page=own')
    const tile = page.getByRole('region', { name: 'ดีลรายขั้น' })
    await expect(tile).toBeVisible()
    const menu = tile.getByRole('button', { name: say('dashboard.tile_menu', { name: 'ดีลรายขั้น' }) })
    await menu.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: say('dashboard.new') }).press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(say('dashboard.name')).fill('ประชุมเช้า')
    await dialog.getByLabel(say('dashboard.name')).press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'ประชุมเช้า' })).toBeVisible()
    await expect(tile).toBeVisible()
    await page.request.post('/api/dashboards', { data: { name: 'สรุปเดือน', sharedWith: 'all' } })
    await page.reload()
    await menu.focus()
    await page.keyboard.press('Enter')
    // The first of the name is where the report is moved to, the second where it is put as well.
    await page.getByRole('menuitem', { name: 'สรุปเดือน' }).first().press('Enter')
    await expect(page.getByText(say('dashboard.moved', { name: 'ดีลรายขั้น', page: 'สรุปเดือน' }))).toBeVisible()
    await expect(page.getByText(say('dashboard.empty'), { exact: true })).toBeVisible()
    await page
      .getByRole('status')
      .getByRole('button', { name: say('action.undo') })
      .click()
    await expect(tile).toBeVisible()

    await page.getByRole('button', { name: say('dashboard.menu', { name: 'ประชุมเช้า' }) }).click()
    await page.getByRole('menuitem', { name: say('dashboard.settings') }).click()
    await dialog.getByRole('combobox', { name: say('dashboard.shared_with') }).click()
    await page.getByRole('option', { name: say('dashboard.everybody') }).click()
    await dialog.getByRole('button', { name: say('action.save'), exact: true }).click()
    await expect(dialog).toBeHidden()
    const menuOfPage = page.getByRole('button', { name: say('dashboard.menu', { name: 'ประชุมเช้า' }) })
    await menuOfPage.click()
    const owner = page.getByRole('menuitem', { name: say('settings.role.owner') })
    await owner.click()
    await expect(owner.getByLabel(say('view.is_first'))).toBeVisible()
    await page.keyboard.press('Escape')
    await page.goto('/reports')
    await expect(page.getByRole('heading', { level: 1, name: 'ประชุมเช้า' })).toBeVisible()
    await page.getByRole('link', { name: say('report.tab.own') }).click()
    await expect(page.getByRole('heading', { level: 1, name: say('report.title') })).toBeVisible()
    await page.request.delete(`/api/reports/${id}`)
  },
)

demoTest(
  'on a phone reports are put in order from their menus by keyboard, and the desk keeps its two columns',
  async ({ page }) => {
    const definition = { entity: 'deal', groups: [{ field: 'stage' }], measure: { kind: 'count' }, chart: 'table' }
    const ids: string[] = []
    for (const name of ['ก เช้า', 'ข สาย', 'ค บ่าย']) {
      const made = await page.request.post('/api/reports', { data: { name, shared: true, definition } })
      ids.push(((await made.json()) as { id: string }).id)
    }
    const [first, second, third] = ids
    const columns = [[first, second], [third]]
    const board = await page.request.post('/api/dashboards', { data: { name: 'ในรถ', sharedWith: 'all', columns } })
    const { id } = (await board.json()) as { id: string }
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(`/reports?page=${id}`)
    const tiles = page.locator('[data-report]')
    const names = () => tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute('aria-label')))
    await expect(tiles).toHaveCount(3)
    const menu = page.getByRole('button', { name: say('dashboard.tile_menu', { name: 'ค บ่าย' }) })
    const step = async (way: 'up' | 'down') => {
      await menu.press('Enter')
      await page.getByRole('menuitem', { name: say(`report.step.${way}`) }).press('Enter')
      await expect(page.getByRole('menuitem').first()).toBeHidden()
      await expect(menu).toBeFocused()
    }
    await step('up')
    expect(await names()).toEqual(['ก เช้า', 'ค บ่าย', 'ข สาย'])
    await expect(page.getByText(say('report.say_stepped', { name: 'ค บ่าย', place: 2 }))).toBeAttached()
    await step('up')
    await menu.press('Enter')
    await expect(page.getByRole('menuitem', { name: say('report.step.up') })).toBeDisabled()
    await page.keyboard.press('Escape')
    await step('down')
    await page.reload()
    await expect(tiles).toHaveCount(3)
    expect(await names()).toEqual(['ก เช้า', 'ค บ่าย', 'ข สาย'])

    // What is moved on one's own page on a phone leaves the desk its columns, too.
    await page.goto('/reports?page=own')
    const wide = page.getByRole('button', { name: say('dashboard.tile_menu', { name: 'ก เช้า' }) })
    await wide.press('Enter')
    await page.getByRole('menuitem', { name: say('report.step.down') }).press('Enter')
    await expect(wide).toBeFocused()
    await page.setViewportSize({ width: 1366, height: 768 })
    await page.reload()
    for (const column of [0, 1])
      await expect(page.locator('.sp-own-column').nth(column).locator('[data-report]').first()).toBeVisible()
    await page.request.delete(`/api/dashboards/${id}`)
    for (const report of ids) await page.request.delete(`/api/reports/${report}`)
  },
)
