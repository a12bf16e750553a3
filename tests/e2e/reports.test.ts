import { settle } from './support/addresses.ts'
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
  const told = page.getByRole('status')
  await expect(told.filter({ hasText: 'ยก ดีลตามขั้น' })).toBeAttached()
  await page.keyboard.press(was === '0' ? 'ArrowRight' : 'ArrowLeft')
  await expect(told.filter({ hasText: `คอลัมน์ ${was === '0' ? 2 : 1}` })).toBeAttached()
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
    // Tiles move while they load, and a menu goes with its tile's first place.
    await settle(page)
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
    await settle(page)
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
    await settle(page)
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

demoTest(
  'a tile is carried by arrows into a column whose tiles are out of sight; what is not put down stays where it was',
  async ({ page }) => {
    const definition = { entity: 'deal', groups: [{ field: 'stage' }], measure: { kind: 'count' }, chart: 'table' }
    const ids: string[] = []
    for (const name of ['ก', 'ข', 'ค', 'ง']) {
      const made = await page.request.post('/api/reports', { data: { name: `สูง ${name}`, shared: true, definition } })
      ids.push(((await made.json()) as { id: string }).id)
    }
    const [a = '', b = '', c = '', d = ''] = ids
    const columns = [[a, b, c], [d]]
    const board = await page.request.post('/api/dashboards', { data: { name: 'ประชุมสาย', sharedWith: 'all', columns } })
    const { id } = (await board.json()) as { id: string }
    const stored = async () => {
      const reply = await page.request.get('/api/dashboards')
      const { dashboards } = (await reply.json()) as { dashboards: { id: string; columns: string[][] }[] }
      return dashboards.find((each) => each.id === id)?.columns
    }
    await page.setViewportSize({ width: 1366, height: 520 })
    await page.goto(`/reports?page=${id}`)
    await expect(page.locator('[data-report] .sp-report-table')).toHaveCount(4)
    const grip = page.getByRole('button', { name: say('report.move', { name: 'สูง ค' }) })
    await grip.scrollIntoViewIfNeeded()
    await grip.focus()
    await expect(page.locator(`[data-report="${d}"]`)).not.toBeInViewport({ ratio: 1 })
    const inColumn = (column: number) => page.locator('.sp-own-column').nth(column).locator(`[data-report="${c}"]`)
    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
    await expect(inColumn(1)).toBeVisible()
    await expect(grip).toBeFocused()
    await expect(grip).toBeInViewport()
    await page.keyboard.press('Escape')
    await expect(inColumn(0)).toBeVisible()
    await expect(grip).toBeFocused()
    expect(await stored()).toEqual(columns)

    await page.keyboard.press('Space')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Space')
    await expect.poll(stored).toEqual([
      [a, b],
      [c, d],
    ])
    await page.request.delete(`/api/dashboards/${id}`)
    for (const report of ids) await page.request.delete(`/api/reports/${report}`)
  },
)

demoTest(
  'an address of a report that is not there says so and leads back; a year without any values has no line',
  async ({ page }) => {
    await page.goto('/reports/01999999-0000-7000-8000-000000000000')
    await expect(page.getByText(say('report.missing'))).toBeVisible()
    await expect(page.getByLabel(say('report.name'))).toBeHidden()
    await page.getByRole('button', { name: say('report.to_all') }).click()
    await expect(page).toHaveURL(/\/reports\?page=/)

    // Between the two years in which something was lies one in which nothing was.
    const years = [2021, 2023].map((year) => ({
      field: 'expectedClose',
      op: 'between',
      value: [`${year}-01-01`, `${year}-12-31`],
    }))
    const session = (await (await page.request.get('/api/session')).json()) as {
      pipelines: { id: string; stages: { id: string }[] }[]
    }
    const pipeline = session.pipelines[0]
    const made: string[] = []
    for (const expectedClose of ['2021-03-10', '2021-05-10', '2023-03-10']) {
      const values = { name: 'ดีลเก่า', amount: 5_000_00, pipeline: pipeline?.id, stage: pipeline?.stages[0]?.id, expectedClose }
      const reply = await page.request.post('/api/records/deal', { data: { values } })
      made.push(((await reply.json()) as { id: string }).id)
    }
    const groups = [{ field: 'expectedClose', by: 'month' }]
    const definition = {
      entity: 'deal',
      filter: { any: years },
      groups,
      measure: { kind: 'sum', field: 'amount' },
      chart: 'years',
    }
    await page.goto(`/reports/new?d=${encodeURIComponent(JSON.stringify(definition))}`)
    await expect(page.locator('.sp-line-legend span')).toHaveText(['2566', '2564'])
    await expect(page.locator('.sp-line-plot polyline')).toHaveCount(2)
    await expect(page.getByRole('columnheader', { name: '2565' })).toBeVisible()
    for (const id of made) await page.request.delete(`/api/records/deal/${id}`)
  },
)
