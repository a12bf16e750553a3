import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { serverReady, spawnServer, stopServer } from '../../scripts/server-child.ts'
import { expect, startDesktop, test } from './support/desktop-app.ts'

/** The process id of the server that the app keeps, undefined while there is none. */
function serverPid(app: ElectronApplication): Promise<number | undefined> {
  return app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name, serviceName }) => [name, serviceName].includes('Samphan server'))?.pid,
  )
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('a server that falls is started again, and the window goes on without being told', async ({ desktop: { app, window } }) => {
  await expect(window.locator('#root')).not.toBeEmpty()
  await expect.poll(() => serverPid(app)).toBeDefined()
  const status = () => window.evaluate(async () => (await fetch('/api/nothing-of-this-name')).status)
  expect(await status()).not.toBe(503)
  const first = (await serverPid(app))!
  process.kill(first, 'SIGKILL')
  await expect.poll(status).not.toBe(503)
  expect(await serverPid(app)).not.toBe(first)
})

test('quitting ends the server', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'samphan-desktop-'))
  const { app, window } = await startDesktop(dataFolder)
  await expect(window.locator('#root')).not.toBeEmpty()
  await expect.poll(() => serverPid(app)).toBeDefined()
  const pid = (await serverPid(app))!
  await app.close()
  await expect.poll(() => isRunning(pid)).toBe(false)
  await rm(dataFolder, { recursive: true, force: true })
})

test('the window comes back where it was left', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'samphan-desktop-'))
  const left = { x: 40, y: 30, width: 900, height: 600 }
  const first = await startDesktop(dataFolder)
  await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]!.setBounds(bounds), left)
  await first.app.close()
  const second = await startDesktop(dataFolder)
  expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds())).toEqual(left)
  await second.app.close()
  await rm(dataFolder, { recursive: true, force: true })
})

test('a data folder that another program has open is refused in words, and nothing else starts', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'samphan-desktop-'))
  const other = spawnServer({ dataFolder, port: 0, demo: false })
  await serverReady(other)
  const { app } = await startDesktop(dataFolder, ['-r', join(import.meta.dirname, 'support/record-dialogs.cjs')])
  const shown = () => app.evaluate(() => (globalThis as { shownDialogs?: string[] }).shownDialogs)
  await expect.poll(shown).toEqual([expect.stringMatching(/เปิดโปรแกรมไม่ได้|cannot open/)])
  await app.close()
  await stopServer(other)
  await rm(dataFolder, { recursive: true, force: true })
})
