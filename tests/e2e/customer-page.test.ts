import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

test('relations are walked by the arrows, read as a list, and the printed card says who to call', async ({ page }) => {
  await foundOffice(page)
  const head = await addRecord(page, 'customer', company('สำนักใหญ่'))
  const branch = await addRecord(
    page,
    'customer',
    company('สาขาบางพลี', { parent: head, phones: [{ id: 'p1', e164: '+66810004521' }] }),
  )
  await addRecord(page, 'customer', company('สาขาศรีราชา', { parent: head }))
  await addRecord(page, 'customer', company('ร้านตัวแทน', { links: [{ id: 'l1', to: branch, role: 'dealerOf' }] }))
  await addRecord(page, 'contact', {
    name: { first: 'วิรุฬห์', nick: 'เอก' },
    customers: [{ id: 'k1', to: branch, role: 'decides' }],
    phones: [{ id: 'p1', e164: '+66810009021' }],
    birthday: '1980-03-27',
  })
  await open(page, `/records/customer/${branch}`)
  const tree = page.getByRole('tree', { name: say('page.related_customers') })
  await expect(tree.getByRole('treeitem')).toHaveCount(4)
  await expect(page.getByText(/เอก เกิด|เอก เกิดวันนี้/)).toBeVisible()

  await tree.getByRole('treeitem').first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(tree.getByRole('treeitem', { name: /สำนักใหญ่/ }).first()).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(tree.getByRole('treeitem')).toHaveCount(3)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(tree.getByRole('treeitem', { name: 'ในเครือ สาขาศรีราชา' })).toBeFocused()

  await page.getByRole('button', { name: say('page.as_list') }).click()
  const list = page.getByRole('list', { name: say('page.related_customers') })
  await expect(list).toContainText('ตัวแทนจำหน่าย ของ สาขาบางพลี')
  await expect(list).toContainText('ในเครือ ของ สำนักใหญ่')

  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText('081-000-4521').first()).toBeVisible()
  await expect(page.getByText('081-000-9021').first()).toBeVisible()
  await expect(page.getByRole('button', { name: say('page.plan_next') })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })

  await page.getByRole('button', { name: say('page.as_tree') }).click()
  await tree.getByRole('treeitem').first().focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /สำนักใหญ่|ร้านตัวแทน/ })).toBeVisible()
})

test('the card is one sheet, in the colours of paper from a dark screen too', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('samphan.colours', 'dark'))
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ'))
  await open(page, `/records/customer/${id}`)
  await expect(page.locator('.sp-card')).toBeVisible()
  const colours = () => page.evaluate(() => document.documentElement.getAttribute('data-mantine-color-scheme'))
  expect(await colours()).toBe('dark')
  const printed = page.evaluate(
    () =>
      new Promise<string>((resolve) =>
        window.addEventListener('beforeprint', () => resolve(getComputedStyle(document.body).backgroundColor)),
      ),
  )
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
  expect(await printed).toBe('rgb(255, 255, 255)')
  expect(await colours()).toBe('dark')
})

test('Esc in an open list closes the list, and only then what it stands in', async ({ page }) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ', { grade: 'B' }))
  await open(page, `/records/customer/${id}`)
  await page.keyboard.press('e')
  const grade = page.getByRole('combobox', { name: say('customer.grade') })
  await grade.focus()
  await page.keyboard.press('ArrowDown')
  const choices = page.getByRole('option', { name: 'C', exact: true })
  await expect(choices).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(choices).toBeHidden()
  await expect(grade).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(grade).toBeHidden()
})

test('what came of a call is chosen from one line, in English, too', async ({ page }) => {
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.addInitScript(() => localStorage.setItem('samphan.language', 'en'))
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ'))
  await open(page, `/records/customer/${id}`)
  await page.keyboard.press('l')
  const outcomes = page.getByRole('group', { name: 'Outcome' }).getByRole('button')
  await expect(outcomes).toHaveCount(7)
  const tops = await outcomes.evaluateAll((buttons) => buttons.map((button) => Math.round(button.getBoundingClientRect().top)))
  expect(new Set(tops).size).toBe(1)
})

test('an address of a customer who is not there says so, and leads back to the list', async ({ page }) => {
  await foundOffice(page)
  await page.goto('/records/customer/01999999-0000-7000-8000-000000000000')
  await expect(page.getByRole('heading', { name: say('problem.no_record') })).toBeVisible()
  await page.getByRole('button', { name: say('problem.to_list') }).click()
  await expect(page).toHaveURL(/\/records\/customer$/)
})

test('on a phone the way to the customer is one touch away, and a page has one first verb', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await foundOffice(page)
  const address = {
    id: 'a1',
    type: 'billTo',
    houseNo: '9/1',
    subdistrict: 'บางพลีใหญ่',
    district: 'บางพลี',
    province: 'สมุทรปราการ',
    postcode: '10540',
  }
  const id = await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ', { addresses: [address] }))
  await open(page, `/records/customer/${id}`)
  const way = new URL((await page.getByRole('link', { name: say('page.directions') }).getAttribute('href')) ?? '')
  expect(way.searchParams.get('destination')).toBe('เลขที่ 9/1 ตำบลบางพลีใหญ่ อำเภอบางพลี จังหวัดสมุทรปราการ 10540')
  await open(page, `/records/customer/${await addRecord(page, 'customer', company('ไม่มีที่อยู่'))}`)
  await expect(page.locator('#main').getByRole('button', { name: say('page.log'), exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: say('page.directions') })).toHaveCount(0)

  const lead = await addRecord(page, 'lead', { name: { first: 'ทัศนีย์' }, phones: [{ id: 'p1', e164: '+66810009021' }] })
  await open(page, `/records/lead/${lead}`)
  await expect(page.getByRole('button', { name: say('convert.go') })).toBeVisible()
  await expect(page.getByRole('button', { name: say('page.call'), exact: true })).toHaveAttribute('data-variant', 'default')
})
