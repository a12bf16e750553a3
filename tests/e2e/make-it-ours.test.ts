import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

test('an admin calls customers members and has a field asked by a rule; both are seen at once and rolled back with one click', async ({
  page,
}) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ'))
  await open(page, '/settings?tab=forms')
  await page.getByLabel(say('settings.forms.name_th')).fill('สมาชิก')
  await page.getByRole('button', { name: say('settings.forms.rule_add') }).click()
  await page.getByLabel(say('settings.forms.rule_field')).first().fill(say('customer.creditLimit'))
  await page.getByRole('option', { name: say('customer.creditLimit') }).click()
  await page.getByRole('button', { name: say('filter.add') }).click()
  await page.getByRole('combobox', { name: say('filter.field'), exact: true }).fill(say('customer.grade'))
  await page.getByRole('option', { name: say('customer.grade'), exact: true }).click()
  // The usual operator stands already: one goes on with the value.
  await expect(page.getByRole('combobox', { name: say('filter.value'), exact: true })).toBeFocused()
  await page.getByLabel(say('filter.operator'), { exact: true }).selectOption('empty')
  await page.getByRole('button', { name: say('action.apply') }).click()
  await page.keyboard.press('F9')

  await page.getByRole('link', { name: 'สมาชิก', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'สมาชิก' })).toBeVisible()
  await page.keyboard.press('Control+n')
  const form = page.getByRole('dialog')
  await expect(form.getByText(say('form.new', { entity: 'สมาชิก' }))).toBeVisible()
  const limit = form.getByLabel(new RegExp(`^${say('customer.creditLimit')}`))
  await expect(limit).toBeVisible()
  await form.getByRole('textbox').first().fill('มั่งมีการช่าง')
  await page.keyboard.press('F9')
  await expect(form.getByText(say('field_error.required'))).toBeVisible()
  await limit.fill('5000')
  await page.keyboard.press('F9')
  await expect(page.getByRole('heading', { level: 1, name: /มั่งมีการช่าง/ })).toBeVisible()

  await open(page, '/settings?tab=history')
  await expect(page.getByText('สมาชิก').first()).toBeVisible()
  await page.getByRole('button', { name: new RegExp(`^${say('settings.history.roll_back')} `) }).click()
  await expect(page.getByText(say('settings.history.rolled_back'))).toBeVisible()
  await expect(page.getByRole('link', { name: say('customer.many'), exact: true })).toBeVisible()
})

test('a field goes to the top of a record’s page at once, also one that no form asks for, and a key takes it to the end', async ({
  page,
}) => {
  await foundOffice(page)
  await open(page, '/settings?tab=forms')
  const rows = page.locator('.sp-forms-table tbody tr')
  const name = say('customer.nameEn')
  const top = page.getByRole('button', { name: say('settings.to_top', { name }) })
  await top.click()
  await expect(rows.first()).toContainText(name)
  // The line takes the keyboard along, to either end.
  await expect(top).toBeFocused()
  await page.keyboard.press('End')
  await expect(rows.last()).toContainText(name)
  await page.keyboard.press('Home')
  await expect(rows.first()).toContainText(name)
  await expect(top).toBeFocused()
  await page.keyboard.press('F9')
  await expect(page.getByText(say('settings.saved_at', { time: '' }).trim()).first()).toBeVisible()
  await page.reload()
  await expect(rows.first()).toContainText(name)
})

