import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test'

const projectFolder = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))

/** The desktop app on a data folder of its own, with what its window wrote to the console. */
export interface DesktopApp {
  app: ElectronApplication
  window: Page
  dataFolder: string
  /** Errors and warnings of the page, in order. */
  complaints: string[]
}

/**
 * Starts the built app (`dist/`) with the Electron that `SAMPHAN_ELECTRON` names, else the electron package's.
 * @param dataFolder where the office lives; the app keeps its own state below it
 * @param electronArgs arguments for Electron itself, before the app's
 */
export async function startDesktop(dataFolder: string, electronArgs: string[] = []): Promise<DesktopApp> {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0
  const app = await electron.launch({
    executablePath: process.env.SAMPHAN_ELECTRON || undefined,
    args: [...(asRoot ? ['--no-sandbox'] : []), ...electronArgs, projectFolder, '--data', dataFolder],
    timeout: 30_000,
  })
  const complaints: string[] = []
  const window = await app.firstWindow()
  window.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  window.on('pageerror', (error) => complaints.push(error.message))
  return { app, window, dataFolder, complaints }
}

/** A test in the desktop app: a new office, and the app stopped and its folder removed afterwards. */
export const test = base.extend<{ desktop: DesktopApp }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of a fixture's needs from this pattern.
  desktop: async ({}, use) => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'samphan-desktop-'))
    const desktop = await startDesktop(dataFolder)
    await use(desktop)
    await desktop.app.close()
    await rm(dataFolder, { recursive: true, force: true })
  },
})

export { expect } from '@playwright/test'
