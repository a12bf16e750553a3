import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { projectFolder } from '../../scripts/project-folder.ts'

test('started where there is no display, the app says so, prints an address that opens, and stops when asked', async ({
  page,
}) => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'samphan-start-'))
  const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...env } = process.env
  const app = spawn(process.execPath, ['scripts/start.mjs', '--data', dataFolder, '--no-open'], { cwd: projectFolder, env })
  const ended = new Promise<number | null>((resolve) => app.once('exit', resolve))
  try {
    let output = ''
    const address = await new Promise<string>((resolve, reject) => {
      app.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const found = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(output)
        if (found !== null) resolve(found[0])
      })
      void ended.then((code) => reject(new Error(`ended with ${code}: ${output}`)))
    })
    expect(output).toContain('No desktop window (there is no display)')
    await page.goto(address)
    await expect(page.locator('#root')).not.toBeEmpty()
    expect(page.url()).not.toContain('token')
  } finally {
    app.kill('SIGTERM')
    expect(await ended).toBe(0)
    await rm(dataFolder, { recursive: true, force: true })
  }
})