test('a view of a field that is no longer used opens without its order and groups, and offers to take its condition out', async ({
  page,
}) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ', { grade: 'A' }))
  await addRecord(page, 'customer', company('ฐานฎีกาวิศวกรรม', { grade: 'B' }))
  const inList = (text: string) => page.getByRole('row').filter({ hasText: text })
  const field = (await (
    await page.request.put('/api/fields/customer', {
      data: { labelTh: 'เขตขาย', labelEn: 'Sales area', kind: 'text', filterable: true },
    })
  ).json()) as { id: string; key: string }
  await page.request.post(`/api/fields/customer/${field.id}/archive`, { data: { archived: true } })
  const condition = { field: field.key, op: 'is', value: 'เหนือ' }
  const address = (search: object) =>
    `/records/customer?${Object.entries(search)
      .map(([key, value]) => `${key}=${encodeURIComponent(JSON.stringify(value))}`)
      .join('&')}`
  const shown = `&c=${encodeURIComponent(`name,${field.key},grade`)}`
  await page.goto(address({ s: { field: field.key }, g: field.key, k: [{ filter: condition, colour: 'red' }] }) + shown)
  await expect(inList('กตัญญู')).toBeVisible()
  await expect(page.getByRole('columnheader', { name: say('customer.grade') })).toBeVisible()
  await expect(page.getByRole('columnheader', { name: 'เขตขาย' })).toBeHidden()
  const grade = { field: 'grade', op: 'anyOf', value: ['B'] }
  await page.goto(address({ f: { all: [condition, grade] } }))
  await expect(page.getByRole('alert')).toContainText(say('error.query.invalid'))
  // A phone's list shows no conditions: there, too, the one press is all it takes.
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('button', { name: say('list.drop_unusable') }).click()
  await page.setViewportSize({ width: 1366, height: 768 })
  await expect(inList('ฐานฎีกา')).toBeVisible()
  await expect(inList('กตัญญู')).toBeHidden()
})

test('what is refused far down a long form is brought under the hand, and saved once it is right', async ({ page }) => {
  await foundOffice(page)
  for (const [labelTh, kind] of [
    ['แคตตาล็อก', 'url'],
    ['เบอร์ฉุกเฉิน', 'phones'],
    ['ที่ตั้งโกดัง', 'addresses'],
  ])
    await page.request.put('/api/fields/customer', { data: { labelTh, labelEn: labelTh, kind, filterable: true } })
  await open(page, '/records/customer')
  await page.keyboard.press('Control+n')
  const form = page.getByRole('dialog')
  const name = form.getByRole('textbox').first()
  await name.fill('กตัญญูค้าวัสดุ')
  await form.getByText(say('form.more')).click()
  const catalogue = form.getByLabel('แคตตาล็อก')
  await catalogue.fill('ไม่มี')
  // Such numbers and addresses have no kinds to choose between.
  await expect(form.getByLabel(`เบอร์ฉุกเฉิน 1: ${say('phone.type')}`)).toBeHidden()
  await expect(form.getByLabel(`ที่ตั้งโกดัง 1: ${say('address.type')}`)).toBeHidden()
  await name.click()
  await page.keyboard.press('F9')
  await expect(form.getByText(say('field_error.url'))).toBeInViewport()
  await expect(catalogue).toBeFocused()
  await catalogue.fill('www.example.co.th')
  await page.keyboard.press('F9')
  await expect(page.getByRole('link', { name: 'www.example.co.th' })).toBeVisible()

  await page.keyboard.press('e')
  const field = page.getByLabel('แคตตาล็อก', { exact: true })
  await field.fill('ไม่มี')
  await page.getByLabel(say('customer.nameEn')).click()
  await page.keyboard.press('F9')
  await expect(page.getByText(say('field_error.url'))).toBeInViewport()
  await expect(field).toBeFocused()
})

test('a phone says by what a list is narrowed, also where nothing is left of it', async ({ page }) => {
  await foundOffice(page)
  await addRecord(page, 'customer', company('กตัญญูค้าวัสดุ', { grade: 'A' }))
  await page.setViewportSize({ width: 390, height: 844 })
  const narrowed = { all: [{ field: 'grade', op: 'anyOf', value: ['B'] }] }
  await page.goto(`/records/customer?f=${encodeURIComponent(JSON.stringify(narrowed))}`)
  await expect(page.getByText(say('list.no_match', { entity: say('customer.many') }))).toBeVisible()
  await page.getByRole('button', { name: /^เอาเงื่อนไข.*เกรด/ }).click()
  await expect(page.getByRole('link', { name: /กตัญญู/ })).toBeVisible()
})
