import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, type Page } from '@playwright/test'
import { projectFolder } from '../../../scripts/project-folder.ts'
import { serverReady, spawnServer, stopServer } from '../../../scripts/server-child.ts'

/** A real server over a data folder of its own, serving the built screens. */
export interface Office {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  address: string
  token: string
  dataFolder: string
  /** Ends the server, as when the host is switched off. */
  switchOff(): Promise<void>
  /** Starts it again on the same port, with the same token. */
  switchOn(): Promise<void>
}

/**
 * Starts a server on a new, empty office.
 * @param demo fill it with the generated demo office first
 */
async function openOffice(demo: boolean): Promise<Office> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'samphan-e2e-'))
  const options = { dataFolder, demo, staticFolder: join(projectFolder, 'dist/renderer') }
  let server: ChildProcess = spawnServer({ ...options, port: 0 })
  const { port, token } = await serverReady(server)
  return {
    address: `http://127.0.0.1:${port}`,
    token,
    dataFolder,
    switchOff: () => stopServer(server),
    switchOn: async () => {
      server = spawnServer({ ...options, demo: false, port, token })
      await serverReady(server)
    },
  }
}

async function closeOffice({ switchOff, dataFolder }: Office): Promise<void> {
  await switchOff()
  await rm(dataFolder, { recursive: true, force: true })
}

interface OfficeFixtures {
  /** A new office that nobody has set up: the first screen is the first run. */
  office: Office
  /** What the page complained of: errors and warnings of its console, uncaught errors. */
  complaints: string[]
}

interface SharedFixtures {
  /** The generated demo office, started once for a worker's tests: for reading, or for changes nobody else looks at. */
  demoOffice: Office
}

/**
 * A test in the browser. `page` is signed in to `office`, a new one for each test; `demoTest` has the demo office instead.
 */
export const test = base.extend<OfficeFixtures, SharedFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern.
  office: async ({}, use) => {
    const office = await openOffice(false)
    await use(office)
    await closeOffice(office)
  },
  demoOffice: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const office = await openOffice(true)
      await use(office)
      await closeOffice(office)
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ office }, use) => use(office.address),
  complaints: async ({ page }, use) => use(listenForComplaints(page)),
  page: async ({ page, office }, use) => {
    await enter(page, office)
    await use(page)
  },
})

/** A test on the demo office, which all such tests of a worker share. */
export const demoTest = test.extend({
  office: async ({ demoOffice }, use) => use(demoOffice),
})

// Opening the address with its token once leaves the cookie that every later request carries.
async function enter(page: Page, { address, token }: Office): Promise<void> {
  await page.context().request.get(`${address}/?token=${token}`, { maxRedirects: 0 })
}

function listenForComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

export { expect } from '@playwright/test'
