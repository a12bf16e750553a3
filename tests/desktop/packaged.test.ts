import { spawn } from 'node:child_process'
import { copyFileSync, linkSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { findElectron } from '../../scripts/electron-binary.ts'
import { projectFolder } from '../../scripts/project-folder.ts'

/** Electron takes itself for the packaged app where its file is not called `electron`; its fuses are those of the package as it came. */
function underOurName(folder: string): string {
  const found = findElectron()
  if ('missing' in found) throw new Error(found.missing)
  const theirs = found.path
  mkdirSync(folder)
  for (const name of readdirSync(dirname(theirs)))
    if (name !== basename(theirs)) symlinkSync(join(dirname(theirs), name), join(folder, name))
  const ours = join(folder, 'samphan')
  try {
    linkSync(theirs, ours)
  } catch {
    copyFileSync(theirs, ours)
  }
  return ours
}

/** Starts it, and tells how it ended and what it wrote; one that has not ended soon is ended. */
function start(program: string, args: string[]): Promise<{ code: number | null; said: string }> {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const child = spawn(program, [...asRoot, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      said += data
    })
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000)
  return new Promise((resolve) =>
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, said })
    }),
  )
}

test('the packaged app does not start where another program would drive its windows', async () => {
  test.skip(process.platform !== 'linux', 'elsewhere the name alone does not make it the packaged app')
  test.setTimeout(60_000)
  const folder = await mkdtemp(join(tmpdir(), 'samphan-packaged-'))
  const program = underOurName(join(folder, 'app'))
  for (const watched of ['--remote-debugging-port=0', '--remote-debugging-pipe']) {
    const { code, said } = await start(program, [watched, projectFolder, '--data', join(folder, 'data')])
    expect(code, said).toBe(3)
    expect(said).not.toContain('DevTools listening')
  }
  // Without it the same app comes up: it is ended by us.
  expect((await start(program, [projectFolder, '--data', join(folder, 'data')])).code).toBe(null)
  await rm(folder, { recursive: true, force: true })
})
