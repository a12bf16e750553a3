import type { ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { test as base, type Page } from '@playwright/test'
import { projectFolder } from '../../../scripts/project-folder.ts'
import { serverReady, spawnServer, stopServer } from '../../../scripts/server-child.ts'
import { leaveCleanMark } from '../../../server/db/clean-stop.ts'

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
 * Starts a server on an office of its own.
 * @param demo the folder of the demo office, of which it is to be a copy; else it is empty
 */
async function openOffice(demo?: string): Promise<Office> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'samphan-e2e-'))
  if (demo !== undefined) {
    await cp(demo, dataFolder, { recursive: true })
    await leaveCleanMark(join(dataFolder, 'samphan.db'))
  }
  const options = { dataFolder, demo: false, built: true, staticFolder: join(projectFolder, 'dist/renderer') }
  let server: ChildProcess = spawnServer({ ...options, port: 0 })
  const { port, token } = await serverReady(server)
  return {
    address: `http://127.0.0.1:${port}`,
    token,
    dataFolder,
    switchOff: () => stopServer(server),
    switchOn: async () => {
      server = spawnServer({ ...options, port, token })
      await serverReady(server)
    },
  }
}

/** Generates the demo office, or waits until the worker that was first to need it has. */
async function demoFolder(results: string): Promise<string> {
  const folder = join(results, 'demo-office')
  const making = `${folder}.making`
  await mkdir(results, { recursive: true })
  try {
    await mkdir(making)
    // Renamed by an earlier worker.
    if (existsSync(folder)) return folder
  } catch {
    while (!existsSync(folder)) await setTimeout(200)
    return folder
  }
  const server = spawnServer({ dataFolder: making, port: 0, demo: true, built: true })
  await serverReady(server)
  await stopServer(server)
  await rename(making, folder)
  return folder
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
  /** The generated demo office, a copy of it for each worker's tests: for reading, or for changes nobody else looks at. */
  demoOffice: Office
}

/**
 * A test in the browser. `page` is signed in to `office`, a new one for each test; `demoTest` has the demo office instead.
 */
export const test = base.extend<OfficeFixtures, SharedFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern.
  office: async ({}, use) => {
    const office = await openOffice()
    await use(office)
    await closeOffice(office)
  },
  demoOffice: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use, worker) => {
      const office = await openOffice(await demoFolder(worker.project.outputDir))
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
