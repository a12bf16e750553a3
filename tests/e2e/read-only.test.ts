import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import { projectFolder } from '../../scripts/project-folder.ts'
import { serverReady, spawnServer, stopServer } from '../../scripts/server-child.ts'
import { SmallDisk } from '../support/small-disk.ts'
import { addRecord, company, foundOffice, open, say } from './support/first-records.ts'

const missing = SmallDisk.missing()
const TOKEN = 'token-of-the-small-disk'

/** An office whose data folder lies on a disk of 48 MB. */
const test = base.extend<{ disk: SmallDisk }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern.
  disk: async ({}, use) => {
    const disk = SmallDisk.make(48)
    await use(disk)
    disk.remove()
  },
  baseURL: async ({ disk }, use) => {
    const staticFolder = join(projectFolder, 'dist/renderer')
    const dataFolder = join(disk.folder, 'data')
    const server = spawnServer({ dataFolder, port: 0, demo: false, built: true, staticFolder, token: TOKEN })
    const { port } = await serverReady(server)
    await use(`http://127.0.0.1:${port}`)
    await stopServer(server)
  },
  page: async ({ page }, use) => {
    await page.request.get(`/?token=${TOKEN}`, { maxRedirects: 0 })
    await use(page)
  },
})

test.skip(missing !== undefined, missing)

test('a full disk is said in a banner on every window, what was typed waits, and all goes on by itself', async ({
  page,
  disk,
}) => {
  await foundOffice(page)
  const id = await addRecord(page, 'customer', company('ป้ำการช่าง', { needs: 'สายพาน' }))
  await open(page, `/records/customer/${id}`)
  const other = await page.context().newPage()
  await open(other, '/records/customer')
  await page.bringToFront()
  await page.keyboard.press('e')
  await page.getByLabel('ความต้องการ').fill('สายพาน 10 เส้น')

  disk.fill()
  // Whatever somebody saves first finds the disk full.
  while (
    (
      await page.request.post('/api/records/customer', { data: { values: { name: { type: 'company', name: 'ก'.repeat(200) } } } })
    ).ok()
  );
  await expect(page.getByText(say('read_only.full_title'))).toBeVisible()
  await expect(other.getByText(say('read_only.full_title'))).toBeVisible()
  await page.keyboard.press('F9')
  await expect(page.getByText(say('read_only.waiting', { count: 1 }))).toBeVisible()
  await expect(page.getByLabel('ความต้องการ')).toHaveValue('สายพาน 10 เส้น')
  // A window that is opened now knows it, too.
  await other.reload()
  await expect(other.getByText(say('read_only.full_title'))).toBeVisible()

  disk.free()
  await expect(page.getByText(say('read_only.full_title'))).toBeHidden({ timeout: 10_000 })
  await expect(other.getByText(say('read_only.full_title'))).toBeHidden()
  await expect(page.getByRole('definition').getByText('สายพาน 10 เส้น')).toBeVisible()
  const saved = await (await page.request.get(`/api/records/customer/${id}`)).json()
  expect(saved).toMatchObject({ version: 2, needs: 'สายพาน 10 เส้น' })
})
