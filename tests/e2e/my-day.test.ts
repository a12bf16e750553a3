import type { Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

const DAY_MS = 86_400_000
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString()
const line = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title })
const day = (page: Page) => page.getByRole('list', { name: say('home.title') })

test('a seller works through the day by keyboard: done, an outcome that plans the next call, put off, and each taken back', async ({
  page,
}) => {
  await foundOffice(page)
  const customer = await addRecord(page, 'customer', company('ฐานฎีกา', { phones: [{ id: 'p1', e164: '+66810004521' }] }))
  const about = [{ entity: 'customer', id: customer }]
  await addRecord(page, 'activity', { subject: 'ส่งใบรับประกัน', type: 'task', dueAt: daysAgo(3), about })
  await addRecord(page, 'activity', { subject: 'โทรตามยอด', type: 'call', dueAt: daysAgo(2), about })
  await addRecord(page, 'lead', { name: { first: 'บัวขาว' }, status: 'new' })
  await open(page, '/')

  // One list in one order: the late promise, the lead that nobody called, the late call; each says why.
  await expect(day(page).getByRole('listitem')).toHaveText([
    /ส่งใบรับประกัน.*เราสัญญาไว้.*เลยกำหนด 3 วัน/,
    /บัวขาว.*ยังไม่มีใครติดต่อ/,
    /โทรตามยอด.*เลยกำหนด 2 วัน/,
  ])
  await expect(page.getByRole('button', { name: '081-000-4521' })).toBeVisible()

  await page.keyboard.press('Space')
  await expect(page.getByRole('list', { name: say('home.done_today') })).toContainText('ส่งใบรับประกัน')
  await page.keyboard.press('Control+z')
  await expect(day(page)).toContainText('ส่งใบรับประกัน')

  // Who does not answer is called again tomorrow.
  await expect(line(page, 'บัวขาว')).toHaveAttribute('data-cur', 'true')
  await page.keyboard.press('2')
  await expect(page.getByRole('status').filter({ hasText: 'จะโทรอีก' })).toBeVisible()
  await expect(page.getByRole('list', { name: /พรุ่งนี้/ })).toContainText('โทรหา บัวขาว')
  await page.keyboard.press('Control+z')
  await expect(day(page)).toContainText('บัวขาว')
  await expect(page.getByRole('list', { name: /พรุ่งนี้/ })).toHaveCount(0)

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(line(page, 'โทรตามยอด')).toHaveAttribute('data-cur', 'true')
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog', { name: say('home.reschedule_what', { subject: 'โทรตามยอด' }) })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: say('home.at.week') }).click()
  await expect(day(page)).not.toContainText('โทรตามยอด')
  await page.keyboard.press('Control+z')
  await expect(day(page)).toContainText('โทรตามยอด')

  await page.keyboard.press('l')
  const log = page.getByRole('dialog')
  await expect(log.getByRole('textbox', { name: say('page.log_said') })).toBeFocused()
  await page.keyboard.type('จะจ่ายวันศุกร์')
  await page.keyboard.press('F9')
  await expect(log).toHaveCount(0)
  await expect(page.getByText(say('page.logged'))).toBeVisible()
})

test('an owner sets targets in a grid, and sees them against sales on his day and the team’s, each number opening its deals', async ({
  page,
}) => {
  await foundOffice(page)
  const session = (await (await page.request.get('/api/session')).json()) as {
    pipelines: { id: string; stages: { id: string; kind: string }[] }[]
  }
  const pipeline = session.pipelines[0]
  const won = pipeline?.stages.find((stage) => stage.kind === 'won')
  await addRecord(page, 'deal', { name: 'ขายปั๊ม', amount: 500_000_00, pipeline: pipeline?.id, stage: won?.id })
  await page.request.put('/api/users', { data: { name: 'ฝน', nick: 'ฝน', role: 'sales', active: true } })
  await open(page, '/settings?tab=targets')
  const month = new Date(Date.now() + 7 * 3_600_000).getUTCMonth()
  const cell = page.locator(`[data-cell="0 ${month}"]`)
  await expect(cell).toBeVisible()
  await cell.fill('2')
  await page.keyboard.press('F9')
  await expect(page.getByText(say('targets.saved', { count: 1 }))).toBeVisible()

  await open(page, '/')
  await expect(page.getByText(say('home.of_million', { target: '2.00' }))).toBeVisible()
  await expect(page.getByText('25 %')).toBeVisible()
  await page.getByText(say('home.team'), { exact: true }).click()
  await expect(page.getByRole('heading', { name: say('home.team_title') })).toBeVisible()
  await expect(page.getByRole('link', { name: say('home.sales_month') })).toContainText('0.50')
  await page.getByRole('link', { name: say('home.sales_month') }).click()
  await expect(page.getByRole('heading', { level: 1, name: say('deal.many') })).toBeVisible()
  await expect(page.getByText('ขายปั๊ม')).toBeVisible()
})

test('an office without records is told how it begins, on the day, the board and the forecast; with the first one the day is a day', async ({
  page,
}) => {
  await foundOffice(page)
  await open(page, '/')
  await expect(page.getByText(say('empty.customer.title'))).toBeVisible()
  await open(page, '/board')
  await expect(page.getByText(say('board.empty'))).toHaveCount(1)
  await page.setViewportSize({ width: 390, height: 844 })
  await expect(page.getByText(say('board.empty'))).toBeVisible()
  await page.setViewportSize({ width: 1366, height: 768 })
  await open(page, '/forecast')
  await expect(page.getByText(say('forecast.empty'))).toBeVisible()
  await page.getByRole('button', { name: say('add.of', { entity: say('deal.one') }) }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await addRecord(page, 'customer', company('ฐานฎีกา'))
  await open(page, '/')
  await expect(page.getByText(say('home.empty'))).toBeVisible()
})
