import type { Page } from '@playwright/test'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'
import { expect, test } from './support/office.ts'

// One grey pixel.
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
)

async function customerPage(page: Page): Promise<string> {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('มีไฟล์'))
  await open(page, `/records/customer/${id}`)
  return id
}

async function namesOf(page: Page, id: string): Promise<string[]> {
  const record = (await (await page.request.get(`/api/records/customer/${id}`)).json()) as { files?: { name: string }[] }
  return (record.files ?? []).map((file) => file.name)
}

const dropped = (page: Page, name: string) =>
  page.evaluateHandle((called) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['ลาก'], called, { type: 'text/plain' }))
    return transfer
  }, name)

test('files come by choosing, dropping and pasting; what comes while others are on their way joins them', async ({ page }) => {
  const id = await customerPage(page)
  const section = page.getByRole('region', { name: /^ไฟล์ \d/ })
  // A file dragged over the closed list finds the place that takes it.
  await section.dispatchEvent('dragenter', { dataTransfer: await dropped(page, 'ลาก.txt') })
  const zone = section.locator('.sp-drop')
  // The first is slow; the second begins and ends before it.
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let first = true
  await page.route('**/api/files', async (route) => {
    const waits = first
    first = false
    if (waits) await held
    await route.continue()
  })
  await section.locator('input[type=file]').setInputFiles([
    { name: 'ภาพ.png', mimeType: 'image/png', buffer: PICTURE },
    { name: 'ใบเสนอราคา.txt', mimeType: 'text/plain', buffer: Buffer.from('ก') },
  ])
  await zone.dispatchEvent('drop', { dataTransfer: await dropped(page, 'ลาก.txt') })
  await expect(section.getByText('ลาก.txt')).toBeVisible()
  release()
  await expect.poll(() => namesOf(page, id)).toEqual(['ลาก.txt', 'ภาพ.png', 'ใบเสนอราคา.txt'])

  await page.evaluate(() => {
    const clipboardData = new DataTransfer()
    clipboardData.items.add(new File(['png'], 'image.png', { type: 'image/png' }))
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  })
  await expect.poll(() => namesOf(page, id)).toContain(`${say('files.pasted')}.png`)
  await expect(page.getByRole('dialog')).toBeHidden()

  // The same file again, after it was taken off.
  await section.getByRole('button', { name: `${say('action.remove')} ใบเสนอราคา.txt` }).click()
  await expect.poll(() => namesOf(page, id)).not.toContain('ใบเสนอราคา.txt')
  await section
    .getByRole('button', { name: say('files.attach') })
    .first()
    .click()
  await section.getByRole('button', { name: 'ภาพ.png' }).click()
  const picture = page.getByRole('img', { name: 'ภาพ.png' })
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
  await expect(page.getByRole('link', { name: say('files.download', { name: 'ภาพ.png' }) })).toBeVisible()
})

test('of several files those before one that is refused are kept, and a file dropped beside the place opens nothing', async ({
  page,
}) => {
  const id = await customerPage(page)
  const section = page.getByRole('region', { name: /^ไฟล์ \d/ })
  await section.getByRole('button', { name: say('files.attach') }).click()
  let count = 0
  await page.route('**/api/files', (route) => (++count === 2 ? route.abort() : route.continue()))
  await section.locator('input[type=file]').setInputFiles([
    { name: 'หนึ่ง.txt', mimeType: 'text/plain', buffer: Buffer.from('1') },
    { name: 'สอง.txt', mimeType: 'text/plain', buffer: Buffer.from('2') },
  ])
  await expect.poll(() => namesOf(page, id)).toEqual(['หนึ่ง.txt'])
  const taken = await page.evaluate(() => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(['x'], 'x.pdf', { type: 'application/pdf' }))
    const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })
    document.querySelector('h1')?.dispatchEvent(drop)
    return drop.defaultPrevented
  })
  expect(taken).toBe(true)
})
